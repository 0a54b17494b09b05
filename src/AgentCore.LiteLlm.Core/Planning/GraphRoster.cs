using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conditions;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Planning;

/// <summary>The blueprints of agents that answer together, found by their ids, before any of them is planned.</summary>
internal sealed class GraphRoster
{
    private readonly AgentBlueprint _blueprint;
    private readonly CallOptions _options;
    private readonly ImmutableArray<AgentSeat> _seats;
    private readonly Dictionary<string, AgentBlueprint> _blueprints;
    private readonly Dictionary<string, PlannedRemote> _remotes;

    private GraphRoster(
        AgentBlueprint blueprint, CallOptions options, ImmutableArray<AgentSeat> seats, Dictionary<string, AgentBlueprint> blueprints,
        Dictionary<string, PlannedRemote> remotes)
    {
        _remotes = remotes;
        _blueprint = blueprint;
        _options = options;
        _seats = seats;
        _blueprints = blueprints;
    }

    /// <summary>Gets the blueprints to plan, each once.</summary>
    public IEnumerable<AgentBlueprint> Blueprints => _blueprints.Values;

    /// <summary>Gets what is set for their calls: what the caller sets, but for what is meant for the one agent that he names.</summary>
    public CallOptions MemberOptions => _options with
    {
        System = null,
        Prompt = null,
        Output = null,
        Above = _options.Above.Add(_blueprint.Id),
    };

    private MultiAgentBlock Block => _blueprint.MultiAgent!;

    /// <summary>Finds the agents that a blueprint puts together.</summary>
    /// <param name="model">The model of the blueprint.</param>
    /// <param name="options">What the caller sets, his own agents among it.</param>
    /// <param name="variables">Where variables are looked up.</param>
    /// <returns>The agents; null where the blueprint's agent runs alone. An agent that is not there is an error.</returns>
    public static Checked<GraphRoster>? Find(ResolvedModel model, CallOptions options, IVariables variables)
    {
        AgentBlueprint blueprint = model.Blueprint;
        if (blueprint.MultiAgent is not { IsTogether: true } block)
        {
            return null;
        }

        Findings findings = blueprint.StartFindings();
        Dictionary<string, PlannedRemote> remotes = FindRemotes(block, model, options, variables, findings);
        ImmutableArray<AgentSeat> seats = AgentSeat.Of(blueprint);
        Dictionary<string, AgentBlueprint> found = new(StringComparer.Ordinal);
        BlueprintFolder? folder = BlueprintFolder.Of(blueprint.Path);
        foreach (AgentSeat seat in seats.Where(s => !s.IsOwn && !found.ContainsKey(s.Agent)))
        {
            if (AgentSearch.Find(seat, blueprint, options, folder, findings) is { } agent)
            {
                found.Add(seat.Agent, agent);
            }
        }

        if (seats.IsEmpty && remotes.Count == 0 && !findings.HasErrors)
        {
            findings.Error(
                DiagnosticCodes.SettingIncomplete, "multi_agent.nodes",
                "'nodes' names no agent that could answer; nothing was sent.", "Add one with 'agent_ref'.");
        }

        return findings.ToChecked(new GraphRoster(blueprint, options, seats, found, remotes));
    }

    /// <summary>Puts the plans together.</summary>
    /// <param name="own">The plan of the agent that puts the others together.</param>
    /// <param name="members">The plans of the others, in the order of <see cref="Blueprints"/>.</param>
    /// <returns>The plan of all, and every reason against it.</returns>
    public Checked<ChatPlan> Join(Checked<ChatPlan> own, ImmutableArray<Checked<ChatPlan>> members)
    {
        Findings findings = _blueprint.StartFindings();
        AgentSearch.Collect(own, members, findings);
        if (!own.IsUsable || members.Any(m => !m.IsUsable))
        {
            return findings.ToChecked<ChatPlan>(null);
        }

        Dictionary<string, ChatPlan> plans = _blueprints.Keys.Zip(members, (id, plan) => (id, plan.Value!)).ToDictionary(StringComparer.Ordinal);
        PlannedGraph graph = ToGraph(own.Value!, plans);
        ReportUnasked(graph, findings);
        ChatPlan together = own.Value!.With(graph);
        together.CheckHandOff(findings);
        return findings.ToChecked(together);
    }

