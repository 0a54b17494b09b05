using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace AgentCore.LiteLlm.Json;

/// <summary>JSON as servers send it: with a byte order mark, with bytes that are no text, with halves of characters.</summary>
internal static class ReceivedJson
{
    /// <summary>Reads a body or an event.</summary>
    /// <param name="bytes">The bytes; they must outlive the document.</param>
    /// <returns>The document, or null when the bytes are no JSON.</returns>
    public static JsonDocument? Find(ReadOnlyMemory<byte> bytes)
    {
        ReadOnlyMemory<byte> json = bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        if (!Utf8.IsValid(json.Span))
        {
            json = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json.Span));
        }

        try
        {
            return HasBrokenName(json.Span) ? null : JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Gives the text of a string, even where it begins or ends with half a character: the other half may follow.</summary>
    /// <param name="value">A JSON string.</param>
    /// <returns>The text.</returns>
    public static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return Unescape(value.GetRawText().AsSpan()[1..^1]);
        }
    }

    // Looking a name up would throw on one that holds half a character; no server means such a name.
    private static bool HasBrokenName(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0)
        {
            return false;
        }

        Utf8JsonReader reader = new(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueIsEscaped && !IsText(ref reader))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsText(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string Unescape(ReadOnlySpan<char> raw)
    {
        StringBuilder text = new(raw.Length);
        while (raw.IndexOf('\\') is >= 0 and int escape)
        {
            text.Append(raw[..escape]);
            char kind = raw[escape + 1];
            int length = kind == 'u' ? 6 : 2;
            text.Append(kind switch
            {
                'u' => (char)ushort.Parse(raw.Slice(escape + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'b' => '\b',
                'f' => '\f',
                _ => kind,
            });
            raw = raw[(escape + length)..];
        }

        return text.Append(raw).ToString();
    }
}
