using AgentCore.LiteLlm.Conditions;
using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Blueprints.Rules;

/// <summary>The rules of the conditions of a graph: each must be one, able to hold, and not the contrary of the gate that it follows.</summary>
internal static class ConditionRules
{
    /// <summary>Checks the conditions.</summary>
    /// <param name="scope">The blueprint.</param>
    /// <param name="graph">Its block.</param>
    public static void Check(RuleScope scope, MultiAgentBlock graph)
    {
        Dictionary<string, GraphCondition> gates = new(StringComparer.Ordinal);
        for (int at = 0; at < graph.Nodes.Length; at++)
        {
            GraphNode node = graph.Nodes[at];
            if (Read(scope, $"{RuleScope.Entry("multi_agent.nodes", at)}.trip_condition", node.TripCondition) is { } trip && node.Type == GraphNodeType.Gate)
            {
                gates[node.NodeId] = trip;
            }
        }

        for (int at = 0; at < graph.Edges.Length; at++)
        {
            GraphEdge edge = graph.Edges[at];
            string path = $"{RuleScope.Entry("multi_agent.edges", at)}.condition";
            if (Read(scope, path, edge.Condition) is { } condition
                && gates.TryGetValue(edge.FromNode, out GraphCondition? trip) && trip.IsOppositeOf(condition))
            {
                scope.Warn(
                    DiagnosticCodes.GateContradicted, path,
                    $"The gate is passed where '{trip}' holds, and then this edge is never taken: its condition is the contrary.",
                    "A gate leads to its 'fallback' where 'trip_condition' does not hold: write there what must hold to pass, and leave the edge without one.");
            }
        }
    }

    private static GraphCondition? Read(RuleScope scope, string path, string? text)
    {
        if (text is null || !scope.IsSound(path))
        {
            return null;
        }

        GraphCondition? condition = ConditionReader.Read(text, out ConditionProblem? problem);
        if (problem is not null)
        {
            scope.RefuseIn(DiagnosticCodes.ConditionInvalid, path, text, problem.Offset, $"This is no condition: {problem.Message}.", problem.Suggestion);
        }
        else if (condition!.IsHopeless)
        {
            scope.Warn(
                DiagnosticCodes.SettingIgnored, path, "Nothing compares with 'none': a field that is missing or null makes every condition false.",
                "Compare with a value that the field has, or leave the edge without a condition.");
        }

        return condition;
    }
}
