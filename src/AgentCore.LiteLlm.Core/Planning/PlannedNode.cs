using AgentCore.LiteLlm.Conditions;

namespace AgentCore.LiteLlm.Planning;

/// <summary>A node of a graph that is planned: an agent, here or elsewhere, or a gate.</summary>
/// <param name="Id">Its name within the graph.</param>
/// <param name="Plan">The plan of its agent; null for a gate and for a remote agent.</param>
internal sealed record PlannedNode(string Id, ChatPlan? Plan)
{
    /// <summary>Gets the remote agent; null for every other node.</summary>
    public PlannedRemote? Remote { get; init; }

    /// <summary>Gets what must hold for a gate to be passed; null where everything passes.</summary>
    public GraphCondition? Trip { get; init; }

    /// <summary>Gets the node that runs where the gate is not passed, or the agent fails; null for none.</summary>
    public string? Fallback { get; init; }

    /// <summary>Gets a value indicating whether its agent is the one that puts the others together.</summary>
    public bool IsOwn { get; init; }
}
