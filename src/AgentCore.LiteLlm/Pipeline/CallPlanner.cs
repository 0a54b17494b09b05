using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Locks;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Prompts;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tools;
using AgentCore.LiteLlm.Variables;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>Plans the calls of a pipeline: finds out whom to ask, and makes plans from that and from what the parameters set.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="options">What is the same for every call.</param>
/// <param name="tools">The tools of the pipeline; null where nobody makes their calls.</param>
internal sealed class CallPlanner(AgentPlanCmdlet cmdlet, CallOptions options, ToolSet? tools = null)
{
    private readonly ImmutableArray<SecretHeader> _headers = TransportArguments.ReadHeaders(cmdlet);
    private bool _isRead;
    private bool _isUnasked;
    private string? _unaskedPrompt;
    private ImmutableArray<string> _unstartedServers = [];

    /// <summary>Gets what is the same for every call.</summary>
    public CallOptions Options => _headers.IsEmpty ? options : options with { Headers = _headers };

    /// <summary>Gets the conversation that the first call goes on with.</summary>
    public AgentConversation Before { get; } = CallArguments.ReadConversation(cmdlet);

    /// <summary>Gets the model that the last plan was made for.</summary>
    public ResolvedModel? Source { get; private set; }

    /// <summary>Makes the plan for the agent at hand, and reports what speaks against it.</summary>
    /// <param name="ends">What an error puts an end to.</param>
    /// <returns>The plan; null when something forbids the call.</returns>
    public ChatPlan? Plan(ErrorEnds ends)
    {
        FindingWriter findings = new(cmdlet, ends);
        if (FindModel(findings) is not { } model)
        {
            return null;
        }

        Source = model;
        TransportArguments.WarnOfSkippedCheck(cmdlet, model.Address);
        ChatPlan? plan = findings.Check(Plan(model, Options), model.ToString());
        if (plan is { OffersTools: false } && _unstartedServers.IsEmpty && cmdlet is AgentCallCmdlet { ToolApproval: not null })
        {
            cmdlet.Warn("-ToolApproval has nothing to decide: neither -Tool nor the blueprint gives the model a tool.");
        }

        return plan;
    }

    /// <summary>Makes a plan.</summary>
    /// <param name="model">Whom to ask.</param>
    /// <param name="set">What is set for the calls.</param>
    /// <returns>The plan, and every reason against it.</returns>
    public Checked<ChatPlan> Plan(ResolvedModel model, CallOptions set)
    {
        if (!ShouldProcessPreference.IsWhatIf(cmdlet))
        {
            // What rules the call out anyway is found before any server is started.
            Checked<ChatPlan> first = cmdlet.PipelineThread.Await(token => ProcessClient.Instance.PlanAsync(model, set, token));
            return ToWeight(Hold(tools is not null && first.IsUsable ? WithDeclared(tools, model, set, first) : first, set, asksPrompt: true));
        }

        // -WhatIf sends nothing and starts nothing, so the system message is told by its name and its address, and tool servers by their command lines.
        _unstartedServers = tools?.Preview(model, set) ?? [];
        Checked<ChatPlan> plan = ProcessClient.Instance.Preview(model, set, out Uri? unasked);
        _unaskedPrompt = unasked is null
            ? null
            : $"beside the system message, '{model.Blueprint.PromptRef}' from {unasked.AbsoluteUri}, which is not asked now";
        return ToWeight(Hold(plan, set, asksPrompt: unasked is null));
    }

    // What is made up, or not asked for now, is not known, and so is not compared.
    private Checked<ChatPlan> Hold(Checked<ChatPlan> plan, CallOptions set, bool asksPrompt)
    {
        if (!cmdlet.Locked || !plan.IsUsable || plan.Value is not { } agent)
        {
            return plan;
        }

        bool knowsServers = agent.Mode != ExecutionMode.Simulation && tools is not null && !ShouldProcessPreference.IsWhatIf(cmdlet);
        Checked<ChatPlan> held = AgentLock.Check(
            agent, set.Tools, [.. knowsServers ? (string[])[] : [LockedAgent.ServerTools], .. asksPrompt ? (string[])[] : [LockedAgent.Prompt]]);
        return held with { Diagnostics = [.. plan.Diagnostics, .. held.Diagnostics] };
    }

    // The tools of each agent are its own; one that puts others together and is not asked itself needs none.
    private Checked<ChatPlan> WithDeclared(ToolSet offered, ResolvedModel model, CallOptions set, Checked<ChatPlan> plan)
    {
        Checked<ChatPlan> own = plan.Value!.Graph is { AsksOwn: false } ? plan : WithOwn(offered, model, set, plan);
        return own is { IsUsable: true, Value: { IsAlone: false } together }
            ? together.WithMembers((member, its) => WithDeclared(offered, member.Model, its ?? set, new Checked<ChatPlan>(member, [])), own.Diagnostics)
            : own;
    }

