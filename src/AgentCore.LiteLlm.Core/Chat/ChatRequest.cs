using System.Collections.Immutable;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Policies;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Chat;

/// <summary>Everything one call to a model needs; nothing in it is looked up later.</summary>
internal sealed record ChatRequest
{
    // What an API has no word for. A stream of responses brings its usage unasked.
    private const OptionalMembers OfChat = OptionalMembers.Seed | OptionalMembers.Stop | OptionalMembers.FrequencyPenalty
        | OptionalMembers.PresencePenalty | OptionalMembers.StreamOptions | OptionalMembers.CacheControl;

    private readonly CallAddresses _addresses = null!;

    /// <summary>Gets the base URL, to which the path of the API is added.</summary>
    public required Uri BaseUrl
    {
        get;
        init
        {
            field = value;
            _addresses = new CallAddresses(value);
        }
    }

    /// <summary>Gets the API that was chosen.</summary>
    public ModelApi ApiChoice { get; init; }

    /// <summary>Gets the API that is asked: the chosen one, else the one that the endpoint is known to want for the model.</summary>
    public ModelApi Api => ApiChoice != ModelApi.Auto ? ApiChoice : Dialect.UsesResponses ? ModelApi.Responses : ModelApi.Chat;

    /// <summary>Gets the provider behind the endpoint, as far as it is known.</summary>
    public string Provider { get; init; } = "openai";

    /// <summary>Gets the model as it goes on the wire.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the model that must answer, in the endpoint's own words; null where any may.</summary>
    public string? ExpectedModel { get; init; }

    /// <summary>Gets whom to ask where the model does not answer, in order; none of them where it is the only one.</summary>
    public ImmutableArray<ChatTarget> Fallbacks { get; init; } = [];

    /// <summary>Gets the messages, oldest first; at least one.</summary>
    public required ImmutableArray<ChatMessage> Messages { get; init; }

    /// <summary>Gets the sampling temperature; null leaves it to the endpoint.</summary>
    public double? Temperature { get; init; }

    /// <summary>Gets the most tokens the answer may have; null leaves it to the endpoint.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Gets how the model is asked to answer besides.</summary>
    public ModelControls Controls { get; init; } = ModelControls.None;

    /// <summary>Gets how much the model is asked to reason; null leaves it to the endpoint.</summary>
    public ModelReasoning? Reasoning { get; init; }

    /// <summary>Gets a value indicating whether no reasoning of earlier turns is sent, because it could no longer be used: the one repair.</summary>
    public bool DropsReasoning { get; init; }

    /// <summary>Gets what the endpoint is asked to keep in its cache; null for nothing.</summary>
    public PromptCaching? Caching { get; init; }

    /// <summary>Gets a value indicating whether the call fails where the endpoint refuses a member, rather than go on without it.</summary>
    public bool IsStrict { get; init; }

    /// <summary>Gets the tools that the model may call.</summary>
    public ImmutableArray<ToolDefinition> Tools { get; init; } = [];

    /// <summary>Gets the schemas of the tools' arguments, for all calls of a plan; null reads them for one run.</summary>
    public ToolSchemas? ToolSchemas { get; init; }

    /// <summary>Gets the agents among the tools.</summary>
    public ImmutableArray<AgentSpecialist> Specialists { get; init; } = [];

    /// <summary>Gets a value indicating whether whoever pulls decides of each call of an agent whether it begins.</summary>
    public bool DecidesOnAgents { get; init; }

    /// <summary>Gets which calls of tools the blueprint allows; null where it says nothing.</summary>
    public CallPolicy? Policy { get; init; }

    /// <summary>Gets whose run an audit log is told of; null where none is kept.</summary>
    public AuditSubject? Audit { get; init; }

    /// <summary>Gets what the blueprint puts on spans.</summary>
    public TraceLabels Trace { get; init; } = TraceLabels.None;

    /// <summary>Gets which turn of the model it asks for, from 1.</summary>
    public int Turn { get; init; } = 1;

    /// <summary>Gets the hooks, in their order; empty for none.</summary>
    public ImmutableArray<string> Hooks { get; init; } = [];

