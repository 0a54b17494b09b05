using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Cassettes;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.ToolServers.Connections;
using AgentCore.LiteLlm.ToolServers.Offers;
using AgentCore.LiteLlm.ToolServers.Results;
using AgentCore.LiteLlm.ToolServers.Settings;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.ToolServers;

/// <summary>
/// The tool servers of one pipeline: each is connected to once, when a blueprint first names it, and let go of at the end. Any thread may call.
/// </summary>
internal sealed class ToolServerSession : IAsyncDisposable
{
    private const int MostLog = 1000;

    private readonly ServerFile _file;
    private readonly LinkOptions _options;
    private readonly IVariables _variables;
    private readonly TimeProvider _time;

    // Any thread may use what it guards. Most pipelines have no server, and each makes a session.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ServerConnection> _connections = new(StringComparer.Ordinal);
    private readonly Queue<string> _log = new();
    private ImmutableArray<Secret> _secrets = [];
    private volatile Redactor _redactor = Redactor.Idle;

    /// <summary>Initializes the servers of a pipeline; none is started yet.</summary>
    /// <param name="file">The servers that the caller names.</param>
    /// <param name="options">How they are connected to.</param>
    /// <param name="variables">Where variables are looked up.</param>
    /// <param name="time">The clock.</param>
    public ToolServerSession(ServerFile file, LinkOptions options, IVariables variables, TimeProvider time)
    {
        _file = file;
        _options = options with { Log = Log };
        _variables = variables;
        _time = time;
    }

    /// <summary>Gets the servers that the caller names.</summary>
    public ServerFile File => _file;

    /// <summary>Gets a value indicating whether a credential may cross a network in clear text.</summary>
    public bool AllowUnencrypted { get; init; }

    /// <summary>Gets the cassette that servers are recorded on or played from; null for none.</summary>
    public Tape? Tape { get; init; }

    /// <summary>Gets a value indicating whether a cassette answers, so that no server is started or reached.</summary>
    public bool IsPlayed => Tape?.IsPlayed == true;

    /// <summary>Takes what servers' programs wrote for people since it was last asked for.</summary>
    /// <returns>The lines, without secrets.</returns>
    public IEnumerable<string> TakeLog()
    {
        lock (_gate)
        {
            string[] lines = [.. _log];
            _log.Clear();
            return lines;
        }
    }

    /// <summary>Gives the connection to a server of the file.</summary>
    /// <param name="server">The server.</param>
    /// <param name="findings">Where it is noted why there is none.</param>
    /// <returns>The connection; null where a finding rules it out.</returns>
    public ServerConnection? Connect(ServerSettings server, Findings findings)
    {
        Findings own = new(_file.Places);
        if (!IsPlayed && new ServerExpansion(_file, _variables, AllowUnencrypted, own).Expand(server) is null)
        {
            findings.AddAll(own.ToImmutable());
            return null;
        }

        return Connect($"file\n{server.Name}", server.Name, token => OpenAsync(server.Name, _ => Task.FromResult(Expand(server)), token));
    }

    /// <summary>Gives the connection to the gateway of a blueprint.</summary>
    /// <param name="model">The model, whose blueprint names it.</param>
    /// <param name="findings">Where it is noted why there is none.</param>
    /// <returns>The connection; null where there is no gateway, or a finding rules it out.</returns>
    public ServerConnection? Connect(ResolvedModel model, Findings findings)
    {
        GatewayExpansion gateway = new(model, _variables, AllowUnencrypted);
        if (IsPlayed)
        {
            return gateway.Url is null
                ? null : Connect(GatewayExpansion.Name, GatewayExpansion.Name, token => OpenAsync(GatewayExpansion.Name, null, token));
        }

        if (gateway.Url is null || gateway.FindAddress(findings) is not { } address)
        {
            return null;
        }

        // Another blueprint may prove otherwise who asks.
        string key = $"gateway\n{address.AbsoluteUri}\n{model.Blueprint.Gateway}\n{model.ApiKeyVariable}";
        return Connect(key, GatewayExpansion.Name, token => OpenAsync(
            GatewayExpansion.Name, async ended => await gateway.FindAsync(address, _options.Transport, _time, ended).ConfigureAwait(false), token));
    }

    /// <summary>Says whether there is a gateway.</summary>
    /// <param name="model">The model, whose blueprint names it.</param>
    public string? FindGateway(ResolvedModel model) => new GatewayExpansion(model, _variables, AllowUnencrypted).Url;

