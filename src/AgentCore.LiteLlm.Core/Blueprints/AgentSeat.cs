using System.Collections.Immutable;
using System.Globalization;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>A place among the agents that a blueprint puts together.</summary>
/// <param name="Node">Its name among them.</param>
/// <param name="Agent">The id of the blueprint that takes it.</param>
/// <param name="Path">Where the blueprint says so.</param>
internal sealed record AgentSeat(string Node, string Agent, string Path)
{
    /// <summary>Gets a value indicating whether the agent that puts them together takes it itself.</summary>
    public bool IsOwn { get; private init; }

    /// <summary>Finds the places of a blueprint.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <returns>The places in the order in which they are declared; none where the agent runs alone. Gates and remote nodes are none.</returns>
    public static ImmutableArray<AgentSeat> Of(AgentBlueprint blueprint)
    {
        if (blueprint.MultiAgent is not { IsTogether: true } block)
        {
            return [];
        }

        List<AgentSeat> seats = [];
        for (int at = 0; at < block.Nodes.Length; at++)
        {
            if (block.Nodes[at] is { Type: GraphNodeType.Agent, IsRemote: false, AgentRef: { } agent } node)
            {
                seats.Add(new(node.NodeId, agent, string.Create(CultureInfo.InvariantCulture, $"multi_agent.nodes[{at}].agent_ref")));
            }
        }

        if (block.Pattern == MultiAgentPattern.Swarm)
        {
            if (block.Nodes.IsEmpty)
            {
                seats.Add(new(blueprint.Id, blueprint.Id, "id") { IsOwn = true });
            }

            for (int at = 0; at < block.Specialists.Length; at++)
            {
                string agent = block.Specialists[at];
                if (seats.TrueForAll(s => s.Node != agent && s.Agent != agent))
                {
                    seats.Add(new(agent, agent, string.Create(CultureInfo.InvariantCulture, $"multi_agent.specialists[{at}]")));
                }
            }
        }

        return [.. seats];
    }

    /// <summary>Finds those that the blueprint's own agent calls as tools.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <returns>A coordinator's specialists in the order in which they are declared; none where these answer as a swarm.</returns>
    public static ImmutableArray<AgentSeat> CalledBy(AgentBlueprint blueprint) =>
        blueprint.MultiAgent is { Role: MultiAgentRole.Coordinator, AsksOwn: true } block
            ? [.. block.Specialists.Distinct(StringComparer.Ordinal).Select((agent, at) =>
                new AgentSeat(agent, agent, string.Create(CultureInfo.InvariantCulture, $"multi_agent.specialists[{at}]")))]
            : [];
}
