using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>The <c>multi_agent</c> block: how this agent works with others.</summary>
public sealed record MultiAgentBlock
{
    /// <summary>
    /// Gets a value indicating whether several agents answer together here: where there are nodes, and in a swarm where there are specialists. Those of a
    /// coordinator are called by it instead.
    /// </summary>
    internal bool IsTogether =>
        !Nodes.IsEmpty || (Pattern == MultiAgentPattern.Swarm && Role != MultiAgentRole.Coordinator && !Specialists.IsEmpty);

    /// <summary>Gets a value indicating whether the blueprint's own agent is asked at all.</summary>
    internal bool AsksOwn => !IsTogether || (Pattern == MultiAgentPattern.Graph ? Role == MultiAgentRole.Coordinator : Nodes.IsEmpty);

    /// <summary>Gets what this agent does; <see cref="MultiAgentRole.Standalone"/> by default.</summary>
    public MultiAgentRole Role { get; init; } = MultiAgentRole.Standalone;

    /// <summary>Gets how they work together; <see cref="MultiAgentPattern.Swarm"/> by default.</summary>
    public MultiAgentPattern Pattern { get; init; } = MultiAgentPattern.Swarm;

    /// <summary>Gets how many seconds all may take together, at least 1; 90 by default.</summary>
    public int ExecutionTimeout { get; init; } = 90;

    /// <summary>Gets how many seconds one node may take, at least 1; 30 by default.</summary>
    public int NodeTimeout { get; init; } = 30;

    /// <summary>Gets how often they may hand over, at least 1; 20 by default.</summary>
    public int MaxHandoffs { get; init; } = 20;

    /// <summary>Gets how many rounds there may be, at least 1; 20 by default.</summary>
    public int MaxIterations { get; init; } = 20;

    /// <summary>Gets how many times nodes may run in all; null means without limit.</summary>
    public int? MaxNodeExecutions { get; init; }

    /// <summary>Gets the node that runs first; null leaves it to the framework.</summary>
    public string? EntryPoint { get; init; }

    /// <summary>Gets the nodes of the graph.</summary>
    public ImmutableArray<GraphNode> Nodes { get; init; } = [];

    /// <summary>Gets the edges of the graph.</summary>
    public ImmutableArray<GraphEdge> Edges { get; init; } = [];

    /// <summary>Gets the ids of the blueprints of specialists: those of a swarm, or those that a coordinator calls.</summary>
    public ImmutableArray<string> Specialists { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() =>
        Nodes.IsEmpty ? $"{Role}" : $"{Role}, {Pattern} of {string.Join(", ", Nodes.Select(n => n.NodeId))}";
}
