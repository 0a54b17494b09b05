using System.Collections.Immutable;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Blueprints.Rules;

/// <summary>The rules of the <c>multi_agent</c> block: every name must be that of a node, and every node must be reached and have something to run.</summary>
internal static class GraphRules
{
    private const string Nodes = "multi_agent.nodes";
    private const string Edges = "multi_agent.edges";
    private const string EntryPoint = "multi_agent.entry_point";

    /// <summary>Checks the block.</summary>
    /// <param name="scope">The blueprint.</param>
    public static void Check(RuleScope scope)
    {
        if (scope.Blueprint.MultiAgent is not { } graph)
        {
            return;
        }

        CheckRole(scope, graph);

        // Where an entry of a list is none, the places of those after it are not known.
        if (!scope.IsWhole(Nodes, graph.Nodes.Length) || !scope.IsWhole(Edges, graph.Edges.Length))
        {
            return;
        }

        CheckNodes(scope, graph.Nodes);
        ConditionRules.Check(scope, graph);

        // Where a node's name could not be read, nothing can be said about the names.
        bool areNamesRead = Enumerable.Range(0, graph.Nodes.Length).All(at => scope.IsSound($"{RuleScope.Entry(Nodes, at)}.node_id"));
        bool areNamesKnown = areNamesRead && CheckNames(scope, graph);
        if (graph.Pattern == MultiAgentPattern.Swarm && graph.Edges.Length > 0 && scope.IsSound("multi_agent.pattern"))
        {
            scope.Warn(
                DiagnosticCodes.SettingIgnored, Edges, "A swarm hands over as it likes: 'edges' are followed by 'pattern: graph' only.",
                "Write 'pattern: graph', or delete the edges.");
        }
        else if (graph.Pattern == MultiAgentPattern.Graph && areNamesKnown)
        {
            CheckReach(scope, graph);
        }
    }

    private static void CheckRole(RuleScope scope, MultiAgentBlock graph)
    {
        if (graph is { Specialists.IsEmpty: false, Pattern: MultiAgentPattern.Graph, Role: not MultiAgentRole.Coordinator }
            && scope.IsSound("multi_agent.pattern") && scope.IsSound("multi_agent.role"))
        {
            scope.Warn(
                DiagnosticCodes.SettingIgnored, "multi_agent.specialists",
                "A graph runs its 'nodes' alone: specialists are those of a swarm or of a coordinator.",
                "Put them into 'nodes', or write 'pattern: swarm' or 'role: coordinator'.");
        }

        if (graph is { Role: MultiAgentRole.Coordinator, Pattern: MultiAgentPattern.Swarm, IsTogether: true }
            && !graph.Nodes.Any(n => n.IsRemote) && scope.IsSound("multi_agent.pattern"))
        {
            scope.Warn(
                DiagnosticCodes.SettingIgnored, "multi_agent.role", "A swarm ends with the answer of one of its agents: its coordinator is not asked.",
                "Write 'pattern: graph', or leave 'role' out.");
        }
        else if (graph.Role == MultiAgentRole.Coordinator && !scope.Has(Nodes) && graph.Specialists.IsEmpty)
        {
            scope.Warn(
                DiagnosticCodes.CoordinatorWithoutNodes, "multi_agent.role",
                "The agent is a coordinator, and neither 'nodes' nor 'specialists' names anybody to coordinate.",
                "Add 'nodes' or 'specialists', or write 'role: standalone'.");
        }

        if (graph.Role == MultiAgentRole.Specialist && scope.IsSound("runtime.a2a_port") && scope.Blueprint.Runtime is not { A2aPort: > 0 })
        {
            scope.Warn(
                DiagnosticCodes.SettingIncomplete, "multi_agent.role",
                "A specialist is called over the agent-to-agent server, which 'runtime.a2a_port: 0', the default, leaves off.",
                "Set 'a2a_port' under 'runtime', for example 'a2a_port: 8081'.");
        }
    }

    private static bool CheckNames(RuleScope scope, MultiAgentBlock graph)
    {
        Dictionary<string, int> known = new(StringComparer.Ordinal);
        for (int at = 0; at < graph.Nodes.Length; at++)
        {
            if (!known.TryAdd(graph.Nodes[at].NodeId, at))
            {
                string first = RuleScope.Entry(Nodes, known[graph.Nodes[at].NodeId]);
                scope.Refuse(
                    DiagnosticCodes.NodeDuplicate, $"{RuleScope.Entry(Nodes, at)}.node_id",
                    $"'{first}' has the name '{SecretShapes.Excerpt(graph.Nodes[at].NodeId)}' too.", "Give each node a name of its own.");
            }
        }

        string[] names = [.. known.Keys];
        bool areKnown = IsNode(scope, EntryPoint, graph.EntryPoint, names);
        for (int at = 0; at < graph.Nodes.Length; at++)
        {
            areKnown &= IsNode(scope, $"{RuleScope.Entry(Nodes, at)}.fallback", graph.Nodes[at].Fallback, names);
        }

        for (int at = 0; at < graph.Edges.Length; at++)
        {
            areKnown &= IsNode(scope, $"{RuleScope.Entry(Edges, at)}.from_node", graph.Edges[at].FromNode, names)
                & IsNode(scope, $"{RuleScope.Entry(Edges, at)}.to_node", graph.Edges[at].ToNode, names);
        }

        return areKnown;
    }

