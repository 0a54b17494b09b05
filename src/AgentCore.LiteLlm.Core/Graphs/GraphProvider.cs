using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conditions;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Observability;

namespace AgentCore.LiteLlm.Graphs;

/// <summary>
/// Runs agents together: the waves of a graph, one agent of a swarm after the other, or those that another calls as tools, and ends with one reply. What
/// happens in a node is passed on with its name. A request of one agent passes through.
/// </summary>
internal sealed class GraphProvider : IChatProvider
{
    private readonly IChatProvider _inner;
    private readonly TimeProvider _time;

    // A node may be a graph itself, and an agent that is called may call others.
    private readonly IChatProvider _nodes;

    /// <summary>Initializes the provider.</summary>
    /// <param name="inner">What runs an agent.</param>
    /// <param name="time">The clock.</param>
    /// <param name="around">Puts around what runs a node what stands around every node; null for nothing.</param>
    public GraphProvider(IChatProvider inner, TimeProvider time, Func<IChatProvider, IChatProvider>? around = null)
    {
        _inner = inner;
        _time = time;
        InvokingProvider nodes = new(this, time);
        _nodes = around is null ? nodes : around(nodes);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, CancellationToken cancellationToken) =>
        request.Graph is { } graph ? RunAsync(request, graph, cancellationToken)
        : request.Specialists.IsEmpty ? _inner.AnswerAsync(request, cancellationToken)
        : new Delegation(request, _inner, _nodes, _time).RunAsync(cancellationToken);

    private async IAsyncEnumerable<ChatEvent> RunAsync(
        ChatRequest request, AgentGraph graph, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        GraphRun run = new(request, graph, _time);
        IAsyncEnumerable<ChatEvent> all = graph.IsSwarm ? HandOverAsync(graph, run, cancellationToken) : FollowAsync(graph, run, cancellationToken);
        await foreach (ChatEvent item in all.ConfigureAwait(false))
        {
            yield return item;
        }
    }

