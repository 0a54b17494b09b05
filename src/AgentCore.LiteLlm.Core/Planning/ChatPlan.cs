using System.Collections.Immutable;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Planning;

/// <summary>A resolved model that may be called, with everything that is the same for each prompt.</summary>
public sealed record ChatPlan
{
    private ChatPlan(ResolvedModel model, ChatRequest template)
    {
        Model = model;
        Template = template;
    }

    /// <summary>Gets the model that is called, with where its calls go and why.</summary>
    public ResolvedModel Model { get; }

    /// <summary>Gets the mode the calls run in.</summary>
    public ExecutionMode Mode => Template.Mode;

    /// <summary>Gets which system prompt runs; null when there is none.</summary>
    public PromptSource? Prompt => Template.Prompt;

    /// <summary>Gets a value indicating whether personal data is taken out of every request.</summary>
    public bool IsProtected => FindProtection() is not null;

    /// <summary>Gets the request but for what is said; what is costly to make is made once.</summary>
    private ChatRequest Template { get; init; }

    /// <summary>Gets the system message; null or empty where there is none.</summary>
    internal string? System { get; private init; }

    private ProtectionPolicy? Protection { get; init; }

    private bool Filters { get; init; }

    private LoopLimits Limits { get; init; } = new();

    /// <summary>Gets the agents that answer together, put together by this one; null where it answers by itself.</summary>
    internal PlannedGraph? Graph { get; private init; }

    /// <summary>Gets a value indicating whether no other agent answers with this one.</summary>
    internal bool IsAlone => Graph is null && Specialists.IsEmpty;

    /// <summary>Gets the agents that this one may call as tools.</summary>
    internal ImmutableArray<PlannedSpecialist> Specialists { get; private init; } = [];

    /// <summary>Gets a value indicating whether any model that is asked gets tools.</summary>
    internal bool OffersTools => !Template.Tools.IsEmpty || !Specialists.IsEmpty || Graph?.Members.Any(m => m.OffersTools) == true;

    /// <summary>Makes a plan, unless something forbids the call.</summary>
    /// <param name="model">The resolved model.</param>
    /// <param name="options">What the caller sets.</param>
    /// <param name="variables">Where variables are looked up.</param>
    /// <returns>The plan, and every reason against it.</returns>
    internal static Checked<ChatPlan> Make(ResolvedModel model, CallOptions options, IVariables variables)
    {
        Findings findings = model.Blueprint.StartFindings();
        if (ModeChoice.Find(options.Mode, variables, findings) is not { } mode)
        {
            return findings.ToChecked<ChatPlan>(null);
        }

        if (!options.Fallbacks.IsEmpty)
        {
            model = model with { Fallbacks = FallbackResolver.Resolve(model, options.Fallbacks, variables, findings) };
        }

        CallRules.Check(model, mode, options, findings);
        SystemMessage system = SystemMessage.Find(model.Blueprint, options, mode, findings);
        Checked<PriceList> prices = PriceList.Read(variables);
        findings.AddAll(prices.Diagnostics);
        MemorySubject? memory = PlannedMemory.Find(model.Blueprint, options, mode, findings);
        ChatRequest template = ToTemplate(model, mode, options, PlannedTrace.ToLabels(model, options), variables) with
        {
            Gates = CallGates.Describe(model, mode, options, system.Source, memory, variables),
            Memory = memory,
            Policy = PlannedPolicy.Find(model.Blueprint, options, findings),
            Hooks = PlannedHooks.Find(model.Blueprint, options, findings),
            Audit = PlannedAudit.Find(model.Blueprint, options),
            Trace = PlannedTrace.Find(model, variables),
            Prompt = system.Source,
            Output = options.Output ?? PlannedOutput.Find(model.Blueprint, findings),
            Prices = prices.Value,
        };
        if (options.Temperature is not null || options.Controls.ReasoningEffort is not null)
        {
            ReasoningTable.Check(template.Reasoning, template.Temperature, findings);
        }

        ChatPlan plan = new(model, template)
        {
            System = system.Text,
            Protection = PlannedProtection.Find(model.Blueprint, options.Protection with { Transport = options.Transport }, mode, variables, findings),
            Filters = model.Blueprint.Observability?.DataProtection?.Provider is not (null or DataProtectionProvider.None),
            Limits = ToLimits(model, options),
        };
        if (memory is { Key: null } && plan.IsProtected)
        {
            findings.Error(
                DiagnosticCodes.MemoryIncomplete, "memory",
                "personal data is to be filtered, and what is remembered outlives this session: it has to be encrypted, and no key is given; nothing was sent.",
                "Give a key.");
        }

        return findings.ToChecked(plan);
    }

