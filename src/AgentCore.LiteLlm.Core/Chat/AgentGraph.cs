using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Chat;

/// <summary>Agents that answer together: by a graph, whose edges say who comes next, or as a swarm, who hand over to each other.</summary>
internal sealed record AgentGraph
{
    /// <summary>The name of the tool by which agents of a swarm hand over.</summary>
    public const string HandOffTool = "handoff_to_agent";

    /// <summary>Gets the id of the blueprint that puts them together.</summary>
    public required string Agent { get; init; }

    /// <summary>Gets a value indicating whether they hand over to each other, rather than follow edges.</summary>
    public bool IsSwarm { get; init; }

    /// <summary>Gets the nodes, in the order of the blueprint; at least one.</summary>
    public required ImmutableArray<AgentNode> Nodes { get; init; }

    /// <summary>Gets the edges, in the order of the blueprint.</summary>
    public ImmutableArray<AgentEdge> Edges { get; init; } = [];

    /// <summary>Gets the node that runs first.</summary>
    public required string Entry { get; init; }

    /// <summary>Gets a value indicating whether the agent that puts them together answers in the end, from what they came to.</summary>
    public bool HasCoordinator { get; init; }

    /// <summary>Gets what ends a run that does not end by itself.</summary>
    public GraphLimits Limits { get; init; } = new();

    /// <summary>Finds a node.</summary>
    /// <param name="id">Its name.</param>
    public AgentNode Find(string id) => Nodes.First(n => n.Id == id);
}
