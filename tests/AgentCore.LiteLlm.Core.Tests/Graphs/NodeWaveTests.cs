using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Graphs;
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
