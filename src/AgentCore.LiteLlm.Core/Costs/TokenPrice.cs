using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Costs;

/// <summary>What 1,000 tokens cost, in US dollars.</summary>
/// <param name="Input">Of a prompt.</param>
/// <param name="Output">Of an answer.</param>
/// <param name="CacheRead">Of a prompt as far as it came from the provider's cache; null where it costs as much as any.</param>
/// <param name="CacheWrite">Of a prompt as far as it was written into that cache; null where it costs as much as any.</param>
internal sealed record TokenPrice(decimal Input, decimal Output, decimal? CacheRead = null, decimal? CacheWrite = null)
{
    private const long MostTokens = 1_000_000_000_000;

    /// <summary>Gives the cost of a call; null where it was not counted, and for counts beyond any model's, which are no counts.</summary>
    /// <param name="usage">The tokens.</param>
    public decimal? Of(TokenUsage usage)
    {
        (long read, long written) = (usage.CachedInputTokens ?? 0, usage.CacheWriteTokens ?? 0);
        if (usage is not { InputTokens: { } input and <= MostTokens, OutputTokens: { } output and <= MostTokens } || read > MostTokens || written > MostTokens)
        {
            return null;
        }

        // Where the parts are more than the whole, the server does not count them in it.
        long bare = input - read - written < 0 ? input : input - read - written;
        return ((bare * Input) + (read * (CacheRead ?? Input)) + (written * (CacheWrite ?? Input)) + (output * Output)) / 1000m;
    }
}
