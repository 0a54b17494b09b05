using System.Net.Sockets;

namespace AgentCore.LiteLlm.TestEndpoints;

/// <summary>The other side of one connection, as the one who answers it sees it.</summary>
internal sealed class ConnectedClient(Socket socket, TimeProvider clock, CancellationToken left)
{
    private const int BlockSize = 64 * 1024;

    /// <summary>Gets a value indicating whether the client had left when something was last sent to it.</summary>
    public bool LeftBeforeLastSend { get; private set; }

    /// <summary>Sends bytes, all of them.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        LeftBeforeLastSend = left.IsCancellationRequested;
        while (!bytes.IsEmpty)
        {
            // Whoever leaves or stops the endpoint closes the socket, which ends this wait too.
            int sent = await socket.SendAsync(bytes, SocketFlags.None, CancellationToken.None).ConfigureAwait(false);
            bytes = bytes[sent..];
        }
    }

    /// <summary>Sends the same bytes many times, some of them at once.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, int times)
    {
        if (bytes.IsEmpty || times < 1)
        {
            return;
        }

        int together = Math.Clamp(BlockSize / bytes.Length, 1, times);
        byte[] block = new byte[bytes.Length * together];
        for (int i = 0; i < together; i++)
        {
            bytes.CopyTo(block.AsMemory(i * bytes.Length));
        }

        for (int left = times; left > 0; left -= together)
        {
            await SendAsync(block.AsMemory(0, bytes.Length * Math.Min(together, left))).ConfigureAwait(false);
        }
    }

    /// <summary>Waits, unless the client leaves or the endpoint stops.</summary>
    public Task WaitAsync(TimeSpan time) => time > TimeSpan.Zero ? Task.Delay(time, clock, left) : Task.CompletedTask;

    /// <summary>Waits until the client leaves or the endpoint stops.</summary>
    public Task HoldAsync() => Task.Delay(Timeout.InfiniteTimeSpan, clock, left);

    /// <summary>Resets the connection.</summary>
    public void Abort()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }
}
