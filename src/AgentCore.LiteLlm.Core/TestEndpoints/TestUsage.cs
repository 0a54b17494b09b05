namespace AgentCore.LiteLlm.TestEndpoints;

/// <summary>The usage that a scripted reply reports.</summary>
/// <param name="InputTokens">The tokens of the request.</param>
/// <param name="OutputTokens">The tokens of the reply.</param>
public sealed record TestUsage(int InputTokens, int OutputTokens)
{
    /// <summary>Gets how many of the input tokens came from a cache.</summary>
    public int CachedInputTokens { get; init; }

    /// <summary>Gets how many of the output tokens were spent on reasoning.</summary>
    public int ReasoningTokens { get; init; }
}
