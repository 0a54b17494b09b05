using System.Collections.Immutable;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conditions;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Protection;

namespace AgentCore.LiteLlm.Graphs;

/// <summary>What a run of several agents has come to so far: their steps, what they used and said, and whether they may go on.</summary>
internal sealed class GraphRun
{
    // A timer may fire a little early.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(20);

    private readonly ChatRequest _request;
    private readonly AgentGraph _graph;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly TimeSpan _limit;
    private readonly Budget _budget;
    private readonly Dictionary<string, ImmutableArray<ChatMessage>> _said = new(StringComparer.Ordinal);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly List<string> _warnings = [];
    private readonly List<AgentStep> _steps = [];
    private ProtectionReport? _protection;
    private Spent _spent = Spent.Nothing;
    private AgentReply? _last;

    public GraphRun(ChatRequest request, AgentGraph graph, TimeProvider time)
    {
        _request = request;
        _graph = graph;
        _time = time;
        _start = time.GetTimestamp();
        _limit = GraphEnd.Limit(request, graph);
        _budget = request.Budget ?? new Budget(graph.Limits.MaxTokens, graph.Limits.MaxCost);
    }

    private ChatMessage Task => _request.Messages[^1];

    private TimeSpan Left => _limit - Elapsed;

    // Earlier processes may have taken some of the time.
    private TimeSpan Elapsed => (_request.Resumed?.Elapsed ?? TimeSpan.Zero) + _time.GetElapsedTime(_start);

    /// <summary>Gets a value indicating whether somebody keeps what the run comes to.</summary>
    public bool IsKept => _request.IsKept;

    /// <summary>Says how many rounds are over, for whoever keeps the run.</summary>
    /// <param name="rounds">So many.</param>
    public ChatEvent.Reached ToProgress(int rounds) => new(new RunProgress { Messages = _request.Messages, Rounds = rounds });

    /// <summary>Finds what a run of a node came to in an earlier process.</summary>
    /// <param name="turn">The run.</param>
    /// <returns>What it came to; null where it is still to come to something.</returns>
    public NodeResult? FindKnown(NodeTurn turn) => _request.Resumed?.Runs.GetValueOrDefault(turn.Request.RunPath) is { } known
        ? NodeResult.Of(turn, known.Reply, known.Failure, known.Reply?.Duration ?? known.Failure?.Duration ?? TimeSpan.Zero) with { IsKnown = true }
        : null;

    /// <summary>Makes the run of a node of a graph.</summary>
    /// <param name="start">The node.</param>
    /// <param name="progress">How far the graph has come.</param>
    public NodeTurn ToTurn(NodeStart start, GraphProgress progress)
    {
        AgentNode.Member node = (AgentNode.Member)_graph.Find(start.Node);
        ImmutableArray<ChatMessage> before = _said.TryGetValue(node.Id, out ImmutableArray<ChatMessage> said) ? said : Before(node);
        ChatMessage next = NodeInput.Of(Task, [.. start.Inputs.Select(i => progress.Results[i])]);
        return Bind(node.Id, node.Agent, node.Request with { Messages = before.Add(next) }, progress.Round, start.Inputs, _graph.Limits.NodeTime);
    }

    /// <summary>Makes the run of the node whose turn it is in a swarm. Each begins anew: what it needs was handed over.</summary>
    /// <param name="progress">How far the swarm has come.</param>
    public NodeTurn ToTurn(SwarmProgress progress)
    {
        AgentNode.Member node = (AgentNode.Member)_graph.Find(progress.Node);
        string[] others = [.. _graph.Nodes.Select(n => n.Id).Where(n => n != node.Id)];

        // A simulated model calls every tool there is: it would hand over for ever.
        bool isOver = others.Length == 0 || node.Request.Remote is not null
            || (_request.Mode == ExecutionMode.Simulation && others.All(o => progress.Order.Contains(o)));
        string[] ordered = [.. others.OrderBy(o => progress.Order.Contains(o))];
        ChatRequest asked = node.Request with
        {
            Messages = Before(node).Add(SwarmInput.Of(Task, _graph, progress)),
            Tools = isOver ? node.Request.Tools : node.Request.Tools.Add(HandOff.ToTool(ordered)),
            Loop = node.Request.Loop ?? (node.Request.Remote is null ? new LoopLimits() : null),
        };
        ImmutableArray<string> inputs = progress.Order.Length > 1 ? [progress.Order[^2]] : [];
        return Bind(node.Id, node.Agent, asked, progress.Order.Length, inputs, _graph.Limits.NodeTime);
    }

