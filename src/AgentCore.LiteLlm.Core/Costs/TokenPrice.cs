namespace AgentCore.LiteLlm.Costs;

/// <summary>What 1,000 tokens cost, in US dollars.</summary>
/// <param name="Input">Of a prompt.</param>
/// <param name="Output">Of an answer.</param>
internal sealed record TokenPrice(decimal Input, decimal Output)
{
    /// <summary>Gives the cost of a call; null for counts beyond any model's, which are no counts.</summary>
    public decimal? Of(long input, long output) =>
        input > 1_000_000_000_000 || output > 1_000_000_000_000 ? null : (input * Input / 1000m) + (output * Output / 1000m);
}
