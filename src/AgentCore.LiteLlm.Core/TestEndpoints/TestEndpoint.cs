using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using AgentCore.LiteLlm.Routing;

namespace AgentCore.LiteLlm.TestEndpoints;

/// <summary>
/// A server on the loopback interface that speaks the OpenAI protocol, gives scripted replies, right or wrong in any way, and
/// remembers what it was asked. Without a script it answers as the simulation does.
/// </summary>
public sealed class TestEndpoint : IAsyncDisposable, IDisposable
{
    private const int Backlog = 4096;

    private readonly TestEndpointOptions _options;
    private readonly ReplyScript _script;
    private readonly RequestLog _log;
    private readonly Behaviour _behaviour;
    private readonly TcpListener _listener;
    private readonly Lazy<ResolvedModel> _model;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopped;
    private readonly ConcurrentDictionary<int, Task> _connections = new();
    private readonly Task _accepting;
    private int _disposed;

    private TestEndpoint(TestEndpointOptions options)
    {
        _options = options;
        _script = new ReplyScript(options.RepeatLast);
        _log = new RequestLog(options.MaxRecordedRequests, options.Clock);
        _behaviour = new Behaviour(options, _script);
        _stopped = _stop.Token;
        _listener = new TcpListener(IPAddress.Loopback, options.Port);
        _listener.Start(Backlog);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        BaseUrl = new Uri($"http://127.0.0.1:{Port}{options.BasePath}");
        _model = new Lazy<ResolvedModel>(() => TestModel.For(BaseUrl, options));
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Gets the base URL that clients are given, such as <c>http://127.0.0.1:40123/v1</c>.</summary>
    public Uri BaseUrl { get; }

    /// <summary>Gets the address without the path of the API.</summary>
    public Uri Uri => new(BaseUrl.GetLeftPart(UriPartial.Authority));

    /// <summary>Gets a model that is served here, as Resolve-AgentModel would give it: the first of the list, with the key that is asked for.</summary>
    public ResolvedModel Model => _model.Value;

    /// <summary>Gets the port.</summary>
    public int Port { get; }

    /// <summary>Gets the requests received so far, in the order in which they were complete.</summary>
    public ImmutableArray<TestRequest> Requests => _log.Requests;

    /// <summary>Gets how many requests were received, those no longer recorded included.</summary>
    public int RequestCount => _log.Count;

    /// <summary>Gets the scripted replies that were not given yet.</summary>
    public ImmutableArray<TestReply> WaitingReplies => _script.Waiting;

    /// <summary>Gets how many connections are open.</summary>
    public int ConnectionCount => _connections.Values.Count(c => !c.IsCompleted);

    /// <summary>Starts an endpoint, on a free port unless the options name one.</summary>
    /// <param name="options">How it behaves; null for the usual way.</param>
    /// <returns>The endpoint, ready for requests.</returns>
    /// <exception cref="SocketException">Something else listens on the port.</exception>
    public static TestEndpoint Start(TestEndpointOptions? options = null) => new(options ?? new TestEndpointOptions());

    /// <summary>Adds replies to the end of the script.</summary>
    /// <param name="replies">The replies; each request takes the first that fits it.</param>
    public void Enqueue(params TestReply[] replies) => _script.Add(replies);

    /// <summary>Waits until a request has been received.</summary>
    /// <param name="index">Which one, from 0.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ObjectDisposedException">The endpoint was stopped first.</exception>
    public async Task<TestRequest> WaitForRequestAsync(int index, CancellationToken cancellationToken = default)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopped);
        try
        {
            return await _log.WaitAsync(index, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(TestEndpoint), $"The endpoint was stopped before request {index} came.");
        }
    }

    /// <summary>Waits until the reply to a request has ended.</summary>
    /// <param name="index">Which request, from 0.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What became of the request.</returns>
    public async Task<TestOutcome> WaitForOutcomeAsync(int index, CancellationToken cancellationToken = default)
    {
        TestRequest request = await WaitForRequestAsync(index, cancellationToken).ConfigureAwait(false);
        return await request.WaitForOutcomeAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until the client of a request has left before the end of the reply.</summary>
    /// <param name="index">Which request, from 0.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The request.</returns>
    /// <exception cref="InvalidOperationException">The reply ended otherwise.</exception>
    public async Task<TestRequest> WaitForDisconnectAsync(int index, CancellationToken cancellationToken = default)
    {
        TestRequest request = await WaitForRequestAsync(index, cancellationToken).ConfigureAwait(false);
        TestOutcome outcome = await request.WaitForOutcomeAsync(cancellationToken).ConfigureAwait(false);
        return outcome == TestOutcome.Disconnected
            ? request
            : throw new InvalidOperationException($"The client of request {index} did not leave: the outcome is {outcome}.");
    }

    /// <summary>Stops at once: every connection is closed, whatever it was doing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _stop.Cancel();
            _listener.Dispose();
            _stop.Dispose();
        }
    }

    /// <summary>Stops at once, and returns when nothing is running any more.</summary>
    /// <returns>The end of it.</returns>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        await Task.WhenAll([_accepting, .. _connections.Values]).ConfigureAwait(false);

        // One more may have been accepted before the first wait was over.
        await Task.WhenAll(_connections.Values).ConfigureAwait(false);
    }

    private async Task AcceptAsync()
    {
        for (int number = 0; !_stopped.IsCancellationRequested; number++)
        {
            try
            {
                Serve(await _listener.AcceptSocketAsync(_stopped).ConfigureAwait(false), number);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // A client that left the queue, or the end, which the loop's condition tells apart.
            }
        }
    }

    private void Serve(Socket socket, int number)
    {
        socket.NoDelay = true;

        // Off this loop: where the first request is there already, whoever makes its reply may take their time, and the next client is not to wait for it.
#pragma warning disable CA2000 // it disposes of itself when it has been served
        Connection connection = new(socket, number, _options, _log, _behaviour, _stopped);
#pragma warning restore CA2000
        Task serving = Task.Run(() => ServeAsync(connection, number), CancellationToken.None);
        _connections[number] = serving;
        if (serving.IsCompletedSuccessfully)
        {
            _connections.TryRemove(number, out _);
        }
    }

    // A connection that fails stays listed: its exception is ours, and whoever disposes the endpoint must see it.
    private async Task ServeAsync(Connection connection, int number)
    {
        await connection.ServeAsync().ConfigureAwait(false);
        _connections.TryRemove(number, out _);
    }
}