    /// <summary>Makes the run of the agent that put the others together.</summary>
    /// <param name="progress">What they came to.</param>
    public NodeTurn ToCoordinator(GraphProgress progress)
    {
        NodeResult[] results = [.. _graph.Nodes.Where(n => progress.Results.ContainsKey(n.Id)).Select(n => progress.Results[n.Id])];
        ChatMessage next = NodeInput.ForCoordinator(Task, [.. results]);
        ChatRequest asked = _request with { Graph = null, Messages = _request.Messages.SetItem(_request.Messages.Length - 1, next) };
        return Bind(_graph.Agent, _graph.Agent, asked, progress.Round + 1, [.. results.Select(r => r.Node)], null);
    }

    /// <summary>Takes in what a node came to.</summary>
    /// <param name="turn">The run.</param>
    /// <param name="result">What it came to.</param>
    /// <returns>The steps to tell of: its turn, where nobody told of it, and the node itself.</returns>
    public ImmutableArray<AgentStep> Add(NodeTurn turn, NodeResult result)
    {
        Spent spent = result.Spent;
        _spent = _spent.Add(spent);
        if (result.IsKnown || turn.IsOneTurn)
        {
            _budget.Add(spent);
        }

        if (result.Reply is { } reply)
        {
            _said[turn.Node] = reply.Messages;
            _warnings.AddRange(reply.Warnings.Except(_warnings));
            _protection = ProtectionReport.Merge(_protection, reply.Protection);
            _last = reply;
        }

        ImmutableArray<AgentStep> inner = result.StepsOf(turn, out AgentStep? only);
        AgentStep step = new()
        {
            Iteration = turn.Round,
            Kind = AgentStepKind.Node,
            Node = turn.Node,
            Agent = turn.Agent,
            Inputs = turn.Inputs,
            Duration = result.Duration,
            Usage = spent.Usage ?? TokenUsage.Uncounted,
            Cost = spent.Cost,
            Outcome = result.IsCompleted ? ToolOutcome.Succeeded
                : result.Failure!.Kind == FailureKind.Cancelled ? ToolOutcome.NotRun
                : ToolOutcome.Failed,
            Reason = result.Failure?.Summary,
            Result = result.IsCompleted ? result.Text : result.Failure!.PartialText,
            Steps = inner,
        };
        _steps.Add(step);
        return only is null ? [step] : [only, step];
    }

    /// <summary>Takes in what a gate decided.</summary>
    /// <param name="crossing">Its decision.</param>
    /// <returns>The step.</returns>
    public AgentStep Add(GateCrossing crossing)
    {
        AgentNode.Gate gate = (AgentNode.Gate)_graph.Find(crossing.Gate);
        string condition = gate.Trip is null ? "has no condition" : $"finds that '{gate.Trip}' {(crossing.IsPassed ? "holds" : "does not hold")}";
        string way = crossing.IsPassed ? "lets pass" : gate.Fallback is { } fallback ? $"leads to '{fallback}'" : "lets nothing pass";
        AgentStep step = new()
        {
            Iteration = crossing.Round,
            Kind = AgentStepKind.Gate,
            Node = crossing.Gate,
            Inputs = crossing.Inputs,
            Reason = $"{condition}, and {way}",
            Result = crossing.IsPassed ? "passed" : "not passed",
        };
        _steps.Add(step);
        return step;
    }

