using System.Buffers;
using System.Text.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>Writes an answer as one <c>chat.completion</c> object.</summary>
internal static class CompletionJson
{
    public static void Write(IBufferWriter<byte> output, ChatAnswer answer)
    {
        using Utf8JsonWriter json = ProtocolJson.Writer(output);
        json.WriteStartObject();
        json.WriteString("id", answer.Id);
        json.WriteString("object", "chat.completion");
        json.WriteNumber("created", ChatAnswer.Created);
        json.WriteString("model", answer.Model);
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WritePropertyName("message");
        WriteMessage(json, answer);
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", answer.FinishReason);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WritePropertyName("usage");
        answer.Usage.WriteTo(json);
        json.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter json, ChatAnswer answer)
    {
        json.WriteStartObject();
        json.WriteString("role", "assistant");
        json.WriteString("content", answer.Pieces is null ? null : Text(answer.Pieces, answer.Repeat));
        json.WriteNull("refusal");
        if (answer.Reasoning is not null)
        {
            json.WriteString("reasoning_content", answer.Reasoning);
        }

        if (answer.ToolCalls.Count > 0)
        {
            WriteToolCalls(json, answer.ToolCalls);
        }

        json.WriteEndObject();
    }

    private static string Text(IReadOnlyList<string> pieces, int repeat) =>
        string.Concat(Enumerable.Repeat(string.Concat(pieces), repeat));

    private static void WriteToolCalls(Utf8JsonWriter json, IReadOnlyList<AnsweredToolCall> calls)
    {
        json.WriteStartArray("tool_calls");
        foreach (AnsweredToolCall call in calls)
        {
            json.WriteStartObject();
            json.WriteString("id", call.Id);
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", call.Name);
            json.WriteString("arguments", call.Arguments);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
