using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using System.Management.Automation.Host;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Cassettes;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.ToolServers;
using AgentCore.LiteLlm.ToolServers.Offers;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Tools;

/// <summary>
/// The tools of one pipeline, commands and those of servers, and how their calls are made: rules first, then approval, then the tool itself, without
/// secrets.
/// </summary>
/// <param name="tools">The tools that are commands.</param>
/// <param name="approval">Who approves calls.</param>
/// <param name="host">Who can be asked.</param>
/// <param name="scripts">What runs commands.</param>
/// <param name="servers">The tool servers of the pipeline.</param>
internal sealed class ToolSet(ImmutableArray<AgentTool> tools, ToolApproval approval, PSHost host, ScriptRun scripts, ToolServerSession servers)
    : IDisposable
{
    private const int MostQuestions = 2;

    // A name may stand for another tool in each blueprint: what a request offers is known by the object.
    private readonly Dictionary<ToolDefinition, AgentTool> _tools = ByDefinition(tools);

    private readonly Dictionary<AgentBlueprint, Checked<ToolOffers>> _declared = new(ReferenceEqualityComparer.Instance);

    /// <summary>Reads the tools that a user names, and who approves their calls. What cannot be used ends the pipeline.</summary>
    /// <param name="cmdlet">The cmdlet, in whose caller's scope tools are looked up and run.</param>
    /// <param name="tape">The cassette that tool servers are recorded on or played from; null for none.</param>
    /// <param name="isKept">Whether runs are kept, so that they can wait for decisions.</param>
    /// <returns>The tools.</returns>
    public static ToolSet Read(AgentCallCmdlet cmdlet, Tape? tape, bool isKept = false)
    {
        ToolApproval? approves = ToolApproval.Read(cmdlet.ToolApproval, out string? problem);
        if (approves is null)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.ToolApprovalInvalid(problem!));
        }

        if (approves!.Defers && !isKept)
        {
            cmdlet.ThrowTerminatingError(
                ErrorRecords.ToolApprovalInvalid("-ToolApproval Defer needs a run that is kept: Invoke-AgentPrompt with -SessionPath."));
        }

        ErrorRecord? error = null;
        ImmutableArray<AgentTool> found = cmdlet.Tool is null ? [] : new ToolFinder(cmdlet).FindAll(cmdlet.Tool, out error);
        if (error is not null)
        {
            cmdlet.ThrowTerminatingError(error);
        }

#pragma warning disable CA2000 // the set disposes of it
        ToolServerSession servers = new(
            ToolServerArguments.Read(cmdlet, cmdlet.ToolServer), ToolServerArguments.ReadLink(cmdlet), new ProcessVariables(), TimeProvider.System)
        {
            AllowUnencrypted = cmdlet.AllowUnencryptedAuthentication,
            Tape = tape,
        };