    /// <summary>Makes the same plan with tools that were found later.</summary>
    /// <param name="options">What the caller sets, with the tools.</param>
    /// <param name="variables">Where variables are looked up.</param>
    /// <returns>The plan, and every reason against it.</returns>
    internal Checked<ChatPlan> With(CallOptions options, IVariables variables)
    {
        Findings findings = Model.Blueprint.StartFindings();
        CallRules.CheckTools(Model, options, findings);
        ChatRequest whole = ToTemplate(Model, Mode, options, options.Labels, variables);
        ChatRequest template = Template with
        {
            Policy = PlannedPolicy.Find(Model.Blueprint, options, findings),
            Gates = [.. Template.Gates.Where(g => g.Gate != PlannedPolicy.Gate), .. PlannedPolicy.Describe(Model.Blueprint, options)],
            Tools = whole.Tools,
            SecretVariables = whole.SecretVariables,
            Loop = whole.Loop,
            ToolRedactor = whole.ToolRedactor,
        };
        return findings.ToChecked(this with { Template = template });
    }

    /// <summary>Makes the same plan for an agent that puts others together.</summary>
    /// <param name="graph">The others.</param>
    internal ChatPlan With(PlannedGraph graph) => this with { Graph = graph };

    /// <summary>Makes the same plan for an agent that calls others as tools.</summary>
    /// <param name="specialists">The others.</param>
    internal ChatPlan With(ImmutableArray<PlannedSpecialist> specialists) => this with { Specialists = specialists };

    /// <summary>Adds the agents that it may call to what is set for its calls.</summary>
    /// <param name="options">What the caller sets.</param>
    internal CallOptions AddSpecialists(CallOptions options) => Specialists.IsEmpty ? options : options with
    {
        Tools = [.. options.Tools, .. Specialists.Select(s => s.Tool).Where(t => !options.Tools.Any(o => ReferenceEquals(o, t)))],
    };

    /// <summary>Makes the same plan with other plans of the agents that it puts together or calls, each made anew once.</summary>
    /// <param name="make">Makes the plan of one of them, with what is set for its calls; null where that is what the caller sets.</param>
    /// <param name="before">What was found before.</param>
    internal Checked<ChatPlan> WithMembers(Func<ChatPlan, CallOptions?, Checked<ChatPlan>> make, ImmutableArray<Diagnostic> before)
    {
        Findings findings = Model.Blueprint.StartFindings();
        findings.AddAll(before);
        Dictionary<ChatPlan, ChatPlan?> made = new(ReferenceEqualityComparer.Instance);
        IEnumerable<(ChatPlan Plan, CallOptions? Options)> others = (Graph?.Members ?? []).Select(m => (m, (CallOptions?)null))
            .Concat(Specialists.Select(s => (s.Plan, (CallOptions?)s.Options)));
        foreach ((ChatPlan member, CallOptions? options) in others)
        {
            if (!made.ContainsKey(member))
            {
                Checked<ChatPlan> plan = make(member, options);
                findings.AddAll(plan.Diagnostics);
                made.Add(member, plan.IsUsable ? plan.Value : null);
            }
        }

        if (made.ContainsValue(null))
        {
            return findings.ToChecked<ChatPlan>(null);
        }

        ChatPlan whole = this with
        {
            Graph = Graph is null
                ? null
                : Graph with { Nodes = [.. Graph.Nodes.Select(n => n.IsOwn || n.Plan is null ? n : n with { Plan = made[n.Plan] })] },
            Specialists = [.. Specialists.Select(s => s with { Plan = made[s.Plan]! })],
        };
        whole.CheckHandOff(findings);
        return findings.ToChecked(whole);
    }

    /// <summary>Says whether an agent of a swarm has a tool by the name of the one by which it hands over.</summary>
    /// <param name="findings">Where it is said.</param>
    internal void CheckHandOff(Findings findings)
    {
        foreach (ChatPlan plan in Graph is { IsSwarm: true } swarm ? swarm.Nodes.Select(n => n.IsOwn ? this : n.Plan).OfType<ChatPlan>() : [])
        {
            if (plan.Template.Tools.Any(t => t.Name == AgentGraph.HandOffTool))
            {
                findings.Error(
                    DiagnosticCodes.ToolDuplicate, "multi_agent.pattern",
                    $"'{plan.Model.Blueprint.Id}' has a tool '{AgentGraph.HandOffTool}', and the agents of a swarm hand over by that name; nothing was sent.",
                    "Give the tool another name.");
            }
        }
    }

