using System.Buffers;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Observability;

/// <summary>Writes messages in the form of OpenTelemetry's conventions: each with a role and parts, without the secrets of the call.</summary>
/// <param name="request">The call.</param>
internal sealed class MessageJson(ChatRequest request)
{
    /// <summary>Writes the system message, as parts alone; null when there is none.</summary>
    public string? Instructions() =>
        request.Messages.Any(m => m.Role == ChatRole.System) ? Write(json => Parts(json, request.Messages.Where(m => m.Role == ChatRole.System))) : null;

    /// <summary>Writes what the model was asked.</summary>
    public string Input() => Write(json =>
    {
        json.WriteStartArray();
        foreach (ChatMessage message in request.Messages.Where(m => m.Role != ChatRole.System))
        {
            json.WriteStartObject();
            json.WriteString("role", message.Role.ToString().ToLowerInvariant());
            json.WritePropertyName("parts");
            Parts(json, [message]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>Writes what the model answered.</summary>
    public string Output(AgentReply reply) => Write(json =>
    {
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("role", "assistant");
        json.WritePropertyName("parts");
        Parts(json, [new ChatMessage(ChatRole.Assistant, reply.Text) { ToolCalls = reply.ToolCalls }]);
        json.WriteString("finish_reason", reply.FinishReason);
        json.WriteEndObject();
        json.WriteEndArray();
    });

    private void Parts(Utf8JsonWriter json, IEnumerable<ChatMessage> messages)
    {
        json.WriteStartArray();
        foreach (ChatMessage message in messages)
        {
            if (message.Role == ChatRole.Tool)
            {
                Part(json, "tool_call_response", ("id", message.ToolCallId), ("response", message.Text));
            }
            else if (message.Text.Length > 0)
            {
                Part(json, "text", ("content", message.Text));
            }

            foreach (ToolCall call in message.ToolCalls)
            {
                Part(json, "tool_call", ("id", call.Id), ("name", call.Name), ("arguments", call.Arguments));
            }
        }

        json.WriteEndArray();
    }

    private void Part(Utf8JsonWriter json, string type, params ReadOnlySpan<(string Name, string? Value)> values)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        foreach ((string name, string? value) in values)
        {
            json.WriteString(name, request.Conceal(value));
        }

        json.WriteEndObject();
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> bytes = new();
        using Utf8JsonWriter json = new(bytes);
        write(json);
        json.Flush();
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
