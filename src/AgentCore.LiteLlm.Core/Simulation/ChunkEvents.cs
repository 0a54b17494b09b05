using System.Buffers;
using System.Text.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>Writes an answer as the server-sent events of a <c>chat.completion.chunk</c> stream.</summary>
internal sealed class ChunkEvents : IAnswerEvents
{
    private const int ArgumentsPerChunk = 16;

    private readonly IBufferWriter<byte> _output;
    private readonly ChatAnswer _answer;
    private readonly bool _includeUsage;
    private readonly Utf8JsonWriter _json;

    public ChunkEvents(IBufferWriter<byte> output, ChatAnswer answer, bool includeUsage)
    {
        _output = output;
        _answer = answer;
        _includeUsage = includeUsage;
        _json = ProtocolJson.Writer(output);
    }

    /// <inheritdoc/>
    public IEnumerable<long> WriteEach()
    {
        long written = 0;
        WriteDelta(WriteRole);
        yield return ++written;

        foreach (string piece in _answer.Reasoning is null ? [] : Words.Split(_answer.Reasoning))
        {
            WriteDelta(json => json.WriteString("reasoning_content", piece));
            yield return ++written;
        }

        foreach (ReadOnlyMemory<byte> piece in TextEvents())
        {
            _output.Write(piece.Span);
            yield return ++written;
        }

        for (int call = 0; call < _answer.ToolCalls.Count; call++)
        {
            foreach (Action<Utf8JsonWriter> fragment in Fragments(call, _answer.ToolCalls[call]))
            {
                WriteDelta(fragment);
                yield return ++written;
            }
        }

        WriteDelta(_ => { }, _answer.FinishReason);
        yield return ++written;

        if (_includeUsage)
        {
            WriteUsage();
            yield return ++written;
        }

        _output.Write("data: [DONE]\n\n"u8);
        yield return ++written;
    }

    public void Dispose() => _json.Dispose();

    private static IEnumerable<Action<Utf8JsonWriter>> Fragments(int index, AnsweredToolCall call)
    {
        yield return json => WriteToolCall(json, index, call, "");
        foreach (string arguments in Words.Split(call.Arguments, (call.Arguments.Length / ArgumentsPerChunk) + 1))
        {
            yield return json => WriteToolCall(json, index, null, arguments);
        }
    }

    private static void WriteToolCall(Utf8JsonWriter json, int index, AnsweredToolCall? start, string arguments)
    {
        json.WriteStartArray("tool_calls");
        json.WriteStartObject();
        json.WriteNumber("index", index);
        if (start is not null)
        {
            json.WriteString("id", start.Id);
            json.WriteString("type", "function");
        }

        json.WriteStartObject("function");
        if (start is not null)
        {
            json.WriteString("name", start.Name);
        }

        json.WriteString("arguments", arguments);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    // A long stream says the same pieces again and again; each is turned into bytes once.
    private IEnumerable<ReadOnlyMemory<byte>> TextEvents()
    {
        List<ReadOnlyMemory<byte>> events = [];
        foreach (string piece in _answer.Pieces ?? [])
        {
            ArrayBufferWriter<byte> bytes = new();
            using ChunkEvents one = new(bytes, _answer, _includeUsage);
            one.WriteDelta(json => json.WriteString("content", piece));
            events.Add(bytes.WrittenMemory);
            yield return bytes.WrittenMemory;
        }

        for (int round = 1; round < _answer.Repeat; round++)
        {
            foreach (ReadOnlyMemory<byte> bytes in events)
            {
                yield return bytes;
            }
        }
    }

    private void WriteRole(Utf8JsonWriter json)
    {
        json.WriteString("role", "assistant");
        json.WriteString("content", _answer.Pieces is null ? null : "");
        json.WriteNull("refusal");
    }

    private void WriteDelta(Action<Utf8JsonWriter> delta, string? finishReason = null)
    {
        StartChunk();
        _json.WriteStartObject();
        _json.WriteNumber("index", 0);
        _json.WriteStartObject("delta");
        delta(_json);
        _json.WriteEndObject();
        _json.WriteNull("logprobs");
        _json.WriteString("finish_reason", finishReason);
        _json.WriteEndObject();
        _json.WriteEndArray();
        if (_includeUsage)
        {
            _json.WriteNull("usage");
        }

        EndChunk();
    }

    private void WriteUsage()
    {
        StartChunk();
        _json.WriteEndArray();
        _json.WritePropertyName("usage");
        _answer.Usage.WriteTo(_json);
        EndChunk();
    }

    private void StartChunk()
    {
        _output.Write("data: "u8);
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("id", _answer.Id);
        _json.WriteString("object", "chat.completion.chunk");
        _json.WriteNumber("created", ChatAnswer.Created);
        _json.WriteString("model", _answer.Model);
        _json.WriteStartArray("choices");
    }

    private void EndChunk()
    {
        _json.WriteEndObject();
        _json.Flush();
        _output.Write("\n\n"u8);
    }
}
