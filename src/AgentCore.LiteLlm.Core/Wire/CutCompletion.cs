using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Wire;

/// <summary>Reads the text out of a whole answer whose end did not come.</summary>
internal static class CutCompletion
{
    // { choices: [ { message: { content: ...
    private const int DepthOfContent = 4;

    // A character beyond U+FFFF, as two escapes.
    private const int LongestEscape = 12;

    /// <summary>Finds the text of the first message, as far as it came.</summary>
    /// <param name="body">The beginning of the body.</param>
    /// <returns>The text; empty when none has come.</returns>
    public static string FindText(ReadOnlySpan<byte> body)
    {
        body = body.StartsWith("\uFEFF"u8) ? body[3..] : body;
        Utf8JsonReader reader = new(body, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == DepthOfContent && reader.ValueTextEquals("content"u8))
                {
                    return !reader.Read() ? Unescape(body[(int)reader.BytesConsumed..]) : reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // What follows is no JSON; of what came before nothing is text.
        }

        return "";
    }

    // A string without its end, behind the colon. What may be half an escape is taken away until the rest can be read.
    private static string Unescape(ReadOnlySpan<byte> rest)
    {
        int start = rest.IndexOf((byte)'"') + 1;
        if (start == 0 || !rest[..(start - 1)].Trim(": \t\r\n"u8).IsEmpty)
        {
            return "";
        }

        byte[] value = [.. rest[(start - 1)..], (byte)'"'];
        for (int length = value.Length; length >= 2 && length >= value.Length - LongestEscape; length--)
        {
            value[length - 1] = (byte)'"';
            using JsonDocument? json = ReceivedJson.Find(value.AsMemory(0, length));
            if (json is not null)
            {
                // Half a character reads as the mark of one, or as itself.
                string text = ReceivedJson.TextOf(json.RootElement).TrimEnd('\uFFFD');
                return text.Length > 0 && char.IsHighSurrogate(text[^1]) ? text[..^1] : text;
            }
        }

        return "";
    }
}
