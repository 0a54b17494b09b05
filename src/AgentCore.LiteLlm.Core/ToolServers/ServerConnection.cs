using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.ToolServers.Connections;
using AgentCore.LiteLlm.ToolServers.Offers;

namespace AgentCore.LiteLlm.ToolServers;

/// <summary>
/// One server of one pipeline: connected when it is first needed, and again when the connection is gone. What it offered at first is what holds:
/// a tool that becomes another one is not called.
/// </summary>
/// <param name="name">The server's name, as the user has it.</param>
/// <param name="open">Opens a connection.</param>
/// <param name="startLimit">How long the server may take to be ready and to list its tools.</param>
internal sealed class ServerConnection(string name, Func<CancellationToken, Task<IServerLink>> open, TimeSpan startLimit) : IAsyncDisposable
{
    private const int MostPages = 1000;
    private const int MostTools = 10_000;
    private const long MostCharacters = 64 * 1024 * 1024;

    // The protocol's library writes 64 levels, of which the message takes some.
    private const int DeepestArguments = 58;

#pragma warning disable CA2213 // it holds nothing as long as nobody asks for its handle, and a call may still wait in it
    private readonly SemaphoreSlim _turn = new(1, 1);
#pragma warning restore CA2213
    private readonly Dictionary<IServerLink, int> _callers = new(ReferenceEqualityComparer.Instance);
    private IServerLink? _link;
    private ImmutableDictionary<string, ServerTool>? _offered;
    private ImmutableHashSet<string> _changed = [];
    private bool _isUnsure;
    private volatile bool _isDisposed;

    /// <summary>Gets the server's name, as the user has it.</summary>
    public string Name => name;

    /// <summary>Gets what tells the server from any other of the pipeline, whatever their names.</summary>
    public string Id { get; init; } = "";

    /// <summary>Gets what the server said of itself; null before it was connected to.</summary>
    public ServerIdentity? Identity => _link?.Identity;

    /// <summary>Lists the tools of the server, as it offered them first.</summary>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>The tools, by name.</returns>
    /// <exception cref="ToolServerException">The server cannot be asked, or does not answer.</exception>
    public async Task<ImmutableDictionary<string, ServerTool>> ListAsync(CancellationToken cancellationToken)
    {
        await ConnectAsync(null, isBound: false, cancellationToken).ConfigureAwait(false);
        return _offered!;
    }

