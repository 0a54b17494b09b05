namespace AgentCore.LiteLlm.Blueprints;

/// <summary>One of <c>memory.strategies</c>.</summary>
public sealed record MemoryStrategy
{
    /// <summary>Gets what it keeps.</summary>
    public MemoryStrategyType Type { get; init; }

    /// <summary>Gets its name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets where it keeps it, with places for <c>{actorId}</c> and <c>{sessionId}</c>.</summary>
    public required string Namespace { get; init; }
}
