using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Graphs;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Graphs;

/// <summary>Nodes that run at the same time.</summary>
public sealed class NodeWaveTests
{
    [Fact]
    public async Task A_mistake_of_ours_in_one_node_ends_the_others()
    {
        Waiting provider = new();
        ImmutableArray<NodeTurn> turns =
        [
            new("waiting", "a", ChatRun.Request with { Model = "waits" }, 1),
            new("broken", "b", ChatRun.Request with { Model = "breaks" }, 1),
        ];
        NodeWave wave = new(turns, provider, TimeProvider.System, static (_, _) => false);

        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (ChatEvent item in wave.RunAsync(TestContext.Current.CancellationToken))
            {
                Assert.NotNull(item);
            }
        });

        Assert.Equal("ours", e.Message);
        Assert.True(provider.IsStopped);
    }

    [Fact]
    public async Task A_simulation_runs_one_node_after_the_other_in_their_order()
    {
        Counting provider = new();
        ImmutableArray<NodeTurn> turns =
            [.. Enumerable.Range(0, 8).Select(n => new NodeTurn($"{n}", "a", ChatRun.Request with { Model = $"{n}", Mode = ExecutionMode.Simulation }, 1))];
        NodeWave wave = new(turns, provider, TimeProvider.System, static (_, _) => true);

        await foreach (ChatEvent item in wave.RunAsync(TestContext.Current.CancellationToken))
        {
            Assert.NotNull(item);
        }

        Assert.Equal(turns.Select(t => t.Node), provider.Begun);
        Assert.Equal(1, provider.MostAtOnce);
    }

    private sealed class Counting : IChatProvider
    {
        private int _running;

        public List<string> Begun { get; } = [];

        public int MostAtOnce { get; private set; }

        public async IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Begun.Add(request.Model);
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _running));
            await Task.Yield();
            yield return new ChatEvent.Arrived(new AgentChunk(ChunkKind.Text, "text"));
            Interlocked.Decrement(ref _running);
            yield return new ChatEvent.Completed(
                new AgentReply { Text = "text", RequestedModel = "m", Endpoint = "e", Mode = ExecutionMode.Simulation });
        }
    }

    private sealed class Waiting : IChatProvider
    {
        private readonly TaskCompletionSource _waits = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsStopped { get; private set; }

        public async IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            if (request.Model == "breaks")
            {
                await _waits.Task;
                throw new InvalidOperationException("ours");
            }

            yield return new ChatEvent.Arrived(new AgentChunk(ChunkKind.Text, "text"));
            _waits.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                IsStopped = true;
            }
        }
    }
}
