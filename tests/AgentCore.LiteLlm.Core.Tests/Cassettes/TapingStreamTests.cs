using System.Text;
using AgentCore.LiteLlm.Cassettes;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Cassettes;

public sealed class TapingStreamTests
{
    [Theory]
    [InlineData(true, "data: {}\n\n", "data: [DONE]\n\n")]
    [InlineData(true, "data: {}\n\ndata: [DO", "NE]\r\n\r\n")]
    [InlineData(false, "data: {}\n\n", "data: {}\n\n")]
    public async Task What_is_given_up_behind_the_end_of_the_events_is_a_whole_recording(bool isKept, params string[] pieces)
    {
        int ends = 0;
        using CancellationTokenSource stop = new();
        using Endless inner = new([.. pieces.Select(Encoding.UTF8.GetBytes)], stop);
        using (TapingStream taping = new(inner, (_, _) => ends++))
        {
            byte[] buffer = new byte[100];
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                while (await taping.ReadAsync(buffer, stop.Token) > 0)
                {
                }
            });
        }

        Assert.Equal(isKept ? 1 : 0, ends);
    }

    /// <summary>Gives its pieces, and then nothing until it is given up.</summary>
    private sealed class Endless(byte[][] pieces, CancellationTokenSource stop) : MemoryStream
    {
        private int _next;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_next == pieces.Length)
            {
                await stop.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
            }

            pieces[_next].CopyTo(buffer);
            return pieces[_next++].Length;
        }
    }
}
