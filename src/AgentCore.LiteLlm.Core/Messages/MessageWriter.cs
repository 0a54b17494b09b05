using System.Collections.Immutable;
using System.Text.Json;

namespace AgentCore.LiteLlm.Messages;

/// <summary>Writes messages as OpenAI's chat completions have them.</summary>
internal static class MessageWriter
{
    /// <summary>Writes the messages of a request.</summary>
    /// <param name="json">Where they are written.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="model">The model that is asked, which gets back what is its own.</param>
    /// <param name="empty">How content is written that is none.</param>
    /// <param name="echo">Which reasoning goes back.</param>
    /// <param name="marks">Where the endpoint's cache is asked to keep what comes before; null for nowhere.</param>
    public static void Write(
        Utf8JsonWriter json, ImmutableArray<ChatMessage> messages, string model, EmptyContent empty, ReasoningEcho echo, CacheMarks? marks)
    {
        json.WriteStartArray("messages"u8);
        for (int at = 0; at < messages.Length; at++)
        {
            ChatMessage message = messages[at];
            json.WriteStartObject();
            CacheMarks? mark = marks?.Messages.Contains(at) == true ? marks : null;
            WriteMembers(json, ToSound(message), extra => MessageExtras.IsEchoed(message, extra, model, echo), empty, mark);
            if (echo == ReasoningEcho.Always && MessageExtras.LacksReasoning(message, model))
            {
                json.WriteString("reasoning_content"u8, ""u8);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static ChatMessage ToSound(ChatMessage message) => message.ToolCalls.IsEmpty
        ? message
        : message with { ToolCalls = [.. message.ToolCalls.Select(c => c.ToSound())] };

    /// <summary>Writes the members of one message.</summary>
    /// <param name="json">Where they are written.</param>
    /// <param name="message">The message.</param>
    /// <param name="takes">Says which extras are written.</param>
    /// <param name="empty">How content is written that is none.</param>
    /// <param name="mark">What marks it for the endpoint's cache; null for nothing.</param>
    public static void WriteMembers(
        Utf8JsonWriter json, ChatMessage message, Func<MessageExtra, bool> takes, EmptyContent empty = EmptyContent.Omitted, CacheMarks? mark = null)
    {
        json.WriteString("role"u8, ToRole(message.Role));

        // Only a part can carry a mark: a text becomes one.
        if (!message.Parts.IsEmpty || mark is not null)
        {
            WriteParts(json, message, mark);
        }
        else if (message.Text.Length > 0 || message.ToolCalls.IsEmpty || empty == EmptyContent.Text)
        {
            json.WriteString("content"u8, message.Text);
        }
        else if (empty == EmptyContent.Null)
        {
            json.WriteNull("content"u8);
        }

        if (!message.ToolCalls.IsEmpty)
        {
            json.WriteStartArray("tool_calls"u8);
            foreach (ToolCall call in message.ToolCalls)
            {
                Write(json, call, takes);
            }

            json.WriteEndArray();
        }

        if (message.ToolCallId is { } id)
        {
            json.WriteString("tool_call_id"u8, id);
        }

        WriteExtras(json, message.Extras, takes);
    }

    private static void WriteParts(Utf8JsonWriter json, ChatMessage message, CacheMarks? mark)
    {
        json.WriteStartArray("content"u8);
        ImmutableArray<ContentPart> parts = message.Text.Length > 0 ? message.Parts.Insert(0, new ContentPart.Words(message.Text)) : message.Parts;
        foreach (ContentPart part in parts)
        {
            WritePart(json, part, ReferenceEquals(part, parts[^1]) ? mark : null);
        }

        json.WriteEndArray();
    }

    private static void WritePart(Utf8JsonWriter json, ContentPart part, CacheMarks? mark)
    {
        json.WriteStartObject();
        switch (part)
        {
            case ContentPart.Words words:
                json.WriteString("type"u8, "text"u8);
                json.WriteString("text"u8, words.Text);
                break;
            case ContentPart.Image image:
                json.WriteString("type"u8, "image_url"u8);
                json.WriteStartObject("image_url"u8);
                json.WriteString("url"u8, image.Url);
                json.WriteEndObject();
                break;
            case ContentPart.File file:
                json.WriteString("type"u8, "file"u8);
                json.WriteStartObject("file"u8);
                WriteIfThere(json, "filename"u8, file.Name);
                WriteIfThere(json, "file_data"u8, file.Data);
                WriteIfThere(json, "file_id"u8, file.Id);
                json.WriteEndObject();
                break;
        }

        mark?.Write(json);
        json.WriteEndObject();
    }

    private static void WriteIfThere(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Write(Utf8JsonWriter json, ToolCall call, Func<MessageExtra, bool> takes)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, call.Id);
        json.WriteString("type"u8, "function"u8);
        json.WriteStartObject("function"u8);
        json.WriteString("name"u8, call.Name);
        json.WriteString("arguments"u8, call.Arguments);
        json.WriteEndObject();
        WriteExtras(json, call.Extras, takes);
        json.WriteEndObject();
    }

    private static void WriteExtras(Utf8JsonWriter json, ImmutableArray<MessageExtra> extras, Func<MessageExtra, bool> takes)
    {
        foreach (MessageExtra extra in extras)
        {
            if (takes(extra))
            {
                json.WritePropertyName(extra.Name);
                json.WriteRawValue(extra.Json, skipInputValidation: true);
            }
        }
    }

    private static ReadOnlySpan<byte> ToRole(ChatRole role) => role switch
    {
        ChatRole.System => "system"u8,
        ChatRole.User => "user"u8,
        ChatRole.Tool => "tool"u8,
        _ => "assistant"u8,
    };
}