    private static bool IsNode(RuleScope scope, string path, string? name, string[] names)
    {
        if (!scope.IsSound(path))
        {
            return false;
        }

        if (name is null || names.Contains(name, StringComparer.Ordinal))
        {
            return true;
        }

        string? near = scope.IsFull ? null : NearestName.Find(name, names);
        scope.Refuse(
            DiagnosticCodes.NodeUnknown,
            path,
            $"'{path}' names '{SecretShapes.Excerpt(name)}', which is no 'node_id' of 'multi_agent.nodes'.",
            near is null ? "Write the 'node_id' of one of the nodes." : $"Did you mean '{SecretShapes.Excerpt(near)}'?");
        return false;
    }

    private static void CheckNodes(RuleScope scope, ImmutableArray<GraphNode> nodes)
    {
        bool isSwarm = scope.Blueprint.MultiAgent!.Pattern == MultiAgentPattern.Swarm && scope.IsSound("multi_agent.pattern");
        for (int at = 0; at < nodes.Length; at++)
        {
            GraphNode node = nodes[at];
            string path = RuleScope.Entry(Nodes, at);
            if (!scope.IsSound(path))
            {
                continue;
            }

            if (isSwarm && (node.Type == GraphNodeType.Gate || node.Fallback is not null))
            {
                scope.Warn(
                    DiagnosticCodes.SettingIgnored, $"{path}.{(node.Fallback is null ? "type" : "fallback")}",
                    "A swarm hands over as it likes: it has no gates, and nobody stands in for another.", "Write 'pattern: graph', or delete it.");
            }

            if (node is { Type: GraphNodeType.Gate, TripCondition: null })
            {
                scope.Warn(
                    DiagnosticCodes.SettingIncomplete, $"{path}.type", "A gate decides by its 'trip_condition', and has none.",
                    "Add 'trip_condition', for example 'trip_condition: score > 0.8'.");
            }
            else if (node is { Type: GraphNodeType.Agent, IsRuntime: true })
            {
                scope.Warn(
                    DiagnosticCodes.SettingNotApplied, $"{path}.node_id",
                    $"'{path}' runs in an AgentCore runtime, and none is called from here: {(node.IsA2a ? "its 'a2a_url' is asked." : "no run is started.")}",
                    node.IsA2a
                        ? "Delete 'runtime_arn'."
                        : "Name its address by 'a2a_url', or a blueprint by 'agent_ref' alone, or run the graph where the framework does.");
            }
            else if (node.IsA2a)
            {
                CheckAddress(scope, node, path);
            }
            else if (node is { Type: GraphNodeType.Agent, AgentRef: null })
            {
                scope.Warn(
                    DiagnosticCodes.SettingIncomplete, $"{path}.node_id", $"'{path}' names nothing that it could run.",
                    "Add 'agent_ref', or the address of a remote agent.");
            }
        }
    }

    private static void CheckAddress(RuleScope scope, GraphNode node, string path)
    {
        string key = $"{path}.a2a_url";
        if (node.A2aUrl is not { } text || !scope.IsSound(key))
        {
            return;
        }

        Checked<Uri> address = EndpointAddress.Read(text);
        foreach (Diagnostic found in address.Diagnostics)
        {
            scope.Refuse(
                DiagnosticCodes.BaseUrlInvalid, key, found.Message.Replace("the base URL", "The address of the agent", StringComparison.Ordinal),
                "Write an address such as https://agents.example.com, and name the variables of its headers in 'a2a_headers_env'.");
        }

        if (address.Value is { } read && EndpointAddress.IsUnencrypted(read) && node.A2aHeaderVariables.Count > 0)
        {
            scope.Warn(
                DiagnosticCodes.UnencryptedAuthentication, key,
                $"The headers would cross the network to {read.Host} in clear text, so calls are refused.", "Write https.");
        }
    }

    private static void CheckReach(RuleScope scope, MultiAgentBlock graph)
    {
        if (graph.EntryPoint is null)
        {
            return;
        }

        ILookup<string, string> next = graph.Edges.Select(e => (e.FromNode, e.ToNode))
            .Concat(graph.Nodes.Where(n => n.Fallback is not null).Select(n => (n.NodeId, n.Fallback!)))
            .ToLookup(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);
        HashSet<string> reached = new(StringComparer.Ordinal) { graph.EntryPoint };
        Queue<string> toVisit = new(reached);
        while (toVisit.TryDequeue(out string? node))
        {
            foreach (string other in next[node].Where(reached.Add))
            {
                toVisit.Enqueue(other);
            }
        }

        for (int at = 0; at < graph.Nodes.Length; at++)
        {
            if (!reached.Contains(graph.Nodes[at].NodeId))
            {
                string name = SecretShapes.Excerpt(graph.Nodes[at].NodeId);
                scope.Warn(
                    DiagnosticCodes.NodeUnreachable, $"{RuleScope.Entry(Nodes, at)}.node_id",
                    $"No edge leads from the entry point to '{name}', so it never runs.", "Add an edge to it, or delete it.");
            }
        }
    }
}
