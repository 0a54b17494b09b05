using System.Buffers;
using System.Text.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>Writes an answer as one <c>response</c> object.</summary>
internal static class ResponseJson
{
    /// <summary>Writes it.</summary>
    public static void Write(IBufferWriter<byte> output, ChatAnswer answer)
    {
        using Utf8JsonWriter json = ProtocolJson.Writer(output);
        Write(json, answer, ResponseStatus.Of(answer));
    }

    /// <summary>Writes the response as it is at a moment.</summary>
    public static void Write(Utf8JsonWriter json, ChatAnswer answer, string status)
    {
        bool isOver = status != "in_progress";
        json.WriteStartObject();
        json.WriteString("id", answer.Id);
        json.WriteString("object", "response");
        json.WriteNumber("created_at", ChatAnswer.Created);
        json.WriteString("status", status);
        json.WriteNull("error");
        if (status == "incomplete")
        {
            json.WriteStartObject("incomplete_details");
            json.WriteString("reason", answer.FinishReason == "length" ? "max_output_tokens" : answer.FinishReason);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("incomplete_details");
        }

        json.WriteNull("instructions");
        json.WriteNull("metadata");
        json.WriteString("model", answer.Model);
        json.WriteStartArray("output");
        for (int place = 0; isOver && place < CountItems(answer); place++)
        {
            WriteItem(json, answer, place, isDone: true);
        }

        json.WriteEndArray();
        json.WriteBoolean("parallel_tool_calls", true);
        json.WriteNull("temperature");
        json.WriteString("tool_choice", "auto");
        json.WriteStartArray("tools");
        json.WriteEndArray();
        json.WriteNull("top_p");
        json.WritePropertyName("usage");
        if (isOver)
        {
            answer.Usage.WriteToResponse(json);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>Says how many items there are: thoughts, words, and each call.</summary>
    public static int CountItems(ChatAnswer answer) => (answer.Reasoning is null ? 0 : 1) + (answer.Pieces is null ? 0 : 1) + answer.ToolCalls.Count;

    /// <summary>Gives the id of an item.</summary>
    public static string IdOf(ChatAnswer answer, int place) => KindOf(answer, place) switch
    {
        ItemKind.Reasoning => $"rs_{answer.Id}",
        ItemKind.Message => $"msg_{answer.Id}",
        _ => $"fc_{answer.Id}_{place}",
    };

    /// <summary>Says what an item is.</summary>
    public static ItemKind KindOf(ChatAnswer answer, int place) =>
        place == 0 && answer.Reasoning is not null ? ItemKind.Reasoning
        : place == (answer.Reasoning is null ? 0 : 1) && answer.Pieces is not null ? ItemKind.Message
        : ItemKind.Call;

    /// <summary>Gives the call that an item is.</summary>
    public static AnsweredToolCall CallOf(ChatAnswer answer, int place) => answer.ToolCalls[place - (CountItems(answer) - answer.ToolCalls.Count)];

    /// <summary>Gives the whole text.</summary>
    public static string TextOf(ChatAnswer answer) => string.Concat(Enumerable.Repeat(string.Concat(answer.Pieces ?? []), answer.Repeat));

    /// <summary>Writes an item, at its beginning or at its end.</summary>
    public static void WriteItem(Utf8JsonWriter json, ChatAnswer answer, int place, bool isDone)
    {
        json.WriteStartObject();
        json.WriteString("id", IdOf(answer, place));
        switch (KindOf(answer, place))
        {
            case ItemKind.Reasoning:
                json.WriteString("type", "reasoning");
                json.WriteStartArray("summary");
                if (isDone)
                {
                    WriteText(json, "summary_text", answer.Reasoning!);
                }

                json.WriteEndArray();
                json.WriteString("encrypted_content", $"enc-{answer.Id}");
                break;
            case ItemKind.Message:
                json.WriteString("type", "message");
                json.WriteString("status", isDone ? "completed" : "in_progress");
                json.WriteString("role", "assistant");
                json.WriteStartArray("content");
                if (isDone)
                {
                    WriteText(json, "output_text", TextOf(answer));
                }

                json.WriteEndArray();
                break;
            default:
                AnsweredToolCall call = CallOf(answer, place);
                json.WriteString("type", "function_call");
                json.WriteString("status", isDone ? "completed" : "in_progress");
                json.WriteString("call_id", call.Id);
                json.WriteString("name", call.Name);
                json.WriteString("arguments", isDone ? call.Arguments : "");
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>Writes a part of text.</summary>
    public static void WriteText(Utf8JsonWriter json, string type, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("text", text);
        if (type == "output_text")
        {
            json.WriteStartArray("annotations");
            json.WriteEndArray();
            json.WriteStartArray("logprobs");
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
