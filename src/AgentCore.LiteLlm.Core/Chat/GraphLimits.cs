namespace AgentCore.LiteLlm.Chat;

/// <summary>What ends a run of several agents that does not end by itself. What they may spend is bounded by the request's own limits.</summary>
internal sealed record GraphLimits
{
    /// <summary>Gets how many rounds there may be; 20 by default.</summary>
    public int MaxRounds { get; init; } = 20;

    /// <summary>Gets how many times agents may run in all; null for no limit.</summary>
    public int? MaxExecutions { get; init; }

    /// <summary>Gets how often the agents of a swarm may hand over; 20 by default.</summary>
    public int MaxHandoffs { get; init; } = 20;

    /// <summary>Gets how long one run of an agent may take; 30 s by default.</summary>
    public TimeSpan NodeTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets how long all may take together; 90 s by default.</summary>
    public TimeSpan TotalTime { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Gets how many tokens all may use together; null for no limit.</summary>
    public long? MaxTokens { get; init; }

    /// <summary>Gets how much all may cost together, in US dollars; null for no limit.</summary>
    public decimal? MaxCost { get; init; }
}
