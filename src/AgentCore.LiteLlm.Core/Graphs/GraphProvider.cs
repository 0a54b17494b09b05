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
    private readonly InvokingProvider _nodes;

    public GraphProvider(IChatProvider inner, TimeProvider time)
    {
        _inner = inner;
        _time = time;
        _nodes = new InvokingProvider(this, time);
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
            if (run.FindEnd(progress.FindStop(graph.Limits)) is { } end)
            {
                throw run.Fail(end);
            }

            if (run.Warn(progress) is { } warning)
            {
                yield return warning;
            }

            WaveRun wave = new([run.ToTurn(progress)], static _ => false);
            HandOff? wish = null;
            await foreach (ChatEvent item in RunAsync(wave, run, cancellationToken).ConfigureAwait(false))
            {
                // Its own hand-over; one of a graph within it was answered there.
                if (item is ChatEvent.ToolCalled { Call: { Call.Name: AgentGraph.HandOffTool } call })
                {
                    // The last one of a turn holds.
                    wish = HandOff.Read(call.Arguments);
                    call.Answer(new ToolResult(ToolOutcome.Succeeded, $"'{wish.To}' goes on when you have ended your turn."));
                    continue;
                }

                yield return item;
            }

            if (wish is null)
            {
                yield return new ChatEvent.Completed(run.ToReply(wave.Results));
                yield break;
            }

            progress = progress.To(wish);
        }
    }

    private async IAsyncEnumerable<ChatEvent> RunAsync(WaveRun wave, GraphRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (NodeTurn turn in wave.Turns)
        {
            string given = turn.Inputs.IsEmpty ? "" : $" with what {string.Join(", ", turn.Inputs.Select(i => $"'{i}'"))} came to";
            string agent = turn.Agent == turn.Node ? "" : $" (agent '{turn.Agent}')";
            yield return new ChatEvent.Notice(string.Create(CultureInfo.InvariantCulture, $"Round {turn.Round}: '{turn.Node}'{agent} begins{given}."))
            {
                Node = turn.Node,
            };
        }

        NodeWave nodes = new(wave.Turns, _nodes, _time, (turn, result) =>
        {
            NodeResult judged = run.Judge(turn, result);
            return !run.IsEnd(turn, judged) && wave.IsCovered(judged);
        });
        await foreach (ChatEvent item in nodes.RunAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }

        wave.Results = [.. nodes.Results.Select((r, at) => run.Judge(wave.Turns[at], r))];
        for (int at = 0; at < wave.Turns.Length; at++)
        {
            foreach (AgentStep step in run.Add(wave.Turns[at], wave.Results[at]))
            {
                yield return new ChatEvent.Stepped(step) { Node = wave.Turns[at].Node };
            }
        }

        if (cancellationToken.IsCancellationRequested)
        {
            throw new RunCancelledException(run.Cancel(), new OperationCanceledException(cancellationToken), cancellationToken);
        }

        if (nodes.Failed is { } failed)
        {
            NodeTurn turn = wave.Turns.First(t => t.Node == failed.Node);
            throw run.Fail(turn, run.Judge(turn, failed));
        }

        if (run.FindWarning() is { } warning)
        {
            yield return warning;
        }
    }

    // Nodes that run at the same time, and what they came to.
    private sealed class WaveRun(ImmutableArray<NodeTurn> turns, Func<NodeResult, bool> isCovered)
    {
        public ImmutableArray<NodeTurn> Turns => turns;

        public ImmutableArray<NodeResult> Results { get; set; } = [];

        public bool IsCovered(NodeResult result) => isCovered(result);
    }
}