    /// <summary>Says, once for each, that a condition did not find its field.</summary>
    /// <param name="condition">The condition.</param>
    /// <returns>The warning; null where it was given.</returns>
    public ChatEvent.Warning? Warn(GraphCondition condition) =>
        Warn($"The condition '{condition}' finds no '{condition.Field}' in the results so far, so it does not hold.");

    /// <summary>Says, once, that two agents hand the task to each other.</summary>
    /// <param name="progress">How far the swarm has come.</param>
    /// <returns>The warning; null where there is no reason for it, or it was given.</returns>
    public ChatEvent.Warning? Warn(SwarmProgress progress)
    {
        string two = string.Join(" and ", progress.Order.TakeLast(2).Order(StringComparer.Ordinal).Select(n => $"'{n}'"));
        return progress.IsPingPong ? Warn($"{two} hand the task to each other again and again; 'max_handoffs' will end it.") : null;
    }

    /// <summary>Says, once, that a budget cannot bind because an endpoint does not count.</summary>
    /// <returns>The warning; null where there is no reason for it, or it was given.</returns>
    public ChatEvent.Warning? FindWarning() => _budget.Blind is { } blind
        ? Warn($"Not every answer says its {blind}, so the limit of it that all agents share cannot bind.")
        : null;

    /// <summary>Finds what forbids the next round.</summary>
    /// <param name="stop">What the graph itself says.</param>
    /// <returns>The failure; null where it may begin.</returns>
    public ChatFailure? FindEnd(GraphStop stop) => stop switch
    {
        GraphStop.Rounds => GraphEnd.Rounds(_request, _graph),
        GraphStop.Executions => GraphEnd.Executions(_request, _graph),
        GraphStop.Handoffs => GraphEnd.Handoffs(_request, _graph),
        _ when _budget.IsOutOfTokens => GraphEnd.Tokens(_request, _graph, _budget.Tokens, _budget.MaxTokens!.Value),
        _ when _budget.IsOutOfMoney => GraphEnd.Cost(_request, _graph, _budget.Spent.Cost!.Value, _budget.MaxCost!.Value),
        _ when Left <= TimeSpan.Zero => GraphEnd.Time(_request, _graph),
        _ => null,
    };

    /// <summary>Says what a failure of a node is to the run: of a limit that was passed, which one.</summary>
    /// <param name="turn">The run of the node.</param>
    /// <param name="result">What it came to.</param>
    public NodeResult Judge(NodeTurn turn, NodeResult result)
    {
        bool isLate = result.Failure is { Kind: FailureKind.TimedOut } && result.Duration + Tolerance >= turn.Request.TimeLimit;
        return !isLate || turn.Bound != NodeBound.Node ? result : result with
        {
            IsLate = true,
            Failure = GraphEnd.NodeTime(_request, _graph, turn.Node) with
            {
                Node = turn.Node,
                Steps = result.Failure!.Steps,
                Spent = result.Failure.Spent,
                PartialText = result.Failure.PartialText,
            },
        };
    }

    /// <summary>Says whether a failure of a node ends the run, whatever the graph says: a limit of all, a hook, a log, or the caller.</summary>
    /// <param name="turn">The run of the node.</param>
    /// <param name="result">What it came to.</param>
    public bool IsEnd(NodeTurn turn, NodeResult result) =>
        result.Failure!.Kind is FailureKind.Cancelled or FailureKind.HookFailed or FailureKind.AuditLogFailed or FailureKind.SessionFailed
        || _budget.IsOutOfTokens || _budget.IsOutOfMoney
        || (turn.Bound == NodeBound.All && Left <= Tolerance);

