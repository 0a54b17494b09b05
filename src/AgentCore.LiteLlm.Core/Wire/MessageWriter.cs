using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Wire;

/// <summary>Writes the messages of a request.</summary>
internal static class MessageWriter
{
    public static void Write(Utf8JsonWriter json, ImmutableArray<ChatMessage> messages)
    {
        json.WriteStartArray("messages"u8);
        foreach (ChatMessage message in messages)
        {
            Write(json, message);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ChatMessage message)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, ToRole(message.Role));

        // Servers differ on empty text beside tool calls: some refuse it, some refuse null; leaving it out is what the schema allows.
        if (message.Text.Length > 0 || message.ToolCalls.IsEmpty)
        {
            json.WriteString("content"u8, message.Text);
        }

        if (!message.ToolCalls.IsEmpty)
        {
            json.WriteStartArray("tool_calls"u8);
            foreach (ToolCall call in message.ToolCalls)
            {
                Write(json, call);
            }

            json.WriteEndArray();
        }

        if (message.ToolCallId is { } id)
        {
            json.WriteString("tool_call_id"u8, id);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ToolCall call)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, call.Id);
        json.WriteString("type"u8, "function"u8);
        json.WriteStartObject("function"u8);
        json.WriteString("name"u8, call.Name);
        json.WriteString("arguments"u8, call.Arguments);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> ToRole(ChatRole role) => role switch
    {
        ChatRole.System => "system"u8,
        ChatRole.User => "user"u8,
        ChatRole.Tool => "tool"u8,
        _ => "assistant"u8,
    };
}
