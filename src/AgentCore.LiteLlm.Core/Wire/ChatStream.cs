using System.ClientModel.Primitives;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Wire;

/// <summary>A streamed answer while it arrives. It is complete only when a finish reason came; everything else is a failure.</summary>
internal sealed class ChatStream : IDisposable
{
    // For the usage, which some servers send after the finish reason.
    private static readonly TimeSpan PatienceAfterFinish = TimeSpan.FromSeconds(5);

    // For the last bytes of the connection's framing, without which it cannot be used again.
    private static readonly TimeSpan PatienceAfterEnd = TimeSpan.FromMilliseconds(50);

    private readonly ChatCall _call;
    private readonly PipelineResponse _response;
    private readonly EventReader _events;
    private readonly StreamedReply _reply;
    private Completion? _whole;
    private List<AgentChunk>? _wholePieces;
    private bool _isDone;

    private ChatStream(ChatCall call, PipelineResponse response)
    {
        _call = call;
        _response = response;
        _events = new EventReader(response.ContentStream ?? Stream.Null, call.Clock);
        _reply = new StreamedReply(call.Redactor);
    }

    private bool IsComplete => _whole is not null || _reply.FinishReason is not null || (_isDone && _reply.HasEmptyFinishReason);

    /// <summary>Sends the request, and reads as far as it takes to see that events follow, or a whole reply in their place.</summary>
    public static async Task<ChatStream> OpenAsync(ChatCall call)
    {
        ChatStream? stream = null;
        try
        {
            PipelineResponse response = await call.SendAsync().ConfigureAwait(false);
            if (ReplyBody.IsErrorStatus(response.Status))
            {
                throw (await ReplyBody.ReadAsync(response, call).ConfigureAwait(false)).ToRefusal(call);
            }

            stream = new ChatStream(call, response);
            await stream.BeginAsync().ConfigureAwait(false);
            return stream;
        }
        catch (Exception e) when (call.FindFailure(e, stream is null ? null : stream.Header) is { } failure)
        {
            stream?.Dispose();
            throw failure;
        }
        catch
        {
            stream?.Dispose();
            throw;
        }
    }

