using System.Collections.Immutable;
using AgentCore.LiteLlm.Blueprints;

namespace AgentCore.LiteLlm.Diagrams;

/// <summary>The agents that a blueprint puts together, as a graph to look at.</summary>
public sealed record BlueprintGraph
{
    private BlueprintGraph(AgentBlueprint blueprint, MultiAgentBlock block)
    {
        Agent = blueprint.Id;
        Pattern = block.Pattern;
        Role = block.Role;
    }

    /// <summary>Gets the id of the blueprint.</summary>
    public string Agent { get; }

    /// <summary>Gets how they work together.</summary>
    public MultiAgentPattern Pattern { get; }

    /// <summary>Gets what the blueprint's own agent does.</summary>
    public MultiAgentRole Role { get; }

    /// <summary>Gets the nodes, in the order in which they are declared.</summary>
    public ImmutableArray<AgentGraphNode> Nodes { get; private init; } = [];

    /// <summary>
    /// Gets the edges, in the order in which they are declared, and after them those that lead to a coordinator, and from it to those that it calls; none in
    /// a swarm, whose agents hand over to any other.
    /// </summary>
    public ImmutableArray<AgentGraphEdge> Edges { get; private init; } = [];

    /// <summary>Gets a value indicating whether each agent can hand over to any other.</summary>
    internal bool IsSwarm => Pattern == MultiAgentPattern.Swarm && !Nodes.Any(n => n.Kind == AgentGraphNodeKind.Coordinator);

    /// <summary>Reads the graph of a blueprint.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <returns>The graph; null where the blueprint's agent runs alone.</returns>
    public static BlueprintGraph? Of(AgentBlueprint blueprint)
    {
        if (blueprint.MultiAgent is not { } block)
        {
            return null;
        }

        if (!block.IsTogether)
        {
            AgentGraphNode own = new(blueprint.Id, AgentGraphNodeKind.Coordinator) { Agent = blueprint.Id, Layer = 1, IsEntry = true };
            return AddCalled(new BlueprintGraph(blueprint, block) { Nodes = [own] }, blueprint) is { Edges.Length: > 0 } calling ? calling : null;
        }

        bool isSwarm = block.Pattern == MultiAgentPattern.Swarm;
        List<AgentGraphNode> nodes = [.. block.Nodes.Where(n => !isSwarm || n.Type == GraphNodeType.Agent).Select(ToNode)];
        if (isSwarm)
        {
            nodes.AddRange(AgentSeat.Of(blueprint).Where(s => nodes.TrueForAll(n => n.NodeId != s.Node))
                .Select(s => new AgentGraphNode(s.Node, AgentGraphNodeKind.Agent) { Agent = s.Agent }));
        }

        if (nodes.Count == 0)
        {
            return null;
        }

        string entry = nodes.Exists(n => n.NodeId == block.EntryPoint) ? block.EntryPoint! : nodes[0].NodeId;
        AgentGraphEdge[] edges = isSwarm ? [] : [.. EdgesOf(block)];
        Dictionary<string, int> layers = isSwarm ? nodes.ToDictionary(n => n.NodeId, _ => 1) : FindLayers(entry, edges);
        ImmutableArray<AgentGraphNode> all =
            [.. nodes.Select(n => n with { Layer = layers.GetValueOrDefault(n.NodeId), IsEntry = n.NodeId == entry })];
        if (!isSwarm && block.Role == MultiAgentRole.Coordinator)
        {
            all = all.Add(new AgentGraphNode(blueprint.Id, AgentGraphNodeKind.Coordinator) { Agent = blueprint.Id, Layer = layers.Values.Max() + 1 });
        }

        BlueprintGraph graph = new(blueprint, block)
        {
            Nodes = all,
            Edges = AddEnds(all, [.. edges.Select(e => e with
            {
                IsBack = layers.TryGetValue(e.From, out int from) && layers.TryGetValue(e.To, out int to) && to <= from,
            })]),
        };
        return AddCalled(graph, blueprint);
    }

