using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Wire;

/// <summary>A streamed answer while it arrives. It is complete only when its end was said; everything else is a failure.</summary>
internal sealed class ChatStream : IDisposable
{
    /// <summary>More characters than any model answers with, thirty times over; one that repeats itself without end is stopped here.</summary>
    internal const int LongestReply = 16 * 1024 * 1024;

    // For the usage, which some servers send after the finish reason.
    private static readonly TimeSpan PatienceAfterFinish = TimeSpan.FromSeconds(5);

    // For the last bytes of the connection's framing, without which it cannot be used again.
    private static readonly TimeSpan PatienceAfterEnd = TimeSpan.FromMilliseconds(50);

    // How often an event that is no JSON may go on behind what seemed to be its end.
    private const int MostParts = 8;

    private readonly ChatCall _call;
    private readonly ReceivedResponse _response;
    private readonly EventReader _events;
    private readonly IIncomingAnswer _reply;
    private readonly Queue<ReadOnlyMemory<byte>> _glued = new();
    private ReadOnlyMemory<byte> _data;
    private ChatException? _broken;
    private bool _hasJson;
    private bool _isDone;

    private ChatStream(ChatCall call, ReceivedResponse response)
    {
        _call = call;
        _response = response;
        _events = new EventReader(response.Body, call.Clock);
        _reply = call.NewAnswer(call.Redactor);
    }

    // A whole reply in place of a stream needs no finish reason: its JSON is complete.
    private bool IsComplete => _reply.IsWhole || _reply.FinishReason is not null || (_isDone && _reply.MayEndUnsaid);

    /// <summary>Sends the request, and reads as far as it takes to see that events follow, or a whole reply in their place.</summary>
    public static async Task<ChatStream> OpenAsync(ChatCall call)
    {
        ChatStream? stream = null;
        try
        {
            ReceivedResponse response = await call.SendAsync().ConfigureAwait(false);
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
        catch (Exception e) when (_call.FindFailure(e, Header, () => _reply.Text) is { } failure)
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
    public AgentReply ToReply() => _call.ToReply(_reply.ToCompletion(), Header);

    /// <inheritdoc/>
    public void Dispose() => _events.Dispose();

    private async ValueTask<List<AgentChunk>?> ReadPiecesAsync()
    {
        while (!_isDone && await NextAsync().ConfigureAwait(false) is { } pieces)
        {
            if (pieces.Count > 0)
            {
                _call.NoteToken();
                return pieces;
            }
        }

        if (_broken is not null)
        {
            throw _broken;
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

    // What the next JSON value of the stream brings; null at its end.
    private async ValueTask<List<AgentChunk>?> NextAsync()
    {
        while (true)
        {
            if (!_glued.TryDequeue(out _data))
            {
                if (!await _events.ReadAsync().ConfigureAwait(false))
                {
                    return null;
                }

                _data = _events.Data;
            }

            ReadOnlySpan<byte> word = _data.Span.Trim(" \t\n"u8);
            if (word.SequenceEqual("[DONE]"u8))
            {
                _isDone = true;
                return null;
            }

            if (word.IsEmpty)
            {
                continue;
            }

            if (FindPieces() is { } pieces)
            {
                return pieces;
            }

            // What comes after the finish reason can only add to an answer that is complete.
            if (_reply.FinishReason is null)
            {
                await PartAsync().ConfigureAwait(false);
            }
        }
    }

    // Null where it is no JSON.
    private List<AgentChunk>? FindPieces()
    {
        bool mayBePlain = _broken is null && !_events.IsError && _reply.Length <= LongestReply;
        if (mayBePlain && _reply.AddPlain(_data.Span) is { } pieces)
        {
            return pieces;
        }

        using JsonDocument? value = ReceivedJson.Find(_data, keepsBytes: true);
        return value is null ? null : Take(value.RootElement);
    }

    // An event that is no JSON: events without a line between them, an error behind an event that was cut, words in place of an error, or damage.
    private async ValueTask PartAsync()
    {
        if (_events.IsError)
        {
            throw Refused(Encoding.UTF8.GetBytes($"{{\"error\":\"{JsonEncodedText.Encode(_data.Span)}\"}}"));
        }

        bool wasLast = _events.HasEnded;
        List<ReadOnlyMemory<byte>> values = GluedValues.Part(_events.Data, out int open);
        for (int part = 0; part < MostParts && open < _events.Data.Length && await _events.GoOnAsync(open).ConfigureAwait(false); part++)
        {
            values = GluedValues.Part(_events.Data, out open);
        }

        foreach (ReadOnlyMemory<byte> value in values)
        {
            _glued.Enqueue(value);
        }

        if (_glued.Count == 0)
        {
            if (_broken is not null)
            {
                throw _broken;
            }

            // The event after it may say why; one more that is broken says nothing.
            _broken = _events.IsUnframed && !_reply.HasBegun ? Invalid("the body is neither a stream of events nor JSON")
                : wasLast ? Cut("broke off in the middle of an event")
                : Invalid("an event is no JSON");
        }
    }

    private List<AgentChunk> Take(JsonElement value)
    {
        _hasJson = true;
        if (_reply.FindError(value, _data, _events.IsError) is { } error)
        {
            throw Refused(error);
        }

        if (_broken is not null)
        {
            throw _broken;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Invalid(_events.IsUnframed ? _reply.Lack : "an event is no piece of an answer");
        }

        return Add(value);
    }

    private List<AgentChunk> Add(JsonElement chunk)
    {
        if (_reply.Length > LongestReply)
        {
            throw TooLong();
        }

        bool wasFinished = _reply.FinishReason is not null;
        List<AgentChunk> pieces = _reply.Add(chunk, _events.IsUnframed);
        if (_reply.FinishReason is "error" or "network_error")
        {
            throw Cut($"ended the stream with the finish reason '{_reply.FinishReason}'");
        }

        // Text after the finish reason is still text; comments and empty chunks are not worth more patience.
        if (_reply.FinishReason is not null && (!wasFinished || pieces.Count > 0))
        {
            _call.Clock.ExpectEndWithin(PatienceAfterFinish);
        }

        _isDone |= _reply.IsOver;
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
        }
    }

    private string? Header(string name) => _response.Header(name);

    private ChatException Incomplete()
    {
        if (_events.IsTooLong)
        {
            return TooLong();
        }

        if (!_events.HasEventLines && !_reply.HasBegun)
        {
            return Invalid(_hasJson ? _reply.Lack : "the body is no stream of events");
        }

        string stray = _events.Stray.Length == 0 ? "" : $"; in place of an event came: {_events.Stray}";
        return Cut($"{(_isDone ? "sent [DONE]" : "ended the stream")} without {_reply.MissingEnd}: the answer was cut{stray}");
    }

    private ChatException Refused(ReadOnlyMemory<byte> body) => new(_call.Refused(_response.Status, Header, body).Failure with { PartialText = _reply.Text });

    private ChatException TooLong() => new(
        _call.Failures.NoAnswer(FailureKind.ReplyTooLong, $"sent more than {LongestReply / 1024 / 1024} million characters", Header) with
        {
            PartialText = _reply.Text,
        });

    private ChatException Cut(string problem) => new(_call.Failures.CutOff(Header, problem) with { PartialText = _reply.Text });

    private ChatException Invalid(string problem) => new(_call.Failures.Invalid(_response.Status, Header, problem) with { PartialText = _reply.Text });
}