    /// <summary>Makes the same plan, of whose answers it is known which model must have given them.</summary>
    /// <param name="model">The model, in the endpoint's own words.</param>
    internal ChatPlan Expect(string model) => this with { Template = Template with { ExpectedModel = model } };

    /// <summary>Freezes the request for one prompt.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <returns>The complete request.</returns>
    internal ChatRequest ToRequest(string prompt) => ToRequest(new ChatMessage(ChatRole.User, prompt), AgentConversation.Empty);

    /// <summary>Freezes the request for what is said next in a conversation.</summary>
    /// <param name="next">What is said next, attachments included.</param>
    /// <param name="conversation">What was said before; its system message holds only where the call has none of its own.</param>
    /// <returns>The complete request.</returns>
    /// <exception cref="ConversationException">The conversation waits for the answers of tools.</exception>
    internal ChatRequest ToRequest(ChatMessage next, AgentConversation conversation)
    {
        // What one agent must not send must not leave by another, to which its results go.
        ProtectionPolicy? shared = FindProtection();
        return Freeze(conversation.GoOn(System, next), shared, shared is null ? null : conversation.Vault ?? new ProtectionVault());
    }

    /// <summary>Gives the request that holds what is to be kept of a conversation where personal data is protected; it is never sent.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <returns>The request; null where nothing is protected. Attachments, which nobody looks into, are left out.</returns>
    internal ChatRequest? ToKept(AgentConversation conversation) => FindProtection() is not { } policy ? null : Template with
    {
        Messages = [.. conversation.Messages.Select(m => m with { Parts = [.. m.Parts.Where(p => p is ContentPart.Words)] })],
        Tools = [],
        Output = null,
        Labels = null,
        TimeLimit = null,
        Protection = new ProtectionSession(policy, conversation.Vault),
    };

    /// <summary>Says what the user should know before attaching anything.</summary>
    /// <returns>A sentence; null when there is nothing to say.</returns>
    public string? FindAttachmentWarning() => Filters
        ? "The blueprint asks for personal data to be filtered. Images and files are not looked into: they go to the endpoint as they are."
        : null;

    private ProtectionPolicy? FindProtection() => ProtectionPolicy.Unite([.. FindPolicies().Distinct()]);

    private IEnumerable<ProtectionPolicy> FindPolicies()
    {
        IEnumerable<ChatPlan> members = [.. Graph?.Members ?? [], .. Specialists.Select(s => s.Plan)];
        IEnumerable<ProtectionPolicy> ofMembers = members.SelectMany(m => m.FindPolicies());
        return Protection is null ? ofMembers : ofMembers.Prepend(Protection);
    }

    // The tools of an agent read no secret of those either that put it together with others or call it.
    private ChatRequest Freeze(
        ImmutableArray<ChatMessage> messages, ProtectionPolicy? shared, ProtectionVault? vault, ImmutableArray<string> secretsAbove = default)
    {
        ImmutableArray<string> above = secretsAbove.IsDefault ? [] : secretsAbove;
        ImmutableArray<string> secrets = IsAlone ? above : [.. above.Union(SecretVariables.Of(Model), StringComparer.Ordinal)];
        return Template with
        {
            Messages = messages,
            Protection = shared is null ? null : new ProtectionSession(shared, vault),
            SecretVariables = Template.Tools.IsEmpty ? [] : [.. Template.SecretVariables.Union(above, StringComparer.Ordinal)],
            Specialists = [.. Specialists.Select(s => s.Freeze(p => p.FreezeMember(isOfSwarm: false, shared, vault, secrets)))],
            Graph = Graph?.Freeze(n => n.Remote is { } remote
                ? FreezeRemote(remote, n.Id, shared, vault)
                : (n.IsOwn ? this with { Graph = null } : n.Plan!).FreezeMember(Graph.IsSwarm, shared, vault, secrets)),
        };
    }

    // A remote agent has everything but what is said to it where it runs: of the blueprint that names it, it has what holds for all calls.
    private ChatRequest FreezeRemote(PlannedRemote remote, string node, ProtectionPolicy? shared, ProtectionVault? vault) => new()
    {
        BaseUrl = remote.Agent.Address,
        Remote = remote.Agent,
        Provider = "a2a",
        Model = node,
        AgentId = node,
        AgentName = node,
        Messages = [],
        Headers = remote.Headers,
        Transport = Template.Transport,
        Retries = Template.Retries,
        Stream = Template.Stream,
        Mode = Template.Mode,
        Trace = Template.Trace,
        TimeLimit = Template.TimeLimit,
        IdleLimit = Template.IdleLimit,
        Audit = Template.Audit is { } audit ? audit with { Agent = node } : null,
        Protection = shared is null ? null : new ProtectionSession(shared, vault),
    };