    private Checked<ChatPlan> WithOwn(ToolSet offered, ResolvedModel model, CallOptions set, Checked<ChatPlan> plan)
    {
        CallOptions own = plan.Value!.AddSpecialists(set);
        if (ReferenceEquals(own, set) && model.Blueprint.Tools.IsEmpty)
        {
            return plan;
        }

        Checked<CallOptions> declared = offered.Declare(model, own, cmdlet.PipelineThread);
        Checked<ChatPlan> whole = declared.IsUsable ? plan.Value!.With(declared.Value!, new ProcessVariables()) : new Checked<ChatPlan>(null, []);
        // Before the declared tools were there, rules about them were about nothing.
        IEnumerable<Diagnostic> first = plan.Diagnostics.Where(d => d.Code != DiagnosticCodes.PolicyRuleIdle);
        return new Checked<ChatPlan>(whole.Value, [.. first, .. declared.Diagnostics, .. whole.Diagnostics]);
    }

    /// <summary>Finds whom to ask by the parameters, and reports what speaks against it.</summary>
    /// <param name="findings">Where it is written.</param>
    /// <returns>The model; null when there is none.</returns>
    public ResolvedModel? FindModel(FindingWriter findings)
    {
        // A piped model is bound as a blueprint, which takes any object and belongs to the default set.
        if ((cmdlet.Model ?? PlainValue.Of(cmdlet.Blueprint) as ResolvedModel) is { } model)
        {
            if (cmdlet.ModelId is not null)
            {
                findings.Fail(ErrorRecords.ModelNamedTwice());
                return null;
            }

            return findings.Check(_headers.IsEmpty ? new Checked<ResolvedModel>(model, []) : HeaderResolver.AddTo(model, _headers), model.ToString());
        }

        AgentBlueprint[] blueprints = [.. new BlueprintSource(cmdlet, findings).Read(cmdlet.Blueprint, cmdlet.Strict)];
        if (blueprints.Length > 1)
        {
            findings.Fail(ErrorRecords.NotOneBlueprint($"{cmdlet.Blueprint}", blueprints.Length));
        }

        return blueprints.Length == 1 ? findings.Check(Resolve(blueprints[0]), cmdlet.Blueprint) : null;
    }

    /// <summary>Finds out where the calls of a blueprint go.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <returns>The model, and what was found on the way.</returns>
    public Checked<ResolvedModel> Resolve(AgentBlueprint blueprint) => Resolve(blueprint, new ModelOverrides());

    /// <summary>Finds out where the calls of a blueprint go.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="set">What is set in place of what the blueprint says.</param>
    /// <returns>The model, and what was found on the way.</returns>
    public Checked<ResolvedModel> Resolve(AgentBlueprint blueprint, ModelOverrides set)
    {
        ModelOverrides overrides = set with { Headers = _headers, ModelId = set.ModelId ?? cmdlet.ModelId };
        DiagnosticSeverity omitted = cmdlet.Strict ? DiagnosticSeverity.Error : DiagnosticSeverity.Information;
        return ToWeight(CallRules.WithoutDoubles(ModelResolver.Resolve(blueprint, overrides, new ProcessVariables(), omitted)));
    }

    /// <summary>Shows what would be sent, and asks whether it may.</summary>
    /// <param name="request">What would be sent.</param>
    /// <param name="reason">Why it may not.</param>
    public bool MaySend(ChatRequest request, out ShouldProcessReason reason)
    {
        reason = ShouldProcessReason.None;
        if (_isUnasked)
        {
            return true;
        }

        // Writing a long prompt down once more for nobody to read costs as much as sending it.
        _isRead = _isRead || ShouldProcessPreference.IsRead(cmdlet);
        string preview = !_isRead ? "the request" : string.Join(", ", [
            RequestPreview.ToText(request), .. _unaskedPrompt is null ? (string[])[] : [_unaskedPrompt],
            .. RequestMemories.Find(request) is null ? (string[])[] : ["beside what is remembered, which is not looked up now"],
            .. _unstartedServers.IsEmpty ? (string[])[] : [$"with tools of {string.Join(" and ", _unstartedServers)}, of which nothing is started now"]]);
        bool maySend = cmdlet.MaySend(preview, out reason);

        // PowerShell keeps what it saw of the preferences at its first question: where nobody was asked and nothing is shown, it stays so.
        _isUnasked = !_isRead && maySend;
        return maySend;
    }

    /// <summary>Warns of text that was cut in the middle of an emoji or the like.</summary>
    /// <param name="what">What the text is.</param>
    /// <param name="text">The text.</param>
    public void WarnOfHalfCharacter(string what, string? text)
    {
        if (text is not null && HalfCharacter.Find(text) is > 0 and int place)
        {
            cmdlet.Warn($"{what} holds half a character (a lone surrogate) at position {place}; JSON cannot carry it, so U+FFFD is sent in its place.");
        }
    }

    private Checked<T> ToWeight<T>(Checked<T> result)
        where T : class =>
        cmdlet.Strict ? result.Strictly() : result;
}
