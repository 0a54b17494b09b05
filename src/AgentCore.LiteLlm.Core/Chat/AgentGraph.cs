using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Chat;

/// <summary>Agents that answer together: by a graph, whose edges say who comes next, or as a swarm, who hand over to each other.</summary>
internal sealed class AgentGraph
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

    // What is asked for in every round is put in order once.
    private Dictionary<string, int> Places => field ??= Nodes.Index().ToDictionary(n => n.Item.Id, n => n.Index, StringComparer.Ordinal);

    private ILookup<string, AgentEdge> Leaving => field ??= Edges.ToLookup(e => e.From, StringComparer.Ordinal);

    private ILookup<string, AgentEdge> Arriving => field ??= Edges.ToLookup(e => e.To, StringComparer.Ordinal);

    /// <summary>Makes the same graph with other requests of its agents.</summary>
    /// <param name="change">Makes the request of one of another.</param>
    public AgentGraph With(Func<ChatRequest, ChatRequest> change) => new()
    {
        Agent = Agent,
        IsSwarm = IsSwarm,
        Nodes = [.. Nodes.Select(n => n is AgentNode.Member member ? member with { Request = change(member.Request) } : n)],
        Edges = Edges,
        Entry = Entry,
        HasCoordinator = HasCoordinator,
        Limits = Limits,
    };

    /// <summary>Finds a node.</summary>
    /// <param name="id">Its name.</param>
    public AgentNode Find(string id) => Nodes[Places[id]];

    /// <summary>Puts names of nodes into the order of the blueprint.</summary>
    /// <param name="ids">The names.</param>
    public IEnumerable<string> Order(IEnumerable<string> ids) => ids.OrderBy(id => Places[id]);

    /// <summary>Gives the edges that leave a node, in the order of the blueprint.</summary>
    /// <param name="id">Its name.</param>
    public IEnumerable<AgentEdge> EdgesFrom(string id) => Leaving[id];

    /// <summary>Gives the edges that lead to a node, in the order of the blueprint.</summary>
    /// <param name="id">Its name.</param>
    public IEnumerable<AgentEdge> EdgesTo(string id) => Arriving[id];
}
