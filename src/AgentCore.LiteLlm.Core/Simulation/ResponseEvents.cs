using System.Buffers;
using System.Text.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>Writes an answer as the server-sent events of a stream of responses.</summary>
internal sealed class ResponseEvents : IAnswerEvents
{
    private const int ArgumentsPerPiece = 16;

    private readonly IBufferWriter<byte> _output;
    private readonly ChatAnswer _answer;
    private readonly Utf8JsonWriter _json;
    private long _number;

    /// <summary>Initializes the events.</summary>
    public ResponseEvents(IBufferWriter<byte> output, ChatAnswer answer)
    {
        _output = output;
        _answer = answer;
        _json = ProtocolJson.Writer(output);
    }

    /// <inheritdoc/>
    public IEnumerable<long> WriteEach()
    {
        yield return WriteResponse("response.created", "in_progress");
        yield return WriteResponse("response.in_progress", "in_progress");
        for (int place = 0; place < ResponseJson.CountItems(_answer); place++)
        {
            yield return WriteItem("response.output_item.added", place, isDone: false);
            IEnumerable<long> inner = ResponseJson.KindOf(_answer, place) switch
            {
                ItemKind.Reasoning => WriteReasoning(place),
                ItemKind.Message => WriteMessage(place),
                _ => WriteCall(place),
            };
            foreach (long written in inner)
            {
                yield return written;
            }

            yield return WriteItem("response.output_item.done", place, isDone: true);
        }

        string status = ResponseStatus.Of(_answer);
        yield return WriteResponse($"response.{status}", status);
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private IEnumerable<long> WriteReasoning(int place)
    {
        yield return Write("response.reasoning_summary_part.added", place, "summary_index", json => WritePart(json, "summary_text", ""));
        foreach (string piece in Words.Split(_answer.Reasoning!))
        {
            yield return Write("response.reasoning_summary_text.delta", place, "summary_index", json => json.WriteString("delta", piece));
        }

        yield return Write("response.reasoning_summary_text.done", place, "summary_index", json => json.WriteString("text", _answer.Reasoning));
        yield return Write(
            "response.reasoning_summary_part.done", place, "summary_index", json => WritePart(json, "summary_text", _answer.Reasoning!));
    }

    private IEnumerable<long> WriteMessage(int place)
    {
        yield return Write("response.content_part.added", place, "content_index", json => WritePart(json, "output_text", ""));
        for (int round = 0; round < _answer.Repeat; round++)
        {
            foreach (string piece in _answer.Pieces!)
            {
                yield return Write("response.output_text.delta", place, "content_index", json =>
                {
                    json.WriteString("delta", piece);
                    WriteNoLogprobs(json);
                });
            }
        }

        string text = ResponseJson.TextOf(_answer);
        yield return Write("response.output_text.done", place, "content_index", json =>
        {
            json.WriteString("text", text);
            WriteNoLogprobs(json);
        });
        yield return Write("response.content_part.done", place, "content_index", json => WritePart(json, "output_text", text));
    }

    private IEnumerable<long> WriteCall(int place)
    {
        AnsweredToolCall call = ResponseJson.CallOf(_answer, place);
        foreach (string piece in Words.Split(call.Arguments, (call.Arguments.Length / ArgumentsPerPiece) + 1))
        {
            yield return Write("response.function_call_arguments.delta", place, null, json => json.WriteString("delta", piece));
        }

        yield return Write("response.function_call_arguments.done", place, null, json =>
        {
            json.WriteString("name", call.Name);
            json.WriteString("arguments", call.Arguments);
        });
    }

    private static void WriteNoLogprobs(Utf8JsonWriter json)
    {
        json.WriteStartArray("logprobs");
        json.WriteEndArray();
    }

    private static void WritePart(Utf8JsonWriter json, string type, string text)
    {
        json.WritePropertyName("part");
        ResponseJson.WriteText(json, type, text);
    }

    private long WriteResponse(string type, string status) => Write(type, json =>
    {
        json.WritePropertyName("response");
        ResponseJson.Write(json, _answer, status);
    });

    private long WriteItem(string type, int place, bool isDone) => Write(type, json =>
    {
        json.WriteNumber("output_index", place);
        json.WritePropertyName("item");
        ResponseJson.WriteItem(json, _answer, place, isDone);
    });

    private long Write(string type, int place, string? partIndex, Action<Utf8JsonWriter> write) => Write(type, json =>
    {
        json.WriteString("item_id", ResponseJson.IdOf(_answer, place));
        json.WriteNumber("output_index", place);
        if (partIndex is not null)
        {
            json.WriteNumber(partIndex, 0);
        }

        write(json);
    });

    private long Write(string type, Action<Utf8JsonWriter> write)
    {
        _output.Write("event: "u8);
        _output.Write(System.Text.Encoding.ASCII.GetBytes(type));
        _output.Write("\ndata: "u8);
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("type", type);
        _json.WriteNumber("sequence_number", _number);
        write(_json);
        _json.WriteEndObject();
        _json.Flush();
        _output.Write("\n\n"u8);
        return ++_number;
    }
}