    /// <summary>Calls a tool.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="arguments">Its arguments: a JSON object.</param>
    /// <param name="most">How many characters of the result the model gets.</param>
    /// <param name="seesImages">Whether the model may get pictures.</param>
    /// <param name="isBound">Whether somebody approved the call of the tool as it is.</param>
    /// <param name="cancellationToken">Ends the call; the server is told.</param>
    /// <returns>What the model is told.</returns>
    public async Task<ToolResult> CallAsync(
        OfferedTool tool, JsonElement arguments, int most, bool seesImages, bool isBound, CancellationToken cancellationToken)
    {
        if (tool.Connection is not { } connection || tool.Source is not { } source)
        {
            return ToolResult.Of(JsonSerializer.Serialize(new SimulatedResult(tool.Server, tool.Tool), OfferJson.Default.SimulatedResult));
        }

        try
        {
            JsonElement answer = await connection.CallAsync(source, arguments, tool.Limit, tool.IsIdempotent, isBound, cancellationToken)
                .ConfigureAwait(false);
            ServerResult result = new ResultReader(most, seesImages, Redact).Read(answer);
            return result.IsError
                ? ToolResult.Error(ToolOutcome.Failed, result.Text)
                : ToolResult.Of(result.Text) with { Images = result.Images };
        }
        catch (ToolServerException e)
        {
            return ToolResult.Error(e.Problem == ServerProblem.Changed ? ToolOutcome.Denied : ToolOutcome.Failed, Redact(e.Message));
        }
        catch (OperationCanceledException)
        {
            return ToolResult.Error(ToolOutcome.Failed, "the call was ended, because the run is over; what it does may have been done.");
        }
        catch (ObjectDisposedException)
        {
            return ToolResult.Error(ToolOutcome.NotRun, "the run is over.");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Code of others, and a run would wait for an answer without end.
            return ToolResult.Error(ToolOutcome.Failed, Redact($"the tool server '{tool.Server}' could not be asked: {e.Message}"));
        }
    }

    /// <summary>Takes the secrets of servers out of a text.</summary>
    /// <param name="text">The text.</param>
    public string Redact(string text) => TokenMask.Apply(_redactor.Redact(text));

    /// <summary>Takes the secrets of servers out of what a server says of a tool: it may tell with which key it works.</summary>
    /// <param name="tool">The tool.</param>
    public ServerTool Redact(ServerTool tool)
    {
        string written = tool.Schema.GetRawText();
        string schema = Redact(written);
        if (schema == written)
        {
            return tool with { Description = Redact(tool.Description) };
        }

        using JsonDocument? json = ReceivedJson.Find(Encoding.UTF8.GetBytes(schema));
        return tool with { Description = Redact(tool.Description), Schema = json?.RootElement.Clone() ?? default };
    }

    /// <summary>Ends every connection without waiting for servers to end in peace.</summary>
    public void Abort()
    {
        foreach (ServerConnection connection in Connections())
        {
            connection.Abort();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Task.WhenAll(Connections().Select(c => c.DisposeAsync().AsTask())).ConfigureAwait(false);

    private ServerConnection[] Connections()
    {
        lock (_gate)
        {
            return [.. _connections.Values];
        }
    }

    private ServerConnection Connect(string key, string name, Func<CancellationToken, Task<IServerLink>> open)
    {
        lock (_gate)
        {
            if (!_connections.TryGetValue(key, out ServerConnection? connection))
            {
                _connections[key] = connection = new ServerConnection(name, open, _options.StartLimit) { Id = key };
            }

            return connection;
        }
    }

    private async Task<IServerLink> OpenAsync(
        string name, Func<CancellationToken, Task<ServerTarget>>? find, CancellationToken cancellationToken)
    {
        if (IsPlayed || find is null)
        {
            return new ReplayedLink(name, Tape!);
        }

        ServerTarget target = await find(cancellationToken).ConfigureAwait(false);
        Keep(target.Secrets);
        IServerLink link = await OpenRealAsync(target, cancellationToken).ConfigureAwait(false);
        return Tape is null ? link : new RecordingLink(name, Tape, _redactor, link);
    }

    // By itself, so that the protocol's library is loaded when a connection is made and no sooner.
    private async Task<IServerLink> OpenRealAsync(ServerTarget target, CancellationToken cancellationToken) =>
        await SdkLink.OpenAsync(target, _options, cancellationToken).ConfigureAwait(false);

    private ServerTarget Expand(ServerSettings server)
    {
        Findings findings = new(_file.Places);
        return new ServerExpansion(_file, _variables, AllowUnencrypted, findings).Expand(server)
            ?? throw new ToolServerException(ServerProblem.Unreachable, findings.ToImmutable()[0].Message);
    }

    private void Keep(ImmutableArray<Secret> secrets)
    {
        lock (_gate)
        {
            _secrets = [.. _secrets.Concat(secrets).Distinct()];
            _redactor = new Redactor(_secrets);
        }
    }

    private void Log(string server, string line)
    {
        lock (_gate)
        {
            if (_log.Count < MostLog)
            {
                _log.Enqueue($"{server}: {Redact(line)}");
            }
        }
    }
}