    /// <summary>Reads the next pieces.</summary>
    /// <returns>The pieces, valid until the next are read; null when the answer is complete.</returns>
    public async ValueTask<List<AgentChunk>?> ReadAsync()
    {
        try
        {
            return await ReadPiecesAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (_call.FindFailure(e, Header, _reply.Text) is { } failure)
        {
            if (!IsComplete)
            {
                throw failure;
            }

            // The answer was complete; only its last formalities are missing.
            _isDone = true;
            return FlushPieces();
        }
    }

    /// <summary>Makes the reply of the complete answer.</summary>
    public AgentReply ToReply() => _call.ToReply(_whole ?? _reply.ToCompletion(), Header);

    /// <inheritdoc/>
    public void Dispose() => _events.Dispose();

    private async ValueTask<List<AgentChunk>?> ReadPiecesAsync()
    {
        if (_wholePieces is { Count: > 0 } all)
        {
            _wholePieces = null;
            _call.NoteToken();
            return all;
        }

        while (!_isDone && await _events.ReadAsync().ConfigureAwait(false))
        {
            if (Take() is { Count: > 0 } pieces)
            {
                _call.NoteToken();
                return pieces;
            }
        }

        if (!IsComplete)
        {
            throw Incomplete();
        }

        // Once, what was held back; then the end.
        _isDone = true;
        if (FlushPieces() is { } rest)
        {
            return rest;
        }

        _call.Clock.ExpectEndWithin(PatienceAfterEnd);
        await _events.SkipRestAsync().ConfigureAwait(false);
        return null;
    }

    private List<AgentChunk>? FlushPieces()
    {
        if (_reply.Flush() is { Count: > 0 } rest)
        {
            _call.NoteToken();
            return rest;
        }

        return null;
    }

    private List<AgentChunk>? Take()
    {
        ReadOnlyMemory<byte> data = _events.Data;
        ReadOnlySpan<byte> word = data.Span.Trim(" \t\n"u8);
        if (word.IsEmpty || word.SequenceEqual("[DONE]"u8))
        {
            _isDone = !word.IsEmpty;
            return null;
        }

        using JsonDocument? chunk = ReceivedJson.Find(data);
        if (chunk is null && _reply.FinishReason is not null)
        {
            // What comes after the finish reason can only add to an answer that is complete.
            return null;
        }

        if (chunk is null)
        {
            throw _events.HasEnded ? Cut("broke off in the middle of an event") : Invalid("an event is no JSON");
        }

        if (ErrorBody.Find(chunk.RootElement) is not null)
        {
            throw new ChatException(_call.Refused(_response.Status, Header, data).Failure with { PartialText = _reply.Text });
        }

        if (chunk.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw Invalid("an event is no chat completion chunk");
        }

        return Add(chunk.RootElement);
    }

    private List<AgentChunk> Add(JsonElement chunk)
    {
        bool wasFinished = _reply.FinishReason is not null;
        List<AgentChunk> pieces = _reply.Add(chunk);
        if (_reply.FinishReason is "error" or "network_error")
        {
            throw Cut($"ended the stream with the finish reason '{_reply.FinishReason}'");
        }

        // Text after the finish reason is still text; comments and empty chunks are not worth more patience.
        if (_reply.FinishReason is not null && (!wasFinished || pieces.Count > 0))
        {
            _call.Clock.ExpectEndWithin(PatienceAfterFinish);
        }

        return pieces;
    }

    private async Task BeginAsync()
    {
        switch (await _events.PeekAsync().ConfigureAwait(false))
        {
            case null:
                throw Invalid("the body is empty");
            case (byte)'<':
                throw Invalid("the body is an HTML page");
            case (byte)'{' or (byte)'[':
                TakeWhole(await _events.ReadRestAsync().ConfigureAwait(false));
                break;
        }
    }

    // A server that knows no streams answers with one object; a gateway may answer 200 with an error in it.
    private void TakeWhole(ReadOnlyMemory<byte> body)
    {
        using JsonDocument json = ReceivedJson.Find(body) ?? throw Invalid("the body is neither a stream of events nor JSON");
        if (ErrorBody.Find(json.RootElement) is not null)
        {
            throw _call.Refused(_response.Status, Header, body);
        }

        _whole = CompletionReader.Find(json.RootElement) ?? throw Invalid("its JSON holds no choice");
        _wholePieces = ToPieces(_whole);
        _isDone = true;
    }

    private List<AgentChunk> ToPieces(Completion whole)
    {
        (ChunkKind Kind, string? Text, int Call)[] parts =
        [
            (ChunkKind.Reasoning, whole.Reasoning, 0), (ChunkKind.Text, whole.Text, 0), .. whole.ToolCalls.Select((c, i) => (ChunkKind.ToolCall, (string?)c.Arguments, i)),
        ];
        return [.. parts.Where(p => !string.IsNullOrEmpty(p.Text)).Select(p => new AgentChunk(p.Kind, _call.Redactor.Redact(p.Text!)) { Call = p.Call })];
    }

    private string? Header(string name) => ReplyBody.FindHeader(_response, name);

    private ChatException Incomplete()
    {
        if (_events.IsTooLong)
        {
            return Cut("sent an event longer than any model's");
        }

        if (!_events.HasEventLines)
        {
            return Invalid("the body is no stream of events");
        }

        return Cut(_isDone ? "sent [DONE] without a finish reason: the answer was cut" : "ended the stream without a finish reason: the answer was cut");
    }

    private ChatException Cut(string problem) => new(_call.Failures.CutOff(Header, problem) with { PartialText = _reply.Text });

    private ChatException Invalid(string problem) => new(_call.Failures.Invalid(_response.Status, Header, problem) with { PartialText = _reply.Text });
}
