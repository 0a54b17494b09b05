using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>A client that writes bytes as they are given and shows bytes as they came.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public static string ChatRequest(string prompt = "hi", string headers = "", string version = "HTTP/1.1", bool stream = false)
    {
        string streaming = stream ? "\"stream\":true,\"stream_options\":{\"include_usage\":true}," : "";
        string body = $$"""{"model":"m",{{streaming}}"messages":[{"role":"user","content":"{{prompt}}"}]}""";
        return $"POST /v1/chat/completions {version}\r\nHost: x\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";
    }

    public static async Task<RawClient> ConnectAsync(int port)
    {
        RawClient client = new();
        await client._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>Sends on a connection of its own, and returns all that comes until the endpoint closes it.</summary>
    public static async Task<string> ExchangeAsync(int port, string request)
    {
        using RawClient client = await ConnectAsync(port);
        await client.SendAsync(request);
        return await client.ReadToEndAsync();
    }

    public async Task SendAsync(string text)
    {
        ReadOnlyMemory<byte> bytes = Encoding.Latin1.GetBytes(text);
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket.SendAsync(bytes, TestContext.Current.CancellationToken)..];
        }
    }

    /// <summary>Reads what is there, waiting for the first byte; empty at the end.</summary>
    public async Task<string> ReadSomeAsync()
    {
        byte[] buffer = new byte[64 * 1024];
        int read = await _socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        return Encoding.Latin1.GetString(buffer, 0, read);
    }

    public async Task<string> ReadUntilAsync(string end)
    {
        StringBuilder all = new();
        while (!all.ToString().Contains(end, StringComparison.Ordinal) && await ReadSomeAsync() is { Length: > 0 } some)
        {
            all.Append(some);
        }

        return all.ToString();
    }

    public async Task<string> ReadToEndAsync()
    {
        StringBuilder all = new();
        while (await ReadSomeAsync() is { Length: > 0 } some)
        {
            all.Append(some);
        }

        return all.ToString();
    }

    public void StopSending() => _socket.Shutdown(SocketShutdown.Send);

    public void Dispose() => _socket.Dispose();
}
