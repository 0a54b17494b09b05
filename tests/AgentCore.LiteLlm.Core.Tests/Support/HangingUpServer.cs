using System.Net;
using System.Net.Sockets;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>A server on this machine that says the same bytes to whoever sends it any, and hangs up.</summary>
internal sealed class HangingUpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly byte[] _bytes;
    private readonly Task _serving;
    private int _connections;

    /// <summary>Starts the server.</summary>
    /// <param name="bytes">What it says.</param>
    public HangingUpServer(byte[] bytes)
    {
        _bytes = bytes;
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri BaseUrl => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1");

    public int Connections => Volatile.Read(ref _connections);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                NetworkStream stream = client.GetStream();
                _ = await stream.ReadAsync(new byte[64 * 1024], _stop.Token);
                await stream.WriteAsync(_bytes, _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
