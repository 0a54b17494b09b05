using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.ToolServers.Results;

/// <summary>
/// Takes private keys, and tokens that are certainly some, out of what a server returns: a file it was asked to read may hold them, and a model
/// needs none.
/// </summary>
internal static class TokenMask
{
    private const string Stars = "***";
    private const string Begin = "-----BEGIN ";
    private const string PrivateKey = "PRIVATE KEY";
    private const string End = "-----END ";
    private const string Dashes = "-----";

    /// <summary>Takes them out.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text without them; the same where there are none.</returns>
    public static string Apply(string text) => MaskTokens(MaskKeys(text));

    /// <summary>Takes them out of every text of a value.</summary>
    /// <param name="json">The value.</param>
    /// <returns>Its JSON; as it was written where there are none.</returns>
    public static string ApplyToJson(JsonElement json)
    {
        if (!HasAny(json))
        {
            return json.GetRawText();
        }

        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter writer = new(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 }))
        {
            Write(writer, json);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static bool HasAny(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => ReceivedJson.TextOf(json) is var text && Apply(text) != text,
        JsonValueKind.Array => json.EnumerateArray().Any(HasAny),
        JsonValueKind.Object => json.EnumerateObject().Any(m => HasAny(m.Value)),
        _ => false,
    };

    private static void Write(Utf8JsonWriter writer, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty member in json.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in json.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Apply(ReceivedJson.TextOf(json)));
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }

    private static string MaskKeys(string text)
    {
        int begin = text.IndexOf(Begin, StringComparison.Ordinal);
        if (begin < 0)
        {
            return text;
        }

        StringBuilder masked = new();
        int done = 0;
        for (; begin >= 0; begin = text.IndexOf(Begin, Math.Max(done, begin + Begin.Length), StringComparison.Ordinal))
        {
            int label = begin + Begin.Length;
            int labelEnd = text.IndexOf(Dashes, label, StringComparison.Ordinal);
            if (labelEnd < 0 || labelEnd - label > 64 || !text.AsSpan(label, labelEnd - label).Contains(PrivateKey, StringComparison.Ordinal))
            {
                continue;
            }

            // A key that is cut off is one all the same.
            int end = text.IndexOf(End, labelEnd, StringComparison.Ordinal);
            int close = end < 0 ? -1 : text.IndexOf(Dashes, end + End.Length, StringComparison.Ordinal);
            masked.Append(text, done, labelEnd + Dashes.Length - done).Append(Stars);
            done = close < 0 ? text.Length : end;
        }

        return done == 0 ? text : masked.Append(text, done, text.Length - done).ToString();
    }

    private static string MaskTokens(string text)
    {
        StringBuilder? masked = null;
        int done = 0;
        int start = -1;
        for (int at = 0; at <= text.Length; at++)
        {
            bool isWord = at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '-');
            if (isWord)
            {
                start = start < 0 ? at : start;
                continue;
            }

            if (start >= 0 && IsToken(text.AsSpan(start, at - start), text.AsSpan(at)))
            {
                masked ??= new StringBuilder();
                masked.Append(text, done, start - done).Append(Stars);
                done = at;
            }

            start = -1;
        }

        return masked is null ? text : masked.Append(text, done, text.Length - done).ToString();
    }

    // A checksum is as random as a key, and the place in a list as long: only what a vendor marks as a token is one for certain.
    private static bool IsToken(ReadOnlySpan<char> word, ReadOnlySpan<char> rest) =>
        TokenShapes.HasKnownPrefix(word) && TokenKinds.Find(word) is not null
            && (!word.StartsWith("eyJ", StringComparison.Ordinal) || rest is ['.', not (' ' or '\n'), ..]);
}
