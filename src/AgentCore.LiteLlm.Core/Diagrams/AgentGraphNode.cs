namespace AgentCore.LiteLlm.Diagrams;

/// <summary>A node of a graph of agents.</summary>
/// <param name="NodeId">Its name within the graph.</param>
/// <param name="Kind">What it is.</param>
public sealed record AgentGraphNode(string NodeId, AgentGraphNodeKind Kind)
{
    /// <summary>Gets the id of the blueprint that it runs; null for a gate.</summary>
    public string? Agent { get; init; }

    /// <summary>Gets the layer, from 1: a node lies beyond all that lead to it, circles left aside. 0 for one that nothing leads to.</summary>
    public int Layer { get; init; }

    /// <summary>Gets a value indicating whether it runs first.</summary>
    public bool IsEntry { get; init; }

    /// <summary>Gets what must hold for a gate to be passed; null for every other node.</summary>
    public string? Condition { get; init; }

    /// <summary>Gets the node that runs where the gate is not passed, or the agent fails; null for none.</summary>
    public string? Fallback { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        AgentGraphNodeKind.Gate =>
            $"{NodeId}: gate{(Condition is null ? "" : $", passed where {Condition}")}{(Fallback is null ? ", else that way ends" : "")}",
        AgentGraphNodeKind.Coordinator => $"{NodeId}: coordinator{(IsEntry ? "" : ", with all results")}",
        AgentGraphNodeKind.Remote => $"{NodeId}: remote",
        _ => Agent is null || Agent == NodeId ? NodeId : $"{NodeId}: {Agent}",
    };
}
