using System.Buffers;
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
    /// <param name="keepsBytes">
    /// Whether a byte that is no text becomes a lone low half of U+DC80 to U+DCFF instead of U+FFFD: the rest of its character may follow.
    /// </param>
    /// <returns>The document, or null when the bytes are no JSON.</returns>
    public static JsonDocument? Find(ReadOnlyMemory<byte> bytes, bool keepsBytes = false)
    {
        ReadOnlyMemory<byte> json = bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        if (!Utf8.IsValid(json.Span))
        {
            JsonDocument? kept = keepsBytes ? Parse(EscapeBytes(json.Span)) : null;
            return kept ?? Find(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json.Span)));
        }

        return Parse(json) ?? (EscapeControls(json.Span) is { } mended ? Parse(mended) : null);
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return HasBrokenName(json.Span) ? null : JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Some servers write tabs and line ends into strings as they are.
    private static byte[]? EscapeControls(ReadOnlySpan<byte> json)
    {
        if (json.TrimStart(" \t\r\n"u8) is not [(byte)'{' or (byte)'[', ..])
        {
            return null;
        }

        ArrayBufferWriter<byte>? mended = null;
        JsonExtent extent = default;
        int done = 0;
        for (int at = 0; at < json.Length; at++)
        {
            if (json[at] < ' ' && extent.IsInString)
            {
                mended ??= new(json.Length + 64);
                mended.Write(json[done..at]);
                mended.Write(Encoding.ASCII.GetBytes($"\\u{json[at]:x4}"));
                done = at + 1;
            }

            extent.Take(json.Slice(at, 1));
        }

        mended?.Write(json[done..]);
        return mended?.WrittenSpan.ToArray();
    }

    private static byte[] EscapeBytes(ReadOnlySpan<byte> json)
    {
        ArrayBufferWriter<byte> text = new(json.Length + 64);
        while (!json.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(json, out _, out int length);
            if (status == OperationStatus.Done)
            {
                text.Write(json[..length]);
            }
            else
            {
                foreach (byte odd in json[..length])
                {
                    text.Write(Encoding.ASCII.GetBytes($"\\udc{odd:x2}"));
                }
            }

            json = json[length..];
        }

        return text.WrittenSpan.ToArray();
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

    /// <summary>Says whether a name of JSON holds half a character: looking one up would throw, and no server means such a name.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="mostLevels">The most levels it may have.</param>
    /// <returns>True when one does.</returns>
    public static bool HasBrokenName(ReadOnlySpan<byte> json, int mostLevels = 64)
    {
        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0)
        {
            return false;
        }

        JsonReaderOptions options = new() { MaxDepth = mostLevels, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        Utf8JsonReader reader = new(json, options);
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
