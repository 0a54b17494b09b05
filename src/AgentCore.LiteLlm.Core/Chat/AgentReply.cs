using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Protection;

namespace AgentCore.LiteLlm.Chat;

/// <summary>A complete answer and how it came about; as text it is the answer.</summary>
public sealed record AgentReply
{
    /// <summary>Gets the answer's text; empty when the model only called tools.</summary>
    public required string Text { get; init; }

    /// <summary>Gets the model's reasoning, where the endpoint shows it; null otherwise.</summary>
    public string? Reasoning { get; init; }

    /// <summary>
    /// Gets the structured output that was asked for, which fits its schema: objects from the cmdlets, a JsonElement from the core library;
    /// null when none was asked for.
    /// </summary>
    public object? Output { get; init; }

    /// <summary>Gets the model's own words where it refused to answer; null otherwise.</summary>
    public string? Refusal { get; init; }

    /// <summary>Gets the tools the model wants called.</summary>
    public ImmutableArray<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>Gets why the model stopped, in the endpoint's own word, such as <c>stop</c> or <c>length</c>; null when it gave none.</summary>
    public string? FinishReason { get; init; }

    /// <summary>Gets the tokens used, those of every iteration added up; a count is null when the endpoint did not give it.</summary>
    public TokenUsage Usage { get => Spent.Usage ?? TokenUsage.Uncounted; init => Spent = Spent with { Usage = value }; }

    /// <summary>Gets what the call cost, in US dollars, every iteration added up; null when neither the endpoint nor a price list says it.</summary>
    public decimal? Cost { get => Spent.Cost; init => Spent = Spent with { Cost = value }; }

    /// <summary>Gets where <see cref="Cost"/> comes from; null when there is none.</summary>
    public CostSource? CostSource { get => Spent.CostSource; init => Spent = Spent with { CostSource = value }; }

    /// <summary>Gets how many of the iterations have no known cost, so that <see cref="Cost"/> lacks theirs.</summary>
    public int UnpricedIterations { get => Spent.UnpricedIterations; init => Spent = Spent with { UnpricedIterations = value }; }

    /// <summary>Gets what a gateway said of how it handled the call; each of it is null where none said it.</summary>
    public GatewayReport Gateway { get; init; } = GatewayReport.Silent;

    /// <summary>Gets the model that the endpoint says answered; null when it did not say.</summary>
    public string? Model { get; init; }

    /// <summary>Gets why the model that was meant did not answer, where a fallback of the call or of the gateway did; null otherwise.</summary>
    public string? FallbackReason { get; init; }

    /// <summary>Gets the model that was asked: the one that was meant, or the fallback that answered.</summary>
    public required string RequestedModel { get; init; }

    /// <summary>Gets the API that answered: <see cref="ModelApi.Chat"/> or <see cref="ModelApi.Responses"/>.</summary>
    public ModelApi Api { get; init; } = ModelApi.Chat;

    /// <summary>Gets the endpoint's id of the request, for its operator's logs.</summary>
    public string? RequestId { get; init; }

    /// <summary>Gets the address that was called.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Gets how many requests were sent.</summary>
    public int Attempts { get => Spent.Attempts; init => Spent = Spent with { Attempts = value }; }

    /// <summary>Gets how often the model was asked, from 1: more than once when it called tools or its output had to be mended.</summary>
    public int Iterations { get => Spent.Iterations; init => Spent = Spent with { Iterations = value }; }

    /// <summary>Gets the time from sending the first request to the end of the answer.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Gets the time from sending the first request to the first piece of the answer; null when it was not streamed.</summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>Gets the mode the call ran in.</summary>
    public required ExecutionMode Mode { get; init; }

    /// <summary>Gets a value indicating whether the answer was made up in this process, with no model and no network.</summary>
    public bool Simulated { get; init; }

    /// <summary>Gets a value indicating whether the gateway answered from its own cache, without asking the model: it cost nothing.</summary>
    public bool Cached { get; init; }

    /// <summary>Gets a value indicating whether the answer was played from a cassette.</summary>
    public bool Replayed { get; init; }

    /// <summary>Gets which kinds of personal data the request held, how often, and what was done with them; null when nothing looked for any.</summary>
    public ProtectionReport? Protection { get; init; }

    /// <summary>Gets what was replaced so far, for the next call of the same conversation; null when nothing looked for personal data.</summary>
    internal ProtectionVault? Vault { get; init; }

    /// <summary>Gets what had to hold before anything was sent, each with why it held.</summary>
    public ImmutableArray<GateDecision> Gates { get; init; } = [];

    /// <summary>Gets which system prompt ran; null when there was none.</summary>
    public PromptSource? Prompt { get; init; }

    /// <summary>Gets the whole conversation, this answer included, for the next call's <c>-Conversation</c>; null when there is none.</summary>
    [JsonIgnore]
    public AgentConversation? Conversation => Messages.IsEmpty ? null : new AgentConversation(Messages) { Vault = Vault };

    /// <summary>Gets a value indicating whether the answer was read from a journal instead of asked for again.</summary>
    public bool FromJournal { get; init; }

    /// <summary>Gets which item of a batch this answers; null when it is of no batch.</summary>
    public BatchItem? BatchItem { get; init; }

    /// <summary>Gets what the user should know about this answer.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Gets what the provider wants back with this answer in the next turn.</summary>
    internal ImmutableArray<MessageExtra> Extras { get; init; } = [];

    /// <summary>
    /// Gets the steps of a run with tools, the turns of the model and the calls of tools, and each model that did not answer before another one
    /// did, in order; empty without either.
    /// </summary>
    public ImmutableArray<AgentStep> Steps { get; init; } = [];

    /// <summary>Gets the messages of the whole run, the answer's included.</summary>
    internal ImmutableArray<ChatMessage> Messages { get; init; } = [];

    /// <summary>Gets what the answer took, with everything that came before it.</summary>
    internal Spent Spent { get; init; } = Spent.OneAnswer;

    /// <summary>Gets a value indicating whether the model said nothing at all: no text, no refusal, no call.</summary>
    internal bool IsSilent => ToolCalls.IsEmpty && Refusal is null && string.IsNullOrWhiteSpace(Text);

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Makes the message that this answer is in a conversation.</summary>
    /// <returns>The message.</returns>
    internal ChatMessage ToMessage() =>
        new(ChatRole.Assistant, Text.Length > 0 ? Text : Refusal ?? "") { ToolCalls = ToolCalls, Extras = Extras, Model = RequestedModel };

    /// <summary>Adds up what is counted over the turns of one prompt; everything else is this turn's.</summary>
    /// <param name="earlier">The turns before this one.</param>
    /// <returns>The reply of all turns.</returns>
    internal AgentReply After(AgentReply earlier) => this with
    {
        Spent = earlier.Spent.Add(Spent),
        FallbackReason = FallbackReason ?? earlier.FallbackReason,
        TimeToFirstToken = earlier.TimeToFirstToken ?? TimeToFirstToken,
        Warnings = [.. earlier.Warnings.Union(Warnings)],
    };

    /// <summary>Adds what tries took that came to no answer.</summary>
    /// <param name="earlier">What they spent.</param>
    /// <param name="before">The time from the first of them to the one that was answered.</param>
    /// <returns>The reply of all tries.</returns>
    internal AgentReply After(Spent earlier, TimeSpan before) => earlier.Attempts == 0 ? this : this with
    {
        Spent = earlier.Add(Spent),
        Duration = before + Duration,
        TimeToFirstToken = before + TimeToFirstToken,
    };
}