    // Agents of a swarm have a tool at least, by which they hand over.
    private ChatRequest FreezeMember(bool isOfSwarm, ProtectionPolicy? shared, ProtectionVault? vault, ImmutableArray<string> secretsAbove)
    {
        ChatRequest request = Freeze(string.IsNullOrEmpty(System) ? [] : [new ChatMessage(ChatRole.System, System)], shared, vault, secretsAbove);
        return isOfSwarm && Graph is null ? request with { Loop = request.Loop ?? Limits } : request;
    }

    private static ChatRequest ToTemplate(ResolvedModel model, ExecutionMode mode, CallOptions options, CallLabels? labels, IVariables variables) => new()
    {
        BaseUrl = model.Address,
        ApiChoice = model.Blueprint.Model.Api,
        Provider = model.Provider,
        Model = model.ModelId,
        AgentId = model.Blueprint.Id,
        AgentName = model.Blueprint.Name,
        Messages = [],
        Temperature = options.Temperature ?? model.Temperature,
        MaxTokens = model.MaxTokens,
        Controls = options.Controls.Over(model.Controls),
        Reasoning = ToReasoning(model, options),
        Caching = model.Caching,
        IsStrict = options.IsStrict,
        Tools = options.Tools,
        ToolSchemas = new ToolSchemas(),
        DecidesOnAgents = options.DecidesOnAgents,
        Fallbacks = [.. model.Fallbacks.Select(f => ToTarget(f, options, labels))],
        SecretVariables = options.Tools.IsEmpty ? [] : [.. SecretVariables.Of(model), .. model.Fallbacks.SelectMany(SecretVariables.Of)],
        Loop = options.Tools.IsEmpty ? null : ToLimits(model, options),
        Labels = labels,
        Dialect = ToDialect(model, labels),
        Headers = model.SecretHeaders,
        Transport = options.Transport,
        Retries = options.Retries,
        ToolRedactor = options.Tools.IsEmpty ? Redactor.Idle : ToRedactor(model, variables),
        Stream = options.Stream,
        Mode = mode,
        ContextStrategy = options.ContextStrategy,
        TimeLimit = Shorter(options.TimeLimit, model.Blueprint.Runtime?.MaxExecutionTime is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
        IdleLimit = options.IdleLimit,
    };

    private static ChatTarget ToTarget(ResolvedModel model, CallOptions options, CallLabels? labels) => new()
    {
        BaseUrl = model.Address,
        Provider = model.Provider,
        Model = model.ModelId,
        Headers = model.SecretHeaders,
        Reasoning = ToReasoning(model, options),
        Caching = model.Caching,
        Dialect = ToDialect(model, labels),
    };

    private static Dialect ToDialect(ResolvedModel model, CallLabels? labels) => CallRules.FindMetadataForm(model.Address, labels) is var form
        && form == Dialect.Usual.Metadata ? Dialect.Usual : Dialect.Usual with { Metadata = form };

    private static ModelReasoning? ToReasoning(ResolvedModel model, CallOptions options) => options.Controls.ReasoningEffort is { } effort
        ? ReasoningTable.Plan(model.Blueprint, effort, model.Address, model.ModelId)
        : model.Reasoning;

    private static LoopLimits ToLimits(ResolvedModel model, CallOptions options) => new()
    {
        MaxIterations = options.MaxIterations ?? model.Blueprint.Runtime?.MaxIterations ?? LoopLimits.DefaultIterations,
        MaxTokens = options.MaxTokens,
        MaxCost = options.MaxCost,
    };

    /// <summary>Makes what takes the secrets of an agent, those of its call and of its variables, out of texts.</summary>
    /// <param name="model">The model.</param>
    /// <param name="variables">Where variables are looked up.</param>
    internal static Redactor ToRedactor(ResolvedModel model, IVariables variables) =>
        new(
        [
            .. model.Fallbacks.Prepend(model).SelectMany(m => m.SecretHeaders).Where(h => h.IsConfidential).Select(h => h.Value),
            .. SecretVariables.ValuesOf(model, variables),
        ]);

    private static TimeSpan? Shorter(TimeSpan? first, TimeSpan? second) => first is null || second < first ? second ?? first : first;
}
