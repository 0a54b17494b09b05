namespace AgentCore.LiteLlm.Blueprints;

/// <summary>One of <c>multi_agent.edges</c>.</summary>
public sealed record GraphEdge
{
    /// <summary>Gets the node it leaves.</summary>
    public required string FromNode { get; init; }

    /// <summary>Gets the node it leads to.</summary>
    public required string ToNode { get; init; }

    /// <summary>Gets when it is taken, as <c>field op value</c>; null means always.</summary>
    public string? Condition { get; init; }
}
