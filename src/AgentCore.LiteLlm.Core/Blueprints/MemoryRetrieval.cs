namespace AgentCore.LiteLlm.Blueprints;

/// <summary>One of <c>memory.retrieval</c>.</summary>
public sealed record MemoryRetrieval
{
    /// <summary>Gets where to look.</summary>
    public required string Namespace { get; init; }

    /// <summary>Gets how many memories to take, 1 to 100; 5 by default.</summary>
    public int TopK { get; init; } = 5;

    /// <summary>Gets how relevant they must be, 0 to 1; 0.3 by default.</summary>
    public double RelevanceScore { get; init; } = 0.3;
}
