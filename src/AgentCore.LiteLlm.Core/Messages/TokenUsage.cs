using System.Globalization;

namespace AgentCore.LiteLlm.Messages;

/// <summary>How many tokens a call used, as the endpoint counted them; null where it did not say.</summary>
public sealed record TokenUsage
{
    /// <summary>Gets what is used where nobody counted.</summary>
    internal static TokenUsage Uncounted { get; } = new();

    /// <summary>Gets the tokens of the prompt, cached ones included.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Gets the tokens of the answer, reasoning included.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>Gets the prompt tokens that came from the provider's cache.</summary>
    public long? CachedInputTokens { get; init; }

    /// <summary>Gets the prompt tokens that were written into the provider's cache.</summary>
    public long? CacheWriteTokens { get; init; }

    /// <summary>Gets the answer tokens spent on reasoning.</summary>
    public long? ReasoningTokens { get; init; }

    /// <summary>Gets the sum; added up here when the endpoint gave only the parts.</summary>
    public long? TotalTokens { get; init; }

    /// <summary>Gets the sum, with what was not counted as 0.</summary>
    internal long CountedTokens => TotalTokens ?? ((InputTokens ?? 0) + (OutputTokens ?? 0));

    /// <summary>Gets a value indicating whether anything was counted.</summary>
    internal bool IsCounted => (InputTokens ?? OutputTokens ?? TotalTokens) is not null;

    /// <inheritdoc/>
    public override string ToString() => IsCounted ? $"{Show(InputTokens)} in, {Show(OutputTokens)} out" : "";

    /// <summary>Adds the tokens of another turn; what one of them did not count stays as the other counted it.</summary>
    internal TokenUsage Plus(TokenUsage? other) => other is null ? this : new TokenUsage
    {
        InputTokens = Plus(InputTokens, other.InputTokens),
        OutputTokens = Plus(OutputTokens, other.OutputTokens),
        CachedInputTokens = Plus(CachedInputTokens, other.CachedInputTokens),
        CacheWriteTokens = Plus(CacheWriteTokens, other.CacheWriteTokens),
        ReasoningTokens = Plus(ReasoningTokens, other.ReasoningTokens),
        TotalTokens = Plus(TotalTokens, other.TotalTokens),
    };

    /// <summary>Takes in what the same turn is said to have used at another place or time. Counts only grow: the larger one holds.</summary>
    internal TokenUsage OrMore(TokenUsage other)
    {
        long? input = Larger(InputTokens, other.InputTokens);
        long? output = Larger(OutputTokens, other.OutputTokens);
        return new TokenUsage
        {
            InputTokens = input,
            OutputTokens = output,
            CachedInputTokens = Larger(CachedInputTokens, other.CachedInputTokens),
            CacheWriteTokens = Larger(CacheWriteTokens, other.CacheWriteTokens),
            ReasoningTokens = Larger(ReasoningTokens, other.ReasoningTokens),
            TotalTokens = Larger(Larger(TotalTokens, other.TotalTokens), input + output),
        };
    }

    private static long? Larger(long? one, long? other) => one is null || other > one ? other : one;

    private static long? Plus(long? one, long? other) => one is null ? other : one + (other ?? 0);

    private static string Show(long? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "?";
}
