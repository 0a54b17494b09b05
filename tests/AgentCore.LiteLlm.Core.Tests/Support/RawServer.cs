using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>A server on this machine that keeps every byte that comes in, and takes nothing of ours to read them.</summary>
internal sealed partial class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<int, string, (int Status, string Body)> _answer;
    private readonly Lock _lock = new();
    private readonly Task _serving;
    private ImmutableArray<byte[]> _received = [];

    /// <summary>Starts the server.</summary>
    /// <param name="answer">Makes the answer to a request out of its number, from 0, and its body.</param>
    public RawServer(Func<int, string, (int Status, string Body)> answer)
    {
        _answer = answer;
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri BaseUrl => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1");

    /// <summary>Gets the requests as they came, head and body.</summary>
    public ImmutableArray<string> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _received.Select(Encoding.UTF8.GetString)];
            }
        }
    }

    /// <summary>Answers with the user's own last words, so that whatever stands in the place of personal data comes back.</summary>
    public static (int Status, string Body) Echo(int _, string body)
    {
        using JsonDocument request = JsonDocument.Parse(body);
        return Say(request.RootElement.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!);
    }

    public static (int Status, string Body) Say(string text) => (200, ToCompletion(new { role = "assistant", content = text }, "stop"));

    public static (int Status, string Body) Call(string tool, string arguments) =>
        (200, ToCompletion(
            new { role = "assistant", tool_calls = (object[])[new { id = "call_1", type = "function", function = new { name = tool, arguments } }] },
            "tool_calls"));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private static string ToCompletion(object message, string finish) => JsonSerializer.Serialize(new
    {
        id = "c-1",
        @object = "chat.completion",
        created = 1,
        model = "m",
        choices = (object[])[new { index = 0, message, finish_reason = finish }],
        usage = new { prompt_tokens = 7, completion_tokens = 3, total_tokens = 10 },
    });

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    // One request a connection: a head, and a body of the length that it says.
    private async Task AnswerAsync(NetworkStream stream)
    {
        List<byte> bytes = [];
        byte[] buffer = new byte[16 * 1024];
        int head = -1;
        int length = 0;
        while (head < 0 || bytes.Count < head + length)
        {
            int read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
            {
                break;
            }

            bytes.AddRange(buffer.AsSpan(0, read));
            string text = Encoding.Latin1.GetString([.. bytes]);
            head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is >= 0 and int end ? end + 4 : -1;
            length = ContentLength().Match(text) is { Success: true } found ? int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        }

        if (head < 0)
        {
            return;
        }

        int number = Keep([.. bytes]);
        (int status, string body) = _answer(number, Encoding.UTF8.GetString([.. bytes[head..]]));
        byte[] content = Encoding.UTF8.GetBytes(body);
        string start = $"HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nContent-Length: {content.Length}\r\nRetry-After: 0\r\n";
        await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes($"{start}Connection: close\r\n\r\n"), .. content], _stop.Token);
    }

    private int Keep(byte[] request)
    {
        lock (_lock)
        {
            _received = _received.Add(request);
            return _received.Length - 1;
        }
    }

    [GeneratedRegex(@"^content-length:\s*(\d+)", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex ContentLength();
}