    // Behind the coordinator stand those that it calls as tools, under a name of their own where a node of the graph has theirs.
    private static BlueprintGraph AddCalled(BlueprintGraph graph, AgentBlueprint blueprint)
    {
        if (graph.Nodes is not [.., { Kind: AgentGraphNodeKind.Coordinator } caller])
        {
            return graph;
        }

        AgentGraphNode[] called = [.. AgentSeat.CalledBy(blueprint).Select(s => new AgentGraphNode(
            graph.Nodes.Any(n => n.NodeId == s.Node) ? $"{s.Node} (tool)" : s.Node, AgentGraphNodeKind.Agent) { Agent = s.Agent, Layer = caller.Layer + 1 })];
        return graph with
        {
            Nodes = [.. graph.Nodes, .. called],
            Edges = [.. graph.Edges, .. called.Select(n => new AgentGraphEdge(caller.NodeId, n.NodeId) { IsCall = true })],
        };
    }

    // Where a way ends the coordinator answers: behind what nothing follows, and where a gate is not passed and says nothing of it.
    private static ImmutableArray<AgentGraphEdge> AddEnds(ImmutableArray<AgentGraphNode> nodes, ImmutableArray<AgentGraphEdge> edges) =>
        nodes is not [.. var others, { Kind: AgentGraphNodeKind.Coordinator } last] ? edges :
        [
            .. edges,
            .. others.Where(n => n.Layer > 0 && !edges.Any(e => e.From == n.NodeId && !e.IsBack)).Select(n => new AgentGraphEdge(n.NodeId, last.NodeId)),
            .. others.Where(n => n is { Layer: > 0, Kind: AgentGraphNodeKind.Gate, Fallback: null } && edges.Any(e => e.From == n.NodeId && !e.IsBack))
                .Select(n => new AgentGraphEdge(n.NodeId, last.NodeId) { IsFallback = true }),
        ];

    /// <summary>Draws the graph.</summary>
    /// <param name="format">As what.</param>
    public string Draw(DiagramFormat format) => format switch
    {
        DiagramFormat.Mermaid => MermaidDiagram.Write(this),
        DiagramFormat.Dot => DotDiagram.Write(this),
        _ => TextDiagram.Write(this),
    };

    /// <inheritdoc/>
    public override string ToString() => TextDiagram.Write(this);

    private static AgentGraphNode ToNode(GraphNode node) => new(
        node.NodeId,
        node.Type == GraphNodeType.Gate ? AgentGraphNodeKind.Gate : node.IsRemote ? AgentGraphNodeKind.Remote : AgentGraphNodeKind.Agent)
    {
        Agent = node.AgentRef,
        Condition = node.Type == GraphNodeType.Gate ? node.TripCondition : null,
        Fallback = node.Fallback,
    };

    private static IEnumerable<AgentGraphEdge> EdgesOf(MultiAgentBlock block) => block.Nodes.SelectMany(n => block.Edges
        .Where(e => e.FromNode == n.NodeId)
        .Select(e => new AgentGraphEdge(e.FromNode, e.ToNode) { Condition = e.Condition })
        .Concat(n.Fallback is { } fallback ? [new AgentGraphEdge(n.NodeId, fallback) { IsFallback = true }] : []));

    // The longest way to each node, edges that lead back left aside; without recursion, since a chain may be as long as a file.
    private static Dictionary<string, int> FindLayers(string entry, AgentGraphEdge[] edges)
    {
        ILookup<string, string> next = edges.ToLookup(e => e.From, e => e.To, StringComparer.Ordinal);
        List<string> left = [];
        HashSet<string> seen = new(StringComparer.Ordinal) { entry };
        HashSet<string> onWay = new(StringComparer.Ordinal);
        HashSet<(string From, string To)> back = [];
        Stack<(string Node, Queue<string> Open)> way = new();
        way.Push((entry, new(next[entry])));
        onWay.Add(entry);
        while (way.TryPeek(out (string Node, Queue<string> Open) at))
        {
            if (!at.Open.TryDequeue(out string? to))
            {
                way.Pop();
                onWay.Remove(at.Node);
                left.Add(at.Node);
            }
            else if (onWay.Contains(to))
            {
                back.Add((at.Node, to));
            }
            else if (seen.Add(to))
            {
                onWay.Add(to);
                way.Push((to, new(next[to])));
            }
        }

        Dictionary<string, int> layers = new(StringComparer.Ordinal) { [entry] = 1 };
        foreach (string node in Enumerable.Reverse(left))
        {
            foreach (string to in next[node].Where(to => !back.Contains((node, to))))
            {
                layers[to] = Math.Max(layers.GetValueOrDefault(to), layers[node] + 1);
            }
        }

        return layers;
    }
}
