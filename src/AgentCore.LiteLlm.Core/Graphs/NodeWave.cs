using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Modes;

namespace AgentCore.LiteLlm.Graphs;

/// <summary>
/// Runs nodes at the same time, and makes one stream of what happens in them. Text is passed on one node after the other, in their order, so that nobody
/// reads two answers at once; everything else passes as it comes. A failure that is not covered ends the others.
/// </summary>
/// <param name="turns">The nodes.</param>
/// <param name="provider">What runs them.</param>
/// <param name="time">The clock.</param>
/// <param name="isCovered">Says whether the graph goes on although a node failed.</param>
internal sealed class NodeWave(ImmutableArray<NodeTurn> turns, IChatProvider provider, TimeProvider time, Func<NodeTurn, NodeResult, bool> isCovered)
{
    // Nodes may run a little ahead of whoever pulls.
    private const int MostAhead = 16;

    private readonly NodeResult?[] _results = new NodeResult?[turns.Length];

    /// <summary>Gets what the nodes came to, in their order; after the stream has ended.</summary>
    public ImmutableArray<NodeResult> Results => [.. _results.Select(r => r!)];

    /// <summary>Gets the node whose failure is not covered; null where there is none.</summary>
    public NodeResult? Failed { get; private set; }

    /// <summary>Runs the nodes.</summary>
    /// <param name="cancellationToken">Ends them.</param>
    /// <returns>What happens, each with the name of its node.</returns>
    public async IAsyncEnumerable<ChatEvent> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<(int Turn, ChatEvent? Event)> happened = Channel.CreateBounded<(int, ChatEvent?)>(
            new BoundedChannelOptions(MostAhead) { SingleReader = true });
        Task all = RunAllAsync(happened.Writer, stop.CancelAsync, stop.Token);
        Voices voices = new(turns.Length);
        try
        {
            await foreach ((int turn, ChatEvent? item) in happened.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                if (item is null)
                {
                    if (_results[turn] is { IsCompleted: false } failed && Failed is null && !isCovered(turns[turn], failed))
                    {
                        Failed = failed;
                        await stop.CancelAsync().ConfigureAwait(false);
                    }
                }

                foreach (ChatEvent heard in Failed is not null ? [] : item is null ? voices.End(turn) : voices.Hear(turn, item))
                {
                    yield return heard;
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunAllAsync(ChannelWriter<(int, ChatEvent?)> writer, Func<Task> stop, CancellationToken cancellationToken)
    {
        Exception? fault = null;
        try
        {
            // A simulation tells the same in the same order each time.
            int atOnce = turns.Any(t => t.Request.Mode == ExecutionMode.Simulation) ? 1 : Math.Max(1, turns.Length);
            foreach (int[] some in Enumerable.Range(0, turns.Length).Chunk(atOnce))
            {
                await Task.WhenAll(some.Select(t => Task.Run(() => RunOneAsync(t, writer, stop, cancellationToken), CancellationToken.None)))
                    .ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // whoever reads gets it
        catch (Exception e)
#pragma warning restore CA1031
        {
            fault = e;
        }

        writer.Complete(fault);
    }

    // A mistake of ours in one node lets no other go on and spend.
    private async Task RunOneAsync(int turn, ChannelWriter<(int, ChatEvent?)> writer, Func<Task> stop, CancellationToken cancellationToken)
    {
        bool isOver = false;
        try
        {
            await RunAsync(turn, writer, cancellationToken).ConfigureAwait(false);
            isOver = true;
        }
        finally
        {
            if (!isOver)
            {
                await stop().ConfigureAwait(false);
            }
        }
    }

    private async Task RunAsync(int turn, ChannelWriter<(int, ChatEvent?)> writer, CancellationToken cancellationToken)
    {
        _results[turn] = await turns[turn].RunAsync(provider, time, item => writer.WriteAsync((turn, item), cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        try
        {
            await writer.WriteAsync((turn, null), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The result is there for whoever still asks.
        }
    }
}
