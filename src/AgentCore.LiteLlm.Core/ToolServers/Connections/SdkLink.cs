using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Terminal;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentCore.LiteLlm.ToolServers.Connections;

/// <summary>
/// A connection by the protocol's own library, which only this type and its <see cref="ProgramTransport"/> name: it is loaded when the first connection
/// is made. The library agrees on a version, and knows which answer belongs to which question; programs, addresses and results are ours. It offers the
/// server nothing to ask for.
/// </summary>
internal sealed class SdkLink : IServerLink
{
    // Time for the library to let go of its streams, which are closed by then.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ServerTarget _target;
    private readonly McpClient _client;
    private readonly ServerProcess? _process;
    private readonly HttpClient? _http;
    private readonly Lock _gate = new();
    private Task? _end;
    private int _hasChanged;

    private SdkLink(ServerTarget target, McpClient client, ServerProcess? process, HttpClient? http)
    {
        _target = target;
        _client = client;
        _process = process;
        _http = http;
        Identity = new ServerIdentity(
            client.NegotiatedProtocolVersion ?? "", Plain(client.ServerInfo?.Name), Plain(client.ServerInfo?.Version));
    }

    /// <inheritdoc/>
    public ServerIdentity Identity { get; }

    /// <inheritdoc/>
    public bool IsOpen => !_client.Completion.IsCompleted && _process is null or { ExitCode: null, Output.IsOver: false };

    /// <summary>Connects to a server.</summary>
    /// <param name="target">The server.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="ToolServerException">The server cannot be started or reached, or does not speak the protocol.</exception>
    public static async Task<SdkLink> OpenAsync(ServerTarget target, LinkOptions options, CancellationToken cancellationToken)
    {
        ServerProcess? process = null;
        HttpClient? http = null;
        WebHandler? handler = null;
        IClientTransport transport;
#pragma warning disable CA2000 // the link disposes of them, and below whatever ends the attempt
        if (target is ServerTarget.Program program)
        {
            process = ServerProcess.Start(program, options.MostBytes, line => options.Log(target.Name, line));
            transport = new ProgramTransport(process);
        }
        else
        {
            ServerTarget.Web web = (ServerTarget.Web)target;
            handler = new WebHandler(web, options.MostBytes, options.Transport.ToHandler());
            http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
            HttpClientTransportOptions how = new()
            {
                Endpoint = web.Address,
                TransportMode = HttpTransportMode.StreamableHttp,
                EnableStandaloneGetStream = false,
                ConnectionTimeout = options.StartLimit,
            };
            transport = new HttpClientTransport(how, http, loggerFactory: null, ownsHttpClient: false);
        }
#pragma warning restore CA2000

        // The library's own limit does not hold in every version: this one does.
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.StartLimit);
        Task<McpClient>? connecting = null;
        try
        {
            connecting = McpClient.CreateAsync(transport, ToOptions(options), loggerFactory: null, limit.Token);
            McpClient client = await connecting.WaitAsync(limit.Token).ConfigureAwait(false);
            SdkLink link = new(target, client, process, http);
            client.RegisterNotificationHandler("notifications/tools/list_changed", (_, _) =>
            {
                Volatile.Write(ref link._hasChanged, 1);
                return default;
            });
            return link;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            int? exitCode = process is null ? null : await process.FindExitAsync().ConfigureAwait(false);
            process?.Kill();
            if (process is not null)
            {
                await process.DisposeAsync().ConfigureAwait(false);
            }

            Forget(connecting);
            http?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw handler?.Failure ?? (e is OperationCanceledException or TimeoutException
                ? new ToolServerException(
                    ServerProblem.TimedOut,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The tool server '{target.Name}' was not ready within {options.StartLimit.TotalSeconds} seconds."), e)
                : Describe(target, e, exitCode, process?.Output.IsOver == true));
        }
    }