    /// <summary>Gets the names of the environment variables that hold the agent's secrets, which no tool may read.</summary>
    public ImmutableArray<string> SecretVariables { get; init; } = [];

    /// <summary>Gets what takes the secrets of the agent, those of its call and of its variables, out of what tools return.</summary>
    public Redactor ToolRedactor { get; init; } = Redactor.Idle;

    /// <summary>Gets what ends a run of tool calls; null where the caller makes the calls himself and the answer ends with the model's first turn.</summary>
    public LoopLimits? Loop { get; init; }

    /// <summary>Gets what runs share that belong together, this one among them; null where it is alone.</summary>
    public Budget? Budget { get; init; }

    /// <summary>Gets the agent elsewhere that answers; null where a model is asked from here.</summary>
    public RemoteAgent? Remote { get; init; }

    /// <summary>Gets a value indicating whether an agent elsewhere is asked; in a simulation none is.</summary>
    public bool IsElsewhere => Remote is not null && Mode != ExecutionMode.Simulation;

    /// <summary>Gets the agents that answer together, put together by this one; null where it answers by itself.</summary>
    public AgentGraph? Graph { get; init; }

    /// <summary>Gets the id of the agent's blueprint; null where there is none.</summary>
    public string? AgentId { get; init; }

    /// <summary>Gets the name of the agent; null where there is none.</summary>
    public string? AgentName { get; init; }

    /// <summary>Gets a value indicating whether somebody keeps what the run comes to, so that it says so after every step.</summary>
    public bool IsKept { get; init; }

    /// <summary>Gets which run of a node of a graph it is, as <see cref="NodePath"/> names it; empty outside graphs.</summary>
    public string RunPath { get; init; } = "";

    /// <summary>Gets where the run goes on that an earlier process began; null for one that begins.</summary>
    public RunProgress? Resumed { get; init; }

    /// <summary>Gets whose memory the call has; null where nothing is remembered.</summary>
    public MemorySubject? Memory { get; init; }

    /// <summary>Gets the schema that the answer must fit; null when any text will do.</summary>
    public OutputSchema? Output { get; init; }

    /// <summary>Gets how the endpoint is asked for output of that schema.</summary>
    public OutputForm OutputForm { get; init; }

    /// <summary>Gets what an endpoint's operator is told about the call; null when nothing is.</summary>
    public CallLabels? Labels { get; init; }

    /// <summary>
    /// Gets what takes personal data out of the request, and puts it back in the answer; null sends everything as it is. Calls of one
    /// conversation share what was replaced.
    /// </summary>
    public ProtectionSession? Protection { get; init; }

    /// <summary>Gets the headers that authenticate the call, the key's among them.</summary>
    public ImmutableArray<SecretHeader> Headers
    {
        get;
        init
        {
            field = value;
            Redactor = new Redactor([.. value.Where(h => h.IsConfidential).Select(h => h.Value)]);
        }
    } = [];

    /// <summary>Gets how connections are made.</summary>
    public TransportOptions Transport { get; init; } = new();

    /// <summary>Gets how the call is tried again when it failed.</summary>
    public RetryOptions Retries { get; init; } = new();

    /// <summary>Gets a value indicating whether the answer is asked for piece by piece.</summary>
    public bool Stream { get; init; }

    /// <summary>Gets a value indicating whether the endpoint is asked for a stream: one that takes none answers in one piece.</summary>
    public bool IsStreamed => Stream && !Dialect.OmitsStream;

    /// <summary>Gets how this endpoint wants the request written, as far as it is known.</summary>
    public Dialect Dialect { get; init; } = Dialect.Usual;

    /// <summary>Gets the members that the endpoint may refuse and that are sent all the same: those that are set and not known to be refused.</summary>
    public OptionalMembers SentOptions => SetOptions & ~Dialect.Omitted & ~(Api == ModelApi.Responses ? OfChat : OptionalMembers.None);