    /// <summary>Calls a tool. Where nobody knows whether a call arrived it is not made again, unless that does no harm.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="arguments">Its arguments: a JSON object.</param>
    /// <param name="limit">How long the call may take.</param>
    /// <param name="isIdempotent">Whether making it twice does no harm.</param>
    /// <param name="isBound">Whether somebody approved the call of the tool as it is: the server is asked once more what it is.</param>
    /// <param name="cancellationToken">Ends the call; the server is told.</param>
    /// <returns>The result, as the server sent it.</returns>
    /// <exception cref="ToolServerException">There is none.</exception>
    public async Task<JsonElement> CallAsync(
        ServerTool tool, JsonElement arguments, TimeSpan limit, bool isIdempotent, bool isBound, CancellationToken cancellationToken)
    {
        JsonElement parameters = ToParameters(tool.Name, arguments);
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        try
        {
            for (bool isAgain = false; ; isAgain = true)
            {
                IServerLink link = await ConnectAsync(tool, isBound, deadline.Token).ConfigureAwait(false);
                try
                {
                    return await link.AskAsync("tools/call", parameters, deadline.Token).ConfigureAwait(false);
                }
                catch (ToolServerException e)
                {
                    bool isGone = e.Problem is ServerProblem.SessionGone or ServerProblem.Unreachable or ServerProblem.Lost or ServerProblem.Unreadable;
                    if (isGone)
                    {
                        await DropAsync(link).ConfigureAwait(false);
                    }

                    // These two say that nothing was done.
                    bool isUntouched = e.Problem is ServerProblem.SessionGone or ServerProblem.Unreachable;
                    if (isAgain || !(isUntouched || (e.Problem == ServerProblem.Lost && isIdempotent)))
                    {
                        throw;
                    }
                }
                finally
                {
                    await LeaveAsync(link).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested && deadline.IsCancellationRequested)
        {
            throw new ToolServerException(
                ServerProblem.TimedOut,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The tool server '{name}' did not answer within {limit.TotalSeconds:0.###} seconds; what the call does may have been done."), e);
        }
    }

    /// <summary>Ends the connection without waiting for the server to end in peace.</summary>
    public void Abort()
    {
        _isDisposed = true;
        _link?.Abort();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;

        // Whoever is connecting sees that it is over, and lets go of what he made.
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        IServerLink? link = _link;
        _link = null;
        _turn.Release();
        if (link is not null)
        {
            await link.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<IServerLink> ConnectAsync(ServerTool? wanted, bool isBound, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_link is { IsOpen: false } closed)
            {
                _link = null;
                await closed.DisposeAsync().ConfigureAwait(false);
            }

            // Not every server that changes its tools says so.
            _isUnsure |= _link is null || _link.TakeChange() || isBound;
            if (_isUnsure)
            {
                await LearnAsync(cancellationToken).ConfigureAwait(false);
            }

            if (wanted is not null && _changed.Contains(wanted.Name))
            {
                throw new ToolServerException(
                    ServerProblem.Changed,
                    $"The tool server '{name}' has changed or withdrawn the tool '{SecretShapes.Excerpt(wanted.Name)}' since the run began, "
                        + "so it was not called.");
            }

            IServerLink link = _link!;
            if (wanted is not null)
            {
                lock (_callers)
                {
                    _callers[link] = _callers.GetValueOrDefault(link) + 1;
                }
            }

            return link;
        }
        finally
        {
            _turn.Release();
        }
    }

    // Connects where there is no connection, and asks what the server offers now.
    private async Task LearnAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(startLimit);
        try
        {
            _link ??= await open(limit.Token).ConfigureAwait(false);
            ImmutableDictionary<string, ServerTool> now = await ListAsync(_link, limit.Token).ConfigureAwait(false);
            _offered ??= now;
            _changed = [.. _offered.Values.Where(t => now.GetValueOrDefault(t.Name)?.Hash != t.Hash).Select(t => t.Name)];
            _isUnsure = false;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested && limit.IsCancellationRequested)
        {
            throw new ToolServerException(
                ServerProblem.TimedOut,
                string.Create(CultureInfo.InvariantCulture, $"The tool server '{name}' was not ready within {startLimit.TotalSeconds} seconds."), e);
        }
    }

    // Others may still wait for answers on a connection that one call gave up: the last of them closes it.
    private async Task DropAsync(IServerLink link)
    {
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            _link = _link == link ? null : _link;
            if (!link.IsOpen)
            {
                await link.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task LeaveAsync(IServerLink link)
    {
        bool isLast;
        lock (_callers)
        {
            isLast = --_callers[link] == 0;
            if (isLast)
            {
                _callers.Remove(link);
            }
        }

        if (isLast && _link != link)
        {
            await link.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<ImmutableDictionary<string, ServerTool>> ListAsync(IServerLink link, CancellationToken cancellationToken)
    {
        ImmutableDictionary<string, ServerTool>.Builder tools = ImmutableDictionary.CreateBuilder<string, ServerTool>(StringComparer.Ordinal);
        HashSet<string> cursors = new(StringComparer.Ordinal);
        string? cursor = null;
        long characters = 0;
        do
        {
            JsonElement page = await link.AskAsync("tools/list", ToPage(cursor), cancellationToken).ConfigureAwait(false);
            foreach (ServerTool tool in page.Items("tools").Select(ServerTool.Read).OfType<ServerTool>())
            {
                // The first of a name is the one that is called.
                tools.TryAdd(tool.Name, tool);
            }

            cursor = page.FindText("nextCursor");
            characters += page.GetRawText().Length;
            if (characters > MostCharacters || tools.Count > MostTools || cursors.Count > MostPages || (cursor is not null && !cursors.Add(cursor)))
            {
                throw new ToolServerException(ServerProblem.Unreadable, $"The tool server '{name}' does not come to the end of its list of tools.");
            }
        }
        while (cursor is not null);
        return tools.ToImmutable();
    }

    private static JsonElement ToPage(string? cursor) => Write(json =>
    {
        if (cursor is not null)
        {
            json.WriteString("cursor", cursor);
        }
    });

    private JsonElement ToParameters(string tool, JsonElement arguments)
    {
        try
        {
            return Write(json =>
            {
                json.WriteString("name", tool);
                json.WritePropertyName("arguments");
                arguments.WriteTo(json);
            });
        }
        catch (InvalidOperationException e)
        {
            throw new ToolServerException(
                ServerProblem.Refused,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The tool server '{name}' was not asked: the arguments hold half a character, or are nested more than {DeepestArguments} deep."), e);
        }
    }

    private static JsonElement Write(Action<Utf8JsonWriter> members)
    {
        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter json = new(output, new JsonWriterOptions { MaxDepth = DeepestArguments + 1 }))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        using JsonDocument document = JsonDocument.Parse(output.WrittenMemory);
        return document.RootElement.Clone();
    }
}
