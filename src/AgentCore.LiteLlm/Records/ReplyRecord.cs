using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Records;

/// <summary>A reply as one row of a table: texts, numbers and flags alone, and names for what is one of several.</summary>
public sealed class ReplyRecord
{
    internal ReplyRecord(AgentReply reply)
    {
        Text = reply.Text;
        Output = RecordText.Json(reply.Output);
        Refusal = reply.Refusal;
        FinishReason = reply.FinishReason;
        ToolCalls = RecordText.Lines(reply.ToolCalls);
        Model = reply.Model;
        RequestedModel = reply.RequestedModel;
        FallbackReason = reply.FallbackReason;
        InputTokens = reply.Usage.InputTokens;
        OutputTokens = reply.Usage.OutputTokens;
        CachedInputTokens = reply.Usage.CachedInputTokens;
        ReasoningTokens = reply.Usage.ReasoningTokens;
        TotalTokens = reply.Usage.TotalTokens;
        Cost = reply.Cost;
        CostSource = RecordText.Name(reply.CostSource);
        Seconds = RecordText.Seconds(reply.Duration);
        SecondsToFirstToken = reply.TimeToFirstToken is { } first ? RecordText.Seconds(first) : null;
        Iterations = reply.Iterations;
        Attempts = reply.Attempts;
        Steps = reply.Steps.Length;
        Mode = RecordText.Name(reply.Mode)!;
        Api = RecordText.Name(reply.Api)!;
        Endpoint = reply.Endpoint;
        RequestId = reply.RequestId;
        PromptRef = reply.Prompt?.ToString();
        Request = reply.Messages.LastOrDefault(m => m.Role == ChatRole.User)?.Text;
        PersonalData = reply.Protection?.ToString();
        BatchItem = reply.BatchItem?.ToString();
        Simulated = reply.Simulated;
        Cached = reply.Cached;
        Replayed = reply.Replayed;
        FromJournal = reply.FromJournal;
        Warnings = RecordText.Lines(reply.Warnings);
    }

    /// <summary>Gets the answer.</summary>
    public string Text { get; }

    /// <summary>Gets the structured output as JSON; null where none was asked for.</summary>
    public string? Output { get; }

    /// <summary>Gets the model's words where it refused to answer; null otherwise.</summary>
    public string? Refusal { get; }

    /// <summary>Gets why the model stopped, in the endpoint's own word.</summary>
    public string? FinishReason { get; }

    /// <summary>Gets the tools that the model wants called, each with its arguments; null without any.</summary>
    public string? ToolCalls { get; }

    /// <summary>Gets the model that the endpoint says answered.</summary>
    public string? Model { get; }

    /// <summary>Gets the model that was asked.</summary>
    public string RequestedModel { get; }

    /// <summary>Gets why the model that was meant did not answer; null where it did.</summary>
    public string? FallbackReason { get; }

    /// <summary>Gets the tokens of the prompts.</summary>
    public long? InputTokens { get; }

    /// <summary>Gets the tokens of the answers.</summary>
    public long? OutputTokens { get; }

    /// <summary>Gets the prompt tokens that came from a cache.</summary>
    public long? CachedInputTokens { get; }

    /// <summary>Gets the answer tokens spent on reasoning.</summary>
    public long? ReasoningTokens { get; }

    /// <summary>Gets all tokens.</summary>
    public long? TotalTokens { get; }

    /// <summary>Gets the cost in US dollars; null where nobody says it.</summary>
    public decimal? Cost { get; }

    /// <summary>Gets where the cost comes from.</summary>
    public string? CostSource { get; }

    /// <summary>Gets the time from the first request to the end of the answer, in seconds.</summary>
    public double Seconds { get; }

    /// <summary>Gets the time to the first piece of the answer, in seconds; null where it was not streamed.</summary>
    public double? SecondsToFirstToken { get; }

    /// <summary>Gets how often the model was asked.</summary>
    public int Iterations { get; }

    /// <summary>Gets how many requests were sent.</summary>
    public int Attempts { get; }

    /// <summary>Gets how many steps a run with tools took.</summary>
    public int Steps { get; }

    /// <summary>Gets the mode by its name.</summary>
    public string Mode { get; }

    /// <summary>Gets the API that answered by its name.</summary>
    public string Api { get; }

    /// <summary>Gets the address that was called.</summary>
    public string Endpoint { get; }

    /// <summary>Gets the endpoint's id of the request.</summary>
    public string? RequestId { get; }

    /// <summary>Gets which system prompt ran; null when there was none.</summary>
    public string? PromptRef { get; }

    /// <summary>Gets what was asked; null where it is not known, as in replies of a journal.</summary>
    public string? Request { get; }

    /// <summary>Gets which kinds of personal data were found, and what was done with them; null when nothing looked for any.</summary>
    public string? PersonalData { get; }

    /// <summary>Gets which item of a batch this answers; null when it is of no batch.</summary>
    public string? BatchItem { get; }

    /// <summary>Gets a value indicating whether the answer was made up in this process.</summary>
    public bool Simulated { get; }

    /// <summary>Gets a value indicating whether the gateway answered from its own cache.</summary>
    public bool Cached { get; }

    /// <summary>Gets a value indicating whether the answer was played from a cassette.</summary>
    public bool Replayed { get; }

    /// <summary>Gets a value indicating whether the answer was read from a journal.</summary>
    public bool FromJournal { get; }

    /// <summary>Gets what the user should know about this answer; null when there is nothing.</summary>
    public string? Warnings { get; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