    private async IAsyncEnumerable<ChatEvent> FollowAsync(AgentGraph graph, GraphRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        GraphMove move = GraphProgress.Begin(graph);
        while (true)
        {
            // Whoever keeps the run is told which rounds are over, so that what failed in them and is covered stays as it is.
            if (run.IsKept)
            {
                yield return run.ToProgress(move.Progress.Round - (move.Wave.IsEmpty || move.Stop != GraphStop.None ? 0 : 1));
            }

            foreach (GraphCondition blind in move.Blind)
            {
                if (run.Warn(blind) is { } warning)
                {
                    yield return warning;
                }
            }

            foreach (GateCrossing crossing in move.Gates)
            {
                yield return new ChatEvent.Stepped(run.Add(crossing)) { Node = crossing.Gate };
            }

            if (move.Wave.IsEmpty)
            {
                break;
            }

            if (run.FindEnd(move.Stop) is { } end)
            {
                throw run.Fail(end);
            }

            GraphProgress progress = move.Progress;
            WaveRun wave = new([.. move.Wave.Select(s => run.ToTurn(s, progress))], r => progress.Covers(graph, r));
            await foreach (ChatEvent item in RunAsync(wave, run, cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }

            move = progress.Next(graph, wave.Results);
        }

        ImmutableArray<NodeResult> ends = move.Progress.Ends;
        if (ends.IsEmpty)
        {
            throw run.FailWithout();
        }

        if (graph.HasCoordinator)
        {
            if (run.FindEnd(GraphStop.None) is { } end)
            {
                throw run.Fail(end);
            }

            WaveRun last = new([run.ToCoordinator(move.Progress)], static _ => false);
            await foreach (ChatEvent item in RunAsync(last, run, cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }

            ends = last.Results;
        }

        yield return new ChatEvent.Completed(run.ToReply(ends));
    }

    private async IAsyncEnumerable<ChatEvent> HandOverAsync(AgentGraph graph, GraphRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SwarmProgress progress = SwarmProgress.Begin(graph);
        while (true)
        {
            if (run.IsKept)
            {
                yield return run.ToProgress(progress.Order.Length - 1);
            }

            if (run.FindEnd(progress.FindStop(graph.Limits)) is { } end)
            {
                throw run.Fail(end);
            }

            if (run.Warn(progress) is { } warning)
            {
                yield return warning;
            }

            WaveRun wave = new([run.ToTurn(progress)], static _ => false);
            await foreach (ChatEvent item in RunAsync(wave, run, cancellationToken).ConfigureAwait(false))
            {
                // Its own hand-over; one of a graph within it was answered there.
                if (item is ChatEvent.ToolCalled { Call: { Call.Name: AgentGraph.HandOffTool } call })
                {
                    HandOff asked = HandOff.Read(call.Arguments);
                    call.Answer(new ToolResult(ToolOutcome.Succeeded, $"'{asked.To}' goes on when you have ended your turn."));
                    continue;
                }

                yield return item;
            }

            if (HandOff.Find(wave.Turns[0].Request, wave.Results[0]) is not { } wish)
            {
                yield return new ChatEvent.Completed(run.ToReply(wave.Results));
                yield break;
            }

            progress = progress.To(wish);
        }
    }

    private async IAsyncEnumerable<ChatEvent> RunAsync(WaveRun wave, GraphRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Dictionary<NodeTurn, NodeResult> results = new(ReferenceEqualityComparer.Instance);
        foreach (NodeTurn turn in wave.Turns)
        {
            NodeResult? known = run.FindKnown(turn) is { } found ? run.Judge(turn, found) : null;
            if (known is not null && (known.IsCompleted || (!run.IsEnd(turn, known) && wave.IsCovered(known))))
            {
                results[turn] = known;
                yield return Tell(turn, $"Round {turn.Round}: '{turn.Node}' has run before, and {(known.IsCompleted ? "has its result" : "failed")}.");
                continue;
            }

            string given = turn.Inputs.IsEmpty ? "" : $" with what {string.Join(", ", turn.Inputs.Select(i => $"'{i}'"))} came to";
            string agent = turn.Agent == turn.Node ? "" : $" (agent '{turn.Agent}')";
            yield return Tell(turn, $"Round {turn.Round}: '{turn.Node}'{agent} begins{given}.");
            if (known is not null)
            {
                // Nobody was told of it: the process ended first.
                yield return new ChatEvent.Warning($"The agent failed when the run was interrupted, and is asked again: {known.Failure!.Summary}")
                {
                    Node = turn.Node,
                };
            }
        }

        ImmutableArray<NodeTurn> asked = [.. wave.Turns.Where(t => !results.ContainsKey(t))];
        NodeWave nodes = new(asked, _nodes, _time, (turn, result) =>
        {
            NodeResult judged = run.Judge(turn, result);

            // One that waits for a decision lets the others finish.
            return judged.IsWaiting || (!run.IsEnd(turn, judged) && wave.IsCovered(judged));
        });
        await foreach (ChatEvent item in nodes.RunAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }

        for (int at = 0; at < asked.Length; at++)
        {
            results[asked[at]] = run.Judge(asked[at], nodes.Results[at]);
        }

        wave.Results = [.. wave.Turns.Select(t => results[t])];
        foreach (NodeTurn turn in wave.Turns)
        {
            foreach (AgentStep step in run.Add(turn, results[turn]))
            {
                if (!results[turn].IsKnown)
                {
                    yield return new ChatEvent.Stepped(step) { Node = turn.Node };
                }
            }
        }

        if (cancellationToken.IsCancellationRequested)
        {
            throw new RunCancelledException(run.Cancel(), new OperationCanceledException(cancellationToken), cancellationToken);
        }

        if ((nodes.Failed ?? wave.Results.FirstOrDefault(r => r.IsWaiting)) is { } failed)
        {
            NodeTurn turn = wave.Turns.First(t => t.Node == failed.Node);
            throw run.Fail(turn, run.Judge(turn, failed));
        }

        if (run.FindWarning() is { } warning)
        {
            yield return warning;
        }
    }

    private static ChatEvent.Notice Tell(NodeTurn turn, FormattableString message) =>
        new(message.ToString(CultureInfo.InvariantCulture)) { Node = turn.Node };

    // Nodes that run at the same time, and what they came to.
    private sealed class WaveRun(ImmutableArray<NodeTurn> turns, Func<NodeResult, bool> isCovered)
    {
        public ImmutableArray<NodeTurn> Turns => turns;

        public ImmutableArray<NodeResult> Results { get; set; } = [];

        public bool IsCovered(NodeResult result) => isCovered(result);
    }
}