    private static Dictionary<string, PlannedRemote> FindRemotes(
        MultiAgentBlock block, ResolvedModel model, CallOptions options, IVariables variables, Findings findings)
    {
        Dictionary<string, PlannedRemote> remotes = new(StringComparer.Ordinal);
        for (int at = 0; at < block.Nodes.Length; at++)
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"multi_agent.nodes[{at}]");
            GraphNode node = block.Nodes[at];
            if (node.IsA2a)
            {
                if (PlannedRemote.Find(node, path, model, options, variables, findings) is { } remote)
                {
                    remotes[node.NodeId] = remote;
                }
            }
            else if (node is { Type: GraphNodeType.Agent, IsRemote: true })
            {
                findings.Error(
                    DiagnosticCodes.SettingNotApplied, $"{path}.node_id",
                    $"'{SecretShapes.Excerpt(node.NodeId)}' runs in an AgentCore runtime, and none is called from here; nothing was sent.",
                    "Name its address by 'a2a_url', or a blueprint by 'agent_ref' alone, or run the graph where the framework does.");
            }
            else if (node is { Type: GraphNodeType.Agent, AgentRef: null })
            {
                findings.Error(
                    DiagnosticCodes.SettingIncomplete, $"{path}.node_id",
                    $"'{SecretShapes.Excerpt(node.NodeId)}' names nothing that it could run; nothing was sent.", "Add 'agent_ref' or 'a2a_url'.");
            }
        }

        return remotes;
    }

    private PlannedGraph ToGraph(ChatPlan own, Dictionary<string, ChatPlan> plans)
    {
        bool isSwarm = Block.Pattern == MultiAgentPattern.Swarm;
        IEnumerable<PlannedNode> seats = _seats.Select(s => new PlannedNode(s.Node, s.IsOwn ? own : plans[s.Agent]) { IsOwn = s.IsOwn });
        IEnumerable<PlannedNode> nodes = isSwarm
            ? [.. ToNodes(Block.Nodes.Where(n => n.Type == GraphNodeType.Agent), plans), .. seats.Where(s => Block.Nodes.All(n => n.NodeId != s.Id))]
            : ToNodes(Block.Nodes, plans);
        ImmutableArray<PlannedNode> all = [.. nodes];
        string entry = Block.EntryPoint is { } named && all.Any(n => n.Id == named) ? named : all[0].Id;
        return new PlannedGraph(all, isSwarm ? [] : [.. Block.Edges.Select(ToEdge)], entry)
        {
            Agent = _blueprint.Id,
            IsSwarm = isSwarm,
            HasCoordinator = !isSwarm && Block.Role == MultiAgentRole.Coordinator,
            Limits = new GraphLimits
            {
                MaxRounds = Block.MaxIterations,
                MaxExecutions = Block.MaxNodeExecutions,
                MaxHandoffs = Block.MaxHandoffs,
                NodeTime = TimeSpan.FromSeconds(Block.NodeTimeout),
                TotalTime = TimeSpan.FromSeconds(Block.ExecutionTimeout),
                MaxTokens = _options.MaxTokens,
                MaxCost = _options.MaxCost,
            },
        };
    }

    private IEnumerable<PlannedNode> ToNodes(IEnumerable<GraphNode> nodes, Dictionary<string, ChatPlan> plans) => nodes.Select(n =>
        n.Type == GraphNodeType.Gate ? new PlannedNode(n.NodeId, null) { Trip = ToCondition(n.TripCondition), Fallback = n.Fallback }
        : _remotes.TryGetValue(n.NodeId, out PlannedRemote? remote) ? new PlannedNode(n.NodeId, null) { Remote = remote, Fallback = n.Fallback }
        : new PlannedNode(n.NodeId, plans[n.AgentRef!]) { Fallback = n.Fallback });

    private static AgentEdge ToEdge(GraphEdge edge) => new(edge.FromNode, edge.ToNode, ToCondition(edge.Condition));

    // What is no condition rules the blueprint out.
    private static GraphCondition? ToCondition(string? text) => text is null ? null : ConditionReader.Read(text, out _);

    // What is set for the one agent that the caller names is for nobody where that agent does not answer.
    private void ReportUnasked(PlannedGraph graph, Findings findings)
    {
        string? given = _options.System is { Length: > 0 } && !graph.AsksOwn ? "The system message"
            : _options.Output is not null && !graph.HasCoordinator ? "The schema of the answer"
            : null;
        if (given is not null && _options.Above.IsEmpty)
        {
            findings.Warn(
                DiagnosticCodes.SettingIgnored, "multi_agent.role",
                $"{given} that is given goes to nobody: the agents of the graph answer, each with its own, and '{_blueprint.Id}' is not asked.",
                "Write 'role: coordinator' and 'pattern: graph', so that it is asked in the end, or set it in the blueprint of the agent that answers last.");
        }
    }
}