    /// <summary>Gets the members that are set and that the API has no word for.</summary>
    public OptionalMembers UnknownOptions =>
        Api != ModelApi.Responses
        ? OptionalMembers.None
        : (SetOptions | (Caching is null ? OptionalMembers.None : OptionalMembers.CacheControl)) & ~Dialect.Omitted & OfChat & ~OptionalMembers.StreamOptions;

    /// <summary>Gets a value indicating whether the API takes no limit as low as the one that is set, so that its least one is sent.</summary>
    public bool RaisesLimit => Api == ModelApi.Responses && MaxTokens < ModelControls.LeastResponseTokens;

    /// <summary>
    /// Gets how much the model is asked to reason, in the form and at the level that it is known to take; null where nothing is sent of it.
    /// Amid calls of tools a model that thinks wants the thoughts that led to them: without those it is not asked to.
    /// </summary>
    public ModelReasoning? SentReasoning =>
        Dialect.IsReasoningOff && Api == ModelApi.Chat ? ModelReasoning.Off
        : Reasoning is null || Dialect.Omitted.HasFlag(OptionalMembers.Reasoning) || (DropsReasoning && Messages is [.., { Role: ChatRole.Tool }])
            ? null
            : Reasoning with { Form = Dialect.ReasoningForm ?? Reasoning.Form, Effort = Dialect.Efforts.Nearest(Reasoning.Effort) };

    /// <summary>Gets a value indicating whether a Claude thinks: then it takes no temperature but 1, and no tool can be forced on it.</summary>
    public bool IsThinking => SentReasoning is { IsThinking: true };

    /// <summary>
    /// Gets the marks for the endpoint's cache; null where there are none. The end of a conversation is marked as soon as there is one, since the
    /// next turn begins with it: a question alone would be written into the cache for nobody. No server is known to read marks by <c>/responses</c>.
    /// </summary>
    public CacheMarks? CacheMarks
    {
        get
        {
            if (Caching is null || Api == ModelApi.Responses || Dialect.Omitted.HasFlag(OptionalMembers.CacheControl))
            {
                return null;
            }

            int system = Messages.TakeWhile(m => m.Role == ChatRole.System).Count() - 1;
            bool goesOn = !Tools.IsEmpty || Messages.Length - system > 2;
            int[] marked = [system, goesOn && Messages[^1].Role is ChatRole.User or ChatRole.Tool ? Messages.Length - 1 : -1];
            return new CacheMarks(
                Caching.Prompt ? [.. marked.Where(at => at >= 0 && Messages[at].Text.Length > 0).Distinct()] : [],
                Caching.Tools && !Tools.IsEmpty,
                Caching.TimeToLive);
        }
    }

    /// <summary>Gets which reasoning of earlier turns goes back to the endpoint.</summary>
    public ReasoningEcho ReasoningEcho => DropsReasoning ? ReasoningEcho.Nothing : Dialect.ReasoningEcho;

    /// <summary>Gets the mode the call runs in.</summary>
    public required ExecutionMode Mode { get; init; }

    /// <summary>Gets what had to hold before the call, each with why it held.</summary>
    public ImmutableArray<GateDecision> Gates { get; init; } = [];

    /// <summary>Gets which system prompt is among the messages; null when there is none.</summary>
    public PromptSource? Prompt { get; init; }

    /// <summary>Gets the prices that hold where the endpoint says no cost; null when there are none.</summary>
    public PriceList? Prices { get; init; }

    /// <summary>Gets what happens when the conversation is longer than the model's context.</summary>
    public ContextStrategy ContextStrategy { get; init; }

    /// <summary>Gets the longest the whole call may take; null for no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Gets how much of <see cref="TimeLimit"/> earlier tries of the same call have used.</summary>
    public TimeSpan TimeSpent { get; init; }

    /// <summary>Gets the longest the endpoint may stay silent.</summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Makes the same request after some of its time has passed.</summary>
    /// <param name="passed">The time; less than a millisecond is none, and worth no copy.</param>
    public ChatRequest After(TimeSpan passed) => passed < TimeSpan.FromMilliseconds(1) ? this : this with { TimeSpent = TimeSpent + passed };

