using System.ClientModel.Primitives;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Wire;

/// <summary>A streamed answer while it arrives. It is complete only when a finish reason came; everything else is a failure.</summary>
internal sealed class ChatStream : IDisposable
{
    private const int LongestBody = 64 * 1024 * 1024;
    private static readonly TimeSpan PatienceAfterEnd = TimeSpan.FromSeconds(5);

    private readonly ChatCall _call;
    private readonly PipelineResponse _response;
    private readonly EventReader _events;
    private readonly StreamedReply _reply;
    private IReadOnlyList<AgentChunk> _pending = [];
    private bool _isDone;
    private bool _isWhole;

    private ChatStream(ChatCall call, PipelineResponse response)
    {
        _call = call;
        _response = response;
        _events = new EventReader(response.ContentStream ?? Stream.Null, call.Clock);
        _reply = new StreamedReply(call.Redactor);
    }

    /// <summary>Sends the request, and reads as far as it takes to see that events follow, or a whole reply in their place.</summary>
    public static async Task<ChatStream> OpenAsync(ChatCall call)
    {
        ChatStream? stream = null;
        try
        {
            stream = new ChatStream(call, await call.SendAsync().ConfigureAwait(false));
            await stream.BeginAsync().ConfigureAwait(false);
            return stream;
        }
        catch (Exception e) when (call.FindFailure(e) is { } failure)
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
    /// <returns>The pieces; null when the answer is complete.</returns>
    public async ValueTask<IReadOnlyList<AgentChunk>?> ReadAsync()
    {
        try
        {
            return await ReadPiecesAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (_call.FindFailure(e, _reply.Text, Header) is { } failure)
        {
            if (!IsComplete)
            {
                throw failure;
            }

            // The answer was complete; only its last formalities are missing.
            return Finish();
        }
    }

    /// <summary>Makes the reply of the complete answer.</summary>
    public AgentReply ToReply() => _call.ToReply(_reply.ToCompletion(), Header);

    /// <inheritdoc/>
    public void Dispose() => _events.Dispose();

    private bool IsComplete => _isWhole || _reply.FinishReason is not null || (_isDone && _reply.HasEmptyFinishReason);

    private async ValueTask<IReadOnlyList<AgentChunk>?> ReadPiecesAsync()
    {
        if (_pending.Count > 0)
        {
            IReadOnlyList<AgentChunk> pieces = _pending;
            _pending = [];
            return pieces;
        }

        while (!_isDone && await _events.ReadAsync().ConfigureAwait(false))
        {
            if (Take() is { Count: > 0 } pieces)
            {
                _call.NoteToken();
                return pieces;
            }
        }

        if (IsComplete)
        {
            return Finish();
        }

        throw Cut(_events.IsTooLong ? "sent an event longer than any model's"
            : _isDone ? "sent [DONE] without a finish reason: the answer was cut"
            : "ended the stream without a finish reason: the answer was cut");
    }

    // Once, what was held back; then the end.
    private List<AgentChunk>? Finish()
    {
        _isDone = true;
        List<AgentChunk> rest = [.. _reply.Flush()];
        return rest.Count > 0 ? rest : null;
    }

    private IReadOnlyList<AgentChunk> Take()
    {
        ReadOnlyMemory<byte> data = _events.Data;
        if (data.Span.Trim((byte)' ').SequenceEqual("[DONE]"u8))
        {
            _isDone = true;
            return [];
        }

        if (data.Span.Trim((byte)' ').IsEmpty)
        {
            return [];
        }

        using JsonDocument chunk = Parse(data);
        if (ErrorBody.Find(chunk.RootElement) is not null)
        {
            ChatException failure = _call.Refused(_response.Status, Header, data);
            throw new ChatException(failure.Failure with { PartialText = _reply.Text });
        }

        if (chunk.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw Invalid("an event is no chat completion chunk");
        }

        IReadOnlyList<AgentChunk> pieces = _reply.Add(chunk.RootElement);
        if (_reply.FinishReason is "error" or "network_error")
        {
            throw Cut($"ended the stream with the finish reason '{_reply.FinishReason}'");
        }

        if (_reply.FinishReason is not null)
        {
            _call.Clock.ExpectWithin(PatienceAfterEnd);
        }

        return pieces;
    }

    private JsonDocument Parse(ReadOnlyMemory<byte> data)
    {
        try
        {
            return JsonDocument.Parse(data);
        }
        catch (JsonException)
        {
            throw _events.HasEnded ? Cut("broke off in the middle of an event") : Invalid("an event is no JSON");
        }
    }

    private async Task BeginAsync()
    {
        if (_response.IsError || _response.Status is < 200 or > 299)
        {
            throw _call.Refused(_response.Status, Header, await _events.ReadRestAsync(256 * 1024).ConfigureAwait(false));
        }

        switch (await _events.PeekAsync().ConfigureAwait(false))
        {
            case null:
                throw Invalid("the body is empty");
            case (byte)'<':
                throw Invalid("the body is an HTML page");
            case (byte)'{' or (byte)'[':
                TakeWhole(await _events.ReadRestAsync(LongestBody).ConfigureAwait(false));
                break;
        }
    }

    // A server that knows no streams answers with one object; a gateway may answer 200 with an error in it.
    private void TakeWhole(ReadOnlyMemory<byte> body)
    {
        using JsonDocument json = ReplyBody.FindJson(body) ?? throw Invalid("the body is neither a stream of events nor JSON");
        if (ErrorBody.Find(json.RootElement) is not null)
        {
            throw _call.Refused(_response.Status, Header, body);
        }

        if (CompletionReader.Find(json.RootElement) is null)
        {
            throw Invalid("its JSON holds no choice");
        }

        _isDone = true;
        _isWhole = true;
        _pending = _reply.Add(json.RootElement);
        _call.NoteToken();
    }

    private string? Header(string name) => _response.Headers.TryGetValue(name, out string? value) ? value : null;

    private ChatException Cut(string problem) => new(_call.Failures.CutOff(Header, problem) with { PartialText = _reply.Text });

    private ChatException Invalid(string problem) => new(_call.Failures.Invalid(_response.Status, Header, problem) with { PartialText = _reply.Text });
}