#pragma warning restore CA2000
        return new ToolSet(found, approves!, cmdlet.Host, new ScriptRun(cmdlet), servers);
    }

    /// <summary>Gets every tool that a model was told of, and those that are offered to each.</summary>
    public IEnumerable<ToolDefinition> Known => _tools.Keys;

    /// <summary>Gets the tools that are commands, as the model is told of them.</summary>
    public ImmutableArray<ToolDefinition> Definitions => [.. tools.Select(t => t.Definition)];

    /// <summary>Gets the agents among these.</summary>
    public ImmutableArray<SpecialistOffer> Specialists => [.. tools.Select(t => t.Offer).OfType<SpecialistOffer>()];

    /// <summary>Finds the tools that a blueprint declares, asking each server once.</summary>
    /// <param name="model">The model, whose blueprint it is.</param>
    /// <param name="options">What is set for the calls.</param>
    /// <param name="thread">The thread that waits.</param>
    /// <returns>The same with the tools; without a value where a finding rules the run out.</returns>
    public Checked<CallOptions> Declare(ResolvedModel model, CallOptions options, PipelineThread thread)
    {
        if (ModeChoice.Find(options.Mode, new ProcessVariables()) is not { } mode)
        {
            return new Checked<CallOptions>(options, []);
        }

        if (!_declared.TryGetValue(model.Blueprint, out Checked<ToolOffers>? offers))
        {
            OfferMaker maker = new(servers, model);
            ImmutableArray<string> taken = [.. tools.Select(t => t.Name).Union(options.Tools.Select(t => t.Name))];
            offers = mode == ExecutionMode.Simulation ? maker.Simulate(taken) : thread.Await(token => maker.MakeAsync(taken, token));
            _declared[model.Blueprint] = offers;
            foreach (OfferedTool tool in offers.Value?.Tools ?? [])
            {
                _tools[tool.Definition] = new AgentTool(tool);
            }
        }

        return new Checked<CallOptions>(
            offers.IsUsable ? options with { Tools = [.. options.Tools, .. offers.Value!.Tools.Select(t => t.Definition)] } : null, offers.Diagnostics);
    }

    /// <summary>Says which servers would be connected to for a blueprint, without connecting to any.</summary>
    /// <param name="model">The model, whose blueprint it is.</param>
    /// <param name="options">What is set for the calls.</param>
    /// <returns>A line for each; none in simulation and where a cassette answers.</returns>
    public ImmutableArray<string> Preview(ResolvedModel model, CallOptions options) =>
        servers.IsPlayed || ModeChoice.Find(options.Mode, new ProcessVariables()) is null or ExecutionMode.Simulation
            ? []
            : new OfferMaker(servers, model).Preview();

    /// <summary>Names the tools of a call as they are now.</summary>
    /// <param name="request">The call.</param>
    /// <returns>Hashes of their definitions, by name.</returns>
    public IEnumerable<KeyValuePair<string, string>> Fingerprints(ChatRequest request) =>
        request.Tools.Select(t => Find(request, t)).OfType<AgentTool>().Select(t => KeyValuePair.Create(t.Name, ToolFingerprint.OfDefinition(t)));

    /// <summary>Says whether making a call of a tool twice does no harm, as the user's own list says.</summary>
    /// <param name="request">The call that offers the tool.</param>
    /// <param name="name">The tool's name.</param>
    public bool IsIdempotent(ChatRequest request, string name) =>
        request.Tools.FirstOrDefault(t => t.Name == name) is { } tool && Find(request, tool) is { IsIdempotent: true };

    /// <summary>Takes what servers' programs wrote for people.</summary>
    /// <returns>The lines.</returns>
    public IEnumerable<string> TakeLog() => servers.TakeLog();

    /// <summary>
    /// Makes a call, on the pipeline's thread: a command runs there, a server is asked meanwhile. Either way it is judged first.
    /// </summary>
    /// <param name="called">The call, and the node of a graph whose agent makes it.</param>
    /// <param name="request">The request that offers the tool.</param>
    /// <param name="letUserType">Leaves the keyboard to whoever is asked.</param>
    public void Make(ChatEvent.ToolCalled called, ChatRequest request, Func<IDisposable?> letUserType)
    {
        PendingToolCall pending = called.Call;
        AgentTool tool = Find(request, request.Tools.First(t => t.Name == pending.Call.Name))!;
        if (tool.Remote is { } server && pending.Record is null && !pending.StopToken.IsCancellationRequested
            && approval.FindUnasked(tool) is { Refusal: null, Source: var source })
        {
            // Neither a person nor a script looks at it: no table of arguments, and nothing to hide from anybody in this process.
            _ = AskAsync(pending, server, tool.Rules.MaximumResultLength, request.Protection is null, source);
            return;
        }

        Hashtable arguments = tool.Command is null ? ToolArguments.ToTable(pending.Arguments) : ToolArguments.ToSplat(tool, pending.Arguments);
        IEnumerable<string> kept = request.SecretVariables.Except(tool.Rules.PassedVariables, StringComparer.OrdinalIgnoreCase);
        using HiddenVariables hidden = HiddenVariables.Hide(kept);
        if (tool.Command is not null && ArgumentRules.Refuse(tool, arguments, scripts.Engine) is { } unfit)
        {
            pending.Answer(unfit);
            return;
        }

        ApprovalDecision decision;
        using (letUserType())
        {
            decision = Approve(tool, pending, arguments, called.Node);
        }

        if (decision.IsDeferred && pending.Record is null)
        {
            // What an agent does that is called as a tool is one call of its caller's, which alone is kept.
            const string Late = "the call waits for a decision that comes later, and an agent that is called as a tool cannot wait for one.";
            pending.Answer(ToolResult.Error(ToolOutcome.Denied, Late) with { Approval = ApprovalSource.NobodyToAsk });
        }
        else if (decision.IsDeferred)
        {
            pending.Defer(ToolFingerprint.OfCall(tool, pending, arguments));
        }
        else if (decision.Refusal is { } refusal)
        {
            pending.Answer(ToolResult.Error(ToolOutcome.Denied, refusal) with { Approval = decision.Source });
        }
        else if (pending.StopToken.IsCancellationRequested)
        {
            pending.Answer(ToolResult.Error(ToolOutcome.NotRun, "the run was over before the call was approved.") with { Approval = decision.Source });
        }
        else if (pending.Record?.Start() == false)
        {
            // Nobody would know that it was made: the run is about to end.
            pending.Answer(ToolResult.Error(ToolOutcome.NotRun, "the call could not be written down.") with { Approval = decision.Source });
        }
        else if (called.AgentCall is { } agent)
        {
            agent.Begin(decision.Source);
        }
        else if (tool.Remote is { } remote)
        {
            // Nothing finds personal data in a picture.
            _ = AskAsync(pending, remote, tool.Rules.MaximumResultLength, request.Protection is null, decision.Source);
        }
        else
        {
            pending.Answer(Run(tool, arguments, pending.StopToken) with { Approval = decision.Source });
        }
    }

    /// <summary>Lets go of every server.</summary>
    /// <param name="isStopped">Whether nobody waits any more.</param>
    public void End(bool isStopped)
    {
        if (isStopped)
        {
            servers.Abort();
        }

        Task end = servers.DisposeAsync().AsTask();
        if (!isStopped)
        {
            PipelineThread.Finish(end);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => End(isStopped: false);

    private static Dictionary<ToolDefinition, AgentTool> ByDefinition(ImmutableArray<AgentTool> tools)
    {
        Dictionary<ToolDefinition, AgentTool> known = new(tools.Length, ReferenceEqualityComparer.Instance);
        foreach (AgentTool tool in tools)
        {
            known.TryAdd(tool.Definition, tool);
            foreach (AgentTool brought in tool.Own.SelectMany(t => t.All))
            {
                known.TryAdd(brought.Definition, brought);
            }
        }

        return known;
    }

    // An agent is what its request says: of the specialists that a blueprint names nobody made a tool before.
    private AgentTool? Find(ChatRequest request, ToolDefinition definition)
    {
        AgentTool? tool = _tools.GetValueOrDefault(definition);
        if (request.Specialists.FirstOrDefault(s => ReferenceEquals(s.Tool, definition)) is { } agent && tool?.Asked != agent)
        {
            tool = new AgentTool(agent, tool);
            _tools[definition] = tool;
        }

        return tool;
    }

    private async Task AskAsync(PendingToolCall pending, OfferedTool tool, int most, bool seesImages, ApprovalSource approved)
    {
        // Who approved the call approved the tool as it was shown: it is looked up once more.
        bool isBound = approved is ApprovalSource.User or ApprovalSource.Script;
        ToolResult result = await servers.CallAsync(tool, pending.Arguments, most, seesImages, isBound, pending.StopToken).ConfigureAwait(false);
        pending.Answer(result with { Approval = approved });
    }

    // What was approved is what runs: a tool or a call that is another one afterwards is asked for again, and not for ever.
    private ApprovalDecision Approve(AgentTool tool, PendingToolCall pending, Hashtable arguments, string? node)
    {
        // A call that nobody looks at cannot be another one afterwards.
        if (pending.Record is null && approval.FindUnasked(tool) is { } unasked)
        {
            return unasked;
        }

        ApprovalDecision decision = new(ApprovalSource.Unasked, null);
        for (int asked = 0; asked < MostQuestions; asked++)
        {
            string before = ToolFingerprint.OfCall(tool, pending, arguments);
            AgentToolCall call = new(tool.Name, (Hashtable)arguments.Clone(), tool) { Node = node };
            CallDecision? decided = pending.Record?.FindDecision(before);
            decision = approval.Decide(call, pending, $"{node}\n{ToolFingerprint.OfDefinition(tool)}", host, scripts, decided);
            if (decision.Refusal is not null || decision.IsDeferred || ToolFingerprint.OfCall(tool, pending, arguments) == before)
            {
                return decision;
            }
        }

        return decision with { Refusal = "the call was another one after it was approved." };
    }

    private ToolResult Run(AgentTool tool, Hashtable arguments, CancellationToken stopToken)
    {
        List<object?> output = [];
        List<string> errors = [];
        int most = tool.Rules.MaximumResultLength;
        string? end = scripts.Call(tool.Command!, ToolArguments.Unasked(tool, arguments), output, errors, stopToken);
        if ((end ?? (output.Count == 0 && errors.Count > 0 ? string.Join('\n', errors) : null)) is { } failure)
        {
            return ToolResult.Error(ToolOutcome.Failed, ToolOutput.Shorten(failure, most));
        }

        try
        {
            return ToolResult.Of(ToolOutput.ToJson(output, errors, most));
        }
        catch (Exception e) when (e is not (PipelineStoppedException or OutOfMemoryException))
        {
            // The objects' own code, which may throw anything while it is read.
            return ToolResult.Error(ToolOutcome.Failed, ToolOutput.Shorten($"the result cannot be read: {e.Message}", most));
        }
    }
}
