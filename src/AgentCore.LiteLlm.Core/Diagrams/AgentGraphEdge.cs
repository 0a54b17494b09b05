namespace AgentCore.LiteLlm.Diagrams;

/// <summary>A way from one node of a graph to another.</summary>
/// <param name="From">The node it leaves.</param>
/// <param name="To">The node it leads to.</param>
public sealed record AgentGraphEdge(string From, string To)
{
    /// <summary>Gets when it is taken; null for always.</summary>
    public string? Condition { get; init; }

    /// <summary>Gets a value indicating whether it is taken only where a gate is not passed, or an agent fails.</summary>
    public bool IsFallback { get; init; }

    /// <summary>Gets a value indicating whether it leads back, to where it came from or before.</summary>
    public bool IsBack { get; init; }

    /// <summary>Gets a value indicating whether the agent behind it is called as a tool, and answers to where the edge begins.</summary>
    public bool IsCall { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{From} -> {To}{(IsCall ? ", as a tool" : IsFallback ? ", else" : Condition is null ? "" : $", if {Condition}")}";
}