    /// <summary>Ends the run because a node failed.</summary>
    /// <param name="turn">The run of the node.</param>
    /// <param name="result">What it came to.</param>
    public ChatException Fail(NodeTurn turn, NodeResult result) =>
        result.Failure!.Kind == FailureKind.TimedOut && turn.Bound == NodeBound.All && Left <= Tolerance
            ? Fail(GraphEnd.Time(_request, _graph) with { Node = turn.Node, PartialText = result.Failure.PartialText })
            : Fail(result.IsLate ? result.Failure : GraphEnd.In(result.Failure, turn.Node));

    /// <summary>Ends the run.</summary>
    /// <param name="failure">Why.</param>
    public ChatException Fail(ChatFailure failure) => new(Whole(failure));

    /// <summary>Ends the run because no agent has answered.</summary>
    public ChatException FailWithout() => Fail(GraphEnd.Nothing(_request, _graph));

    /// <summary>Says what a run had come to that is cancelled.</summary>
    public ChatFailure Cancel() => Whole(GraphEnd.Cancelled(_request, _graph));

    /// <summary>Makes the reply of the whole run.</summary>
    /// <param name="ends">What it came to; of more than one result each is shown under the name of its node.</param>
    public AgentReply ToReply(ImmutableArray<NodeResult> ends)
    {
        AgentReply last = ends[^1].Reply!;
        string text = ends.Length == 1 ? last.Text : string.Join("\n\n", ends.Select(e => $"[{e.Node}]\n{e.Text}"));
        AgentReply whole = last with
        {
            Text = text,
            Output = ends.Length == 1 ? last.Output : null,
            Reasoning = ends.Length == 1 ? last.Reasoning : null,
            Refusal = ends.Length == 1 ? last.Refusal : null,
            Spent = _spent,
            Duration = Elapsed,
            TimeToFirstToken = null,
            Steps = [.. _steps],
            Warnings = [.. _warnings],
            Protection = _protection,
            Vault = _request.Protection?.Vault,
            Gates = _request.Gates,
        };
        return whole with { Messages = whole.IsSilent ? _request.Messages : _request.Messages.Add(whole.ToMessage()) };
    }

    private ChatFailure Whole(ChatFailure failure) => failure with
    {
        Steps = [.. _steps],
        Spent = _spent,
        Messages = [],
        PartialText = failure.PartialText.Length > 0 ? failure.PartialText : _last?.Text ?? "",
        Vault = failure.Vault ?? _request.Protection?.Vault,
        Protection = ProtectionReport.Merge(failure.Protection, _request.Protection?.Seen),
    };

    private ChatEvent.Warning? Warn(string message)
    {
        if (!_told.Add(message))
        {
            return null;
        }

        _warnings.Add(message);
        return new ChatEvent.Warning(message);
    }

    // What was said before the request goes to everybody; whose system message it is does not.
    private ImmutableArray<ChatMessage> Before(AgentNode.Member node) =>
        [.. node.Request.Messages, .. _request.Messages[..^1].Where(m => m.Role != ChatRole.System)];

    private NodeTurn Bind(string node, string agent, ChatRequest asked, int round, ImmutableArray<string> inputs, TimeSpan? most)
    {
        TimeSpan left = Left > TimeSpan.Zero ? Left : TimeSpan.FromMilliseconds(1);
        (NodeBound bound, TimeSpan limit) = most is { } own && own < left ? (NodeBound.Node, own) : (NodeBound.All, left);
        if (asked.TimeLimit < limit)
        {
            (bound, limit) = (NodeBound.Own, asked.TimeLimit.Value);
        }

        ChatRequest request = asked with
        {
            Budget = _budget,
            TimeLimit = limit,
            TimeSpent = TimeSpan.Zero,
            IsKept = _request.IsKept,
            RunPath = NodePath.Add(_request.RunPath, node, round),
            Resumed = null,
            Memory = asked.Memory is { } memory ? memory with { Prompt = Task.Text } : null,
        };
        return new NodeTurn(node, agent, request, round) { Inputs = inputs, Bound = bound };
    }
}
