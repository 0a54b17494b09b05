using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Schemas;

namespace AgentCore.LiteLlm.Failures;

/// <summary>Why a call failed, with everything needed to act on it; it holds no secret.</summary>
public sealed record ChatFailure
{
    /// <summary>Gets the kind.</summary>
    public required FailureKind Kind { get; init; }

    /// <summary>Gets what happened, in one sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>Gets what to do about it, in one sentence; null when nothing can be said.</summary>
    public string? Advice { get; init; }

    /// <summary>Gets the address that was called.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Gets the HTTP status; null when no answer came.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>Gets the endpoint's own message.</summary>
    public string? ProviderMessage { get; init; }

    /// <summary>Gets the endpoint's own error code, or its error type where it gave no code.</summary>
    public string? ProviderCode { get; init; }

    /// <summary>Gets the endpoint's id of the request, for its operator's logs.</summary>
    public string? RequestId { get; init; }

    /// <summary>Gets how many requests were sent.</summary>
    public int Attempts { get => Spent.Attempts; init => Spent = Spent with { Attempts = value }; }

    /// <summary>Gets a value indicating whether the same call may succeed later.</summary>
    public bool Retriable { get; init; }

    /// <summary>Gets the wait the endpoint asked for; null when it asked for none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets the member of the request that the endpoint names as the fault, as it spells it; null where it names none.</summary>
    public string? Parameter { get; init; }

    /// <summary>
    /// Gets a value indicating whether the endpoint does not take <see cref="Parameter"/> at all, or only with its default: leaving it out
    /// may help.
    /// </summary>
    public bool IsParameterRefused { get; init; }

    /// <summary>Gets a value indicating whether the endpoint does not take some member of the request, named or not.</summary>
    internal bool RefusesMember { get; init; }

    /// <summary>Gets a value indicating whether an agent elsewhere may have done what it was asked: it may have got the message, and told no end.</summary>
    internal bool MayBeDone { get; init; }

    /// <summary>Gets the guardrail that stopped the prompt or the answer, where the endpoint names one.</summary>
    public string? Guardrail { get; init; }

    /// <summary>Gets a value indicating whether it is a provider behind the endpoint that refuses or fails, not the endpoint itself.</summary>
    public bool IsUpstream { get; init; }

    /// <summary>Gets a value indicating whether a form of tools or of structured output is what the endpoint refuses: another form may do.</summary>
    public bool RefusesForm { get; init; }

    /// <summary>Gets the text that had arrived before the failure, or the answer that was refused; empty when there was none.</summary>
    public string PartialText { get; init; } = "";

    /// <summary>
    /// Gets every way in which the last answer departs from the schema asked for; that answer is in <see cref="PartialText"/>. Empty for
    /// every other kind.
    /// </summary>
    public ImmutableArray<SchemaViolation> Violations { get; init; } = [];

    /// <summary>Gets the node of a graph that failed; null for every other failure.</summary>
    public string? Node { get; init; }

    /// <summary>Gets the steps of a run with tools up to its end, and each model that was asked before the last one; empty for every other failure.</summary>
    public ImmutableArray<AgentStep> Steps { get; init; } = [];

    /// <summary>Gets the conversation of a run with tools up to its end, in which every call is answered; empty for every other failure.</summary>
    public ImmutableArray<ChatMessage> Messages { get; init; } = [];

    /// <summary>Gets that conversation as a value, for the next call's <c>-Conversation</c>; null for every other failure.</summary>
    public AgentConversation? Conversation => Messages.IsEmpty ? null : new AgentConversation(Messages);

    /// <summary>
    /// Gets the tokens that the answers before the failure had used, of a run with tools or to fit a schema; a count is null where nobody gave it.
    /// </summary>
    public TokenUsage Usage { get => Spent.Usage ?? TokenUsage.Uncounted; init => Spent = Spent with { Usage = value }; }

    /// <summary>Gets what these answers had cost, in US dollars; null where nobody said.</summary>
    public decimal? Cost { get => Spent.Cost; init => Spent = Spent with { Cost = value }; }

    /// <summary>Gets where <see cref="Cost"/> comes from; null when there is none.</summary>
    public CostSource? CostSource { get => Spent.CostSource; init => Spent = Spent with { CostSource = value }; }

    /// <summary>Gets how often the model was asked, an unfinished turn included; 0 where no answer came before the failure of a single call.</summary>
    public int Iterations { get => Spent.Iterations; init => Spent = Spent with { Iterations = value }; }

    /// <summary>Gets how many of these have no known cost, so that <see cref="Cost"/> lacks theirs.</summary>
    public int UnpricedIterations { get => Spent.UnpricedIterations; init => Spent = Spent with { UnpricedIterations = value }; }

    /// <summary>Gets what has to be changed before a connection can be made; empty for every other failure.</summary>
    internal ImmutableArray<ConnectionCause> Causes { get; init; } = [];

    /// <summary>Gets what was replaced so far where personal data is protected; null otherwise.</summary>
    internal ProtectionVault? Vault { get; init; }

    /// <summary>Gets the kinds of personal data that were found until then; null where none was looked for.</summary>
    internal ProtectionReport? Protection { get; init; }

    /// <summary>Gets what the call took until it failed.</summary>
    internal Spent Spent { get; init; } = Spent.OneAttempt;

    /// <summary>Gets how long the run took that failed, whatever time lay between its processes; null where nobody keeps it.</summary>
    internal TimeSpan? Duration { get; init; }

    /// <summary>Says what happened, how often it was tried, and how long the endpoint asks to wait.</summary>
    internal string Describe()
    {
        string attempts = Attempts > 1 ? string.Create(CultureInfo.InvariantCulture, $" Requests sent: {Attempts}.") : "";
        string wait = RetryAfter is { } asked && asked > TimeSpan.Zero
            ? string.Create(CultureInfo.InvariantCulture, $" It asks to wait {asked.TotalSeconds:0.###} s.")
            : "";
        return $"{Summary}{attempts}{wait}";
    }

    /// <inheritdoc/>
    public override string ToString() => Advice is null ? Describe() : $"{Describe()} {Advice}";
}