    /// <inheritdoc/>
    public async Task<JsonElement> AskAsync(string method, JsonElement parameters, CancellationToken cancellationToken)
    {
        JsonRpcRequest request = new() { Method = method, Params = JsonObject.Create(parameters) };
        Task<JsonRpcResponse>? asking = null;
        try
        {
            asking = _client.SendRequestAsync(request, cancellationToken);

            // The library tells the server first, and takes its time.
            JsonRpcResponse response = await asking.WaitAsync(cancellationToken).ConfigureAwait(false);
            JsonElement result = JsonSerializer.SerializeToElement(response.Result, ServerJson.Default.JsonNode);
            if (method == "tools/list")
            {
                Learn(result);
            }

            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Forget(asking);
            throw;
        }
        catch (McpProtocolException e)
        {
            throw new ToolServerException(
                ServerProblem.Refused,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The tool server '{_target.Name}' answered with error {(int)e.ErrorCode}: {Plain(WithoutPrefix(e.Message))}"), e);
        }
        catch (InvalidOperationException e) when (e.Message.StartsWith("Server sent an ", StringComparison.Ordinal))
        {
            // The library's words for a question of the server's that nothing here answers: the connection is as it was.
            throw new ToolServerException(
                ServerProblem.Refused, $"The tool server '{_target.Name}' asks for input from a person, and nobody can be asked for a server.", e);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or ToolServerException))
        {
            int? exitCode = _process is null ? null : await _process.FindExitAsync().ConfigureAwait(false);
            throw FindOwn(e) ?? Describe(_target, e, exitCode, _process?.Output.IsOver == true);
        }
    }

    // From 2026-07-28 on, a schema may ask that an argument be sent as a header too: the library does so for the tools that it knows. One that asks
    // for what cannot be sent is not known to it, and the server refuses the call.
    private void Learn(JsonElement list)
    {
        foreach (JsonElement tool in list.Items("tools").Where(t => t.GetRawText().Contains("x-mcp-header", StringComparison.Ordinal)))
        {
            try
            {
                _client.AddKnownTools([tool.Deserialize<Tool>(McpJsonUtilities.DefaultOptions)!]);
            }
            catch (Exception e) when (e is ArgumentException or JsonException)
            {
                continue;
            }
        }
    }

    /// <inheritdoc/>
    public bool TakeChange() => Interlocked.Exchange(ref _hasChanged, 0) == 1;

    /// <inheritdoc/>
    public void Abort() => _process?.Kill();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            return new ValueTask(_end ??= EndAsync());
        }
    }

    private async Task EndAsync()
    {
        // First the program: the library would wait for what it still has to say.
        if (_process is not null)
        {
            await _process.DisposeAsync().ConfigureAwait(false);
        }

        try
        {
            await _client.DisposeAsync().AsTask().WaitAsync(Patience).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // There is nothing left to end.
        }

        _http?.Dispose();
    }

    // Nothing is offered that a server could ask for: no roots, no sampling, no questions to the user.
    private static McpClientOptions ToOptions(LinkOptions options) => new()
    {
        ClientInfo = new Implementation { Name = "AgentCore.LiteLlm", Version = typeof(SdkLink).Assembly.GetName().Version?.ToString(3) ?? "0" },
        Capabilities = new ClientCapabilities(),
        InitializationTimeout = options.StartLimit,
    };

    private static ToolServerException Describe(ServerTarget target, Exception cause, int? exitCode, bool isOver)
    {
        if (isOver || IsTooLong(cause))
        {
            return new ToolServerException(ServerProblem.Unreadable, $"The tool server '{target.Name}' wrote a message that is longer than is read.", cause);
        }

        if (exitCode is { } code)
        {
            return new ToolServerException(
                ServerProblem.Lost,
                string.Create(CultureInfo.InvariantCulture, $"The tool server '{target.Name}' ended (exit code {code}) before it answered."), cause);
        }

        return cause is JsonException
            ? new ToolServerException(ServerProblem.Unreadable, $"The tool server '{target.Name}' wrote what is not the protocol.", cause)
            : new ToolServerException(ServerProblem.Lost, $"The connection to the tool server '{target.Name}' was lost: {Plain(cause.Message)}", cause);
    }

    private static ToolServerException? FindOwn(Exception? cause) =>
        cause is null or ToolServerException ? cause as ToolServerException : FindOwn(cause.InnerException);

    private static bool IsTooLong(Exception? cause) => cause is not null && (cause is MessageTooLongException || IsTooLong(cause.InnerException));

    // The library's own words, which say nothing more.
    private static string WithoutPrefix(string message) =>
        message.StartsWith("Request failed (remote): ", StringComparison.Ordinal) ? message["Request failed (remote): ".Length..] : message;

    // No mark of the cut: whoever takes secrets out finds the beginning of one at the end of a text.
    private static string Plain(string? text) => text is null ? "" : SecretShapes.ToLegible(SecretShapes.Mask(WholeCharacters.Cut(text, 500)));

    // What nobody waits for any more fails unseen.
    private static void Forget(Task? task) =>
        _ = task?.ContinueWith(static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