    /// <summary>Gets this request and those of all agents that it puts together or calls, however deep.</summary>
    public IEnumerable<ChatRequest> All => Members.Select(m => m.Request).Concat(Specialists.Select(s => s.Request)).SelectMany(r => r.All).Prepend(this);

    /// <summary>Gets the agents that it puts together.</summary>
    public IEnumerable<AgentNode.Member> Members => Graph?.Nodes.OfType<AgentNode.Member>() ?? [];

    /// <summary>Finds the request of the agent whose run has a name.</summary>
    /// <param name="path">The name, as <see cref="NodePath"/> gives it.</param>
    /// <returns>The request; for what is no node, that of the agent that puts the others together.</returns>
    public ChatRequest FindAgent(string path)
    {
        ChatRequest found = this;
        foreach (string name in NodePath.NamesOf(path))
        {
            found = found.Members.FirstOrDefault(m => m.Id == name)?.Request ?? found;
        }

        return found;
    }

    /// <summary>Makes the same request, whose agents all go on with what was replaced before.</summary>
    /// <param name="vault">What was replaced.</param>
    public ChatRequest With(ProtectionVault vault) => this with
    {
        Protection = Protection?.With(vault),
        Specialists = [.. Specialists.Select(s => s with { Request = s.Request.With(vault) })],
        Graph = Graph?.With(r => r.With(vault)),
    };

    /// <summary>Makes the same request to another model.</summary>
    /// <param name="target">Whom to ask; nobody after that.</param>
    public ChatRequest To(ChatTarget target) => this with
    {
        BaseUrl = target.BaseUrl,
        Provider = target.Provider,
        Model = target.Model,
        Reasoning = target.Reasoning,
        Caching = target.Caching,
        Headers = target.Headers,
        Dialect = target.Dialect,
        Fallbacks = [],
    };

    /// <summary>Gets the full address of the call.</summary>
    public Uri Endpoint => IsElsewhere ? Remote!.Address
        : Api == ModelApi.Responses ? _addresses.Responses : _addresses.ChatCompletions;

    /// <summary>Gets the full address of the call where it goes by <c>/responses</c>.</summary>
    public Uri ResponsesEndpoint => _addresses.Responses;

    /// <summary>Gets what takes the secrets of <see cref="Headers"/> out of text; made once for all requests copied from one.</summary>
    public Redactor Redactor { get; private init; } = Redactor.Idle;

    /// <summary>Takes every secret that the agent is known to have out of a text before it is shown, kept or handed to anybody but the endpoint.</summary>
    /// <param name="text">The text; null stays null.</param>
    /// <returns>The text without them.</returns>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public string? Conceal(string? text) => ToolRedactor.Redact(Redactor.Redact(text));

    private OptionalMembers SetOptions =>
        (Temperature is null || (IsThinking && Temperature is < 1 or > 1) ? OptionalMembers.None : OptionalMembers.Temperature)
        | (Controls.TopP is null ? OptionalMembers.None : OptionalMembers.TopP)
        | (Controls.Seed is null ? OptionalMembers.None : OptionalMembers.Seed)
        | (Controls.Stop.IsEmpty ? OptionalMembers.None : OptionalMembers.Stop)
        | (Controls.FrequencyPenalty is null ? OptionalMembers.None : OptionalMembers.FrequencyPenalty)
        | (Controls.PresencePenalty is null ? OptionalMembers.None : OptionalMembers.PresencePenalty)
        | (Controls.ServiceTier is null ? OptionalMembers.None : OptionalMembers.ServiceTier)
        | (Controls.ParallelToolCalls is null || Tools.IsEmpty ? OptionalMembers.None : OptionalMembers.ParallelToolCalls)
        | (Controls.Verbosity is null ? OptionalMembers.None : OptionalMembers.Verbosity)
        | (Controls.PromptCacheKey is null ? OptionalMembers.None : OptionalMembers.PromptCacheKey)
        | (Controls.SafetyIdentifier is null ? OptionalMembers.None : OptionalMembers.SafetyIdentifier)
        | (Labels?.User is null ? OptionalMembers.None : OptionalMembers.User)
        | (IsStreamed ? OptionalMembers.StreamOptions : OptionalMembers.None);
}
