using System.Buffers;
using System.Net.Sockets;
using System.Text;
using AgentCore.LiteLlm.Simulation;

namespace AgentCore.LiteLlm.TestEndpoints;

/// <summary>One accepted connection: its requests are answered in turn until one side closes it.</summary>
internal sealed class Connection : IDisposable
{
    private static readonly TimeSpan Lingering = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;
    private readonly int _number;
    private readonly TestEndpointOptions _options;
    private readonly RequestLog _log;
    private readonly Behaviour _behaviour;
    private readonly CancellationToken _stop;
    private readonly CancellationTokenSource _clientLeft;
    private readonly IncomingBytes _incoming;
    private readonly ConnectedClient _client;

    public Connection(Socket socket, int number, TestEndpointOptions options, RequestLog log, Behaviour behaviour, CancellationToken stop)
    {
        _socket = socket;
        _number = number;
        _options = options;
        _log = log;
        _behaviour = behaviour;
        _stop = stop;
        _clientLeft = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _incoming = new IncomingBytes(socket, _clientLeft);
        _client = new ConnectedClient(socket, options.Clock, _clientLeft.Token);
    }

    public async Task ServeAsync()
    {
        using CancellationTokenRegistration stopping = _stop.Register(_socket.Dispose);
        Task draining = Task.CompletedTask;
        try
        {
            await AnswerAllAsync().ConfigureAwait(false);
            _socket.Shutdown(SocketShutdown.Send);

            // Closing on unread bytes would reset the connection, and the client might never see the last reply.
            draining = _incoming.DrainAsync();
            await draining.WaitAsync(Lingering, _options.Clock, _stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException or TimeoutException)
        {
            // The client or the endpoint has gone, which the request's outcome says.
        }
        finally
        {
            _socket.Dispose();
            await draining.ConfigureAwait(false);
            await _incoming.EndAsync().ConfigureAwait(false);
            Dispose();
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _clientLeft.Dispose();
    }

    private async Task AnswerAllAsync()
    {
        ReplyWriter replies = new(_client, new ResponseWriter(_client), _options.DialectSeed);
        RequestReader requests = new(
            _incoming,
            _options.MaxRequestBytes,
            () => _client.SendAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray()).AsTask());
        while (await requests.ReadAsync().ConfigureAwait(false) is { } received)
        {
            if (!await AnswerAsync(_log.Add(received, _number), replies).ConfigureAwait(false))
            {
                return;
            }
        }

        if (requests.Problem is { } problem)
        {
            await _client.SendAsync(Refusal(problem)).ConfigureAwait(false);
        }
    }

    private async Task<bool> AnswerAsync(TestRequest request, ReplyWriter replies)
    {
        try
        {
            _incoming.ReadAhead();
            bool goesOn = await replies.WriteAsync(request, _behaviour.ReplyTo(request)).ConfigureAwait(false);
            request.End(_client.LeftBeforeLastSend ? TestOutcome.Disconnected : TestOutcome.Answered);
            return goesOn;
        }
        finally
        {
            request.End(_stop.IsCancellationRequested ? TestOutcome.Stopped : TestOutcome.Disconnected);
        }
    }

    private static byte[] Refusal(EndpointError problem)
    {
        ArrayBufferWriter<byte> body = new();
        problem.WriteTo(body);
        string head = $"HTTP/1.1 {problem.Status} Refused\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {body.WrittenCount}\r\nConnection: close\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body.WrittenSpan];
    }
}
