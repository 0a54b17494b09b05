using System.Buffers;
using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Wire.Responses;

namespace AgentCore.LiteLlm.Wire;

/// <summary>Reads the text out of a whole answer of either API whose end did not come.</summary>
internal static class CutCompletion
{
    // A character beyond U+FFFF, as two escapes.
    private const int LongestEscape = 12;

    /// <summary>Finds the text of the answer, as far as it came: of the first choice, or of all messages among the items.</summary>
    /// <param name="body">The beginning of the body.</param>
    /// <returns>The text; empty when none has come.</returns>
    public static string FindText(ReadOnlySpan<byte> body)
    {
        using JsonDocument? json = ReceivedJson.Find(Close(body.StartsWith("\uFEFF"u8) ? body[3..] : body));
        JsonElement? answer = json?.RootElement;
        string? text = answer?.Items("choices").FirstOrDefault().Find("message")?.FindText("content");

        // Half a character reads as the mark of one, or as itself.
        text = (text ?? TextOf([.. answer?.Items("output") ?? []])).TrimEnd('\uFFFD');
        return text.Length > 0 && char.IsHighSurrogate(text[^1]) ? text[..^1] : text;
    }

    // Servers that sort members write the type of an item behind its content: where it has not come, only thoughts have a summary.
    private static string TextOf(JsonElement[] items)
    {
        string text = ResponseItems.TextOf(items);
        string last = items is [.., var item] && item.Find("type") is null && item.Find("summary") is null
            ? string.Concat(item.Items("content").Select(p => p.FindText("text")))
            : "";
        return text.Length > 0 && last.Length > 0 ? text + ResponseItems.Break + last : text + last;
    }

    // What has come, with an end: values that are whole, the beginning of a text, and whatever is open closed.
    private static ReadOnlyMemory<byte> Close(ReadOnlySpan<byte> body)
    {
        Utf8JsonReader reader = new(body, isFinalBlock: false, default);
        Stack<byte> open = [];
        bool isNamed = false;
        int end = 0;
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject:
                        open.Push((byte)'}');
                        break;
                    case JsonTokenType.StartArray:
                        open.Push((byte)']');
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        open.Pop();
                        break;
                }

                isNamed = reader.TokenType == JsonTokenType.PropertyName;
                end = (int)reader.BytesConsumed;
            }
        }
        catch (JsonException)
        {
            // What follows is no JSON; what came before is what there is.
        }

        ArrayBufferWriter<byte> closed = new(body.Length + open.Count + LongestEscape);
        closed.Write(body[..end]);
        if (isNamed)
        {
            closed.Write(FindBeginning(body[end..]));
        }

        closed.Write([.. open]);
        return closed.WrittenMemory;
    }

    // A string without its end, behind the colon. What may be half an escape is taken away until the rest can be read.
    private static ReadOnlySpan<byte> FindBeginning(ReadOnlySpan<byte> rest)
    {
        int start = rest.IndexOf((byte)'"');
        if (start < 0 || !rest[..start].Trim(": \t\r\n"u8).IsEmpty)
        {
            return "null"u8;
        }

        byte[] value = [.. rest[start..], (byte)'"'];
        for (int length = value.Length; length >= 2 && length >= value.Length - LongestEscape; length--)
        {
            value[length - 1] = (byte)'"';
            using JsonDocument? json = ReceivedJson.Find(value.AsMemory(0, length));
            if (json is not null)
            {
                return value.AsSpan(0, length);
            }
        }

        return "null"u8;
    }
}
