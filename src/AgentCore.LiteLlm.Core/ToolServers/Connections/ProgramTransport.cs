using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using System.Threading.Channels;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentCore.LiteLlm.ToolServers.Connections;

/// <summary>
/// Carries the library's messages to a program and back over its standard streams. What the program writes is waited for by a thread that does nothing
/// else: the system wakes it with the answer itself, where the library's own transport is woken by a thread that watches, and hands on twice.
/// </summary>
/// <param name="process">The program.</param>
internal sealed class ProgramTransport(ServerProcess process) : IClientTransport, ITransport
{
    private static readonly JsonTypeInfo<JsonRpcMessage> Shape =
        (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

#pragma warning disable CA2213 // it holds nothing as long as nobody asks for its handle, and a message may still be written
    private readonly SemaphoreSlim _turn = new(1, 1);
#pragma warning restore CA2213

    // The library takes a message from here and hands it on at once, so the thread that heard it may do that.
    private readonly Channel<JsonRpcMessage> _heard = Channel.CreateUnbounded<JsonRpcMessage>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true, AllowSynchronousContinuations = true });

    private volatile Exception? _end;

    /// <inheritdoc/>
    public string Name => "program";

    /// <inheritdoc/>
    public string? SessionId => null;

    /// <inheritdoc/>
    public ChannelReader<JsonRpcMessage> MessageReader => _heard.Reader;

    /// <inheritdoc/>
    public Task<ITransport> ConnectAsync(CancellationToken cancellationToken = default)
    {
        // It ends with the program's output and closes it, since whoever else did would wait for the read: a program that was left behind may hold it
        // open. It keeps no process from ending.
        new Thread(Hear) { IsBackground = true, Name = "AgentCore tool server" }.UnsafeStart();
        return Task.FromResult<ITransport>(this);
    }

    /// <inheritdoc/>
    public async Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
    {
        ArrayBufferWriter<byte> line = new();
        using (Utf8JsonWriter writer = new(line))
        {
            JsonSerializer.Serialize(writer, message, Shape);
        }

        line.Write("\n"u8);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Nothing answers any more, and the library would wait: it gives up what it asked before, and not what it asks now.
            if (_end is { } end)
            {
                throw new IOException(end.Message, end);
            }

            // What is begun is written to its end, whoever gives up waiting: half a line would swallow the next message.
            await process.Input.WriteAsync(line.WrittenMemory, CancellationToken.None).ConfigureAwait(false);
            await process.Input.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        End(null);
        return default;
    }

    private void Hear()
    {
        using MessageLines lines = process.Output;
        try
        {
            while (lines.TryRead(out ReadOnlySpan<byte> line))
            {
                if (Read(line) is { } message)
                {
                    _heard.Writer.TryWrite(message);
                }
            }

            End(null);
        }
#pragma warning disable CA1031 // nobody above catches it, and it would end the process: whoever waits for an answer is told
        catch (Exception e)
#pragma warning restore CA1031
        {
            End(e);
        }
    }

    private void End(Exception? cause)
    {
        _end ??= cause ?? new EndOfStreamException("The program's output has ended.");
        _heard.Writer.TryComplete(cause);
    }

    // What is no message is what some program, started before or by the server, had to say.
    private static JsonRpcMessage? Read(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith(Encoding.UTF8.Preamble))
        {
            line = line[Encoding.UTF8.Preamble.Length..];
        }

        // A server that cuts a character in two still answers.
        if (!Utf8.IsValid(line))
        {
            line = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(line));
        }

        try
        {
            return JsonSerializer.Deserialize(line, Shape);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
