using System.Collections.Immutable;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Planning;

/// <summary>Agents that answer together, each with a plan of its own.</summary>
/// <param name="Nodes">The nodes, in the order of the blueprint.</param>
/// <param name="Edges">The edges, in the order of the blueprint.</param>
/// <param name="Entry">The node that runs first.</param>
internal sealed record PlannedGraph(ImmutableArray<PlannedNode> Nodes, ImmutableArray<AgentEdge> Edges, string Entry)
{
    /// <summary>Gets the id of the blueprint that puts them together.</summary>
    public required string Agent { get; init; }

    /// <summary>Gets a value indicating whether they hand over to each other.</summary>
    public bool IsSwarm { get; init; }

    /// <summary>Gets a value indicating whether the agent that puts them together answers in the end.</summary>
    public bool HasCoordinator { get; init; }

    /// <summary>Gets what ends a run that does not end by itself.</summary>
    public GraphLimits Limits { get; init; } = new();

    /// <summary>Gets a value indicating whether the agent that puts them together is asked at all.</summary>
    public bool AsksOwn => HasCoordinator || Nodes.Any(n => n.IsOwn);

    /// <summary>Gets the plans of the others.</summary>
    public IEnumerable<ChatPlan> Members => Nodes.Where(n => !n.IsOwn).Select(n => n.Plan).OfType<ChatPlan>();

    /// <summary>Makes the graph of a request.</summary>
    /// <param name="freeze">Makes the request of an agent, but for what is said to it.</param>
    public AgentGraph Freeze(Func<PlannedNode, ChatRequest> freeze) => new()
    {
        Agent = Agent,
        IsSwarm = IsSwarm,
        HasCoordinator = HasCoordinator,
        Nodes = [.. Nodes.Select(n => ToNode(n, freeze))],
        Edges = Edges,
        Entry = Entry,
        Limits = Limits,
    };

    private static AgentNode ToNode(PlannedNode node, Func<PlannedNode, ChatRequest> freeze)
    {
        if (node.Remote is not null)
        {
            return new AgentNode.Member(node.Id, node.Id, "", freeze(node)) { Fallback = node.Fallback };
        }

        if (node.Plan is not { } plan)
        {
            return new AgentNode.Gate(node.Id, node.Trip) { Fallback = node.Fallback };
        }

        AgentBlueprint blueprint = plan.Model.Blueprint;
        string description = blueprint.Description.Length > 0 ? blueprint.Description : blueprint.Name;
        return new AgentNode.Member(node.Id, blueprint.Id, description, freeze(node)) { Fallback = node.Fallback };
    }
}
