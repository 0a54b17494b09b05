using System.Text.Json;
using System.Text.Unicode;

namespace AgentCore.LiteLlm.Wire;

/// <summary>
/// Reads what nearly all events of a stream are: a piece of text and nothing else that counts. It takes what it knows to mean nothing, and leaves every other
/// event to those who read whatever servers write; what both read is the same.
/// </summary>
internal static class PlainPiece
{
    /// <summary>Reads a chunk of chat completions.</summary>
    /// <param name="json">The event.</param>
    /// <param name="choice">The number of the choice that is the answer.</param>
    /// <returns>The text, which is not empty; null where the event may be something else.</returns>
    public static string? OfCompletion(ReadOnlySpan<byte> json, int choice)
    {
        string? text = null;
        try
        {
            Utf8JsonReader reader = new(json);
            if (!MayBegin(ref reader, json))
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                ReadOnlySpan<byte> name = reader.ValueSpan;
                bool isOfNoWeight = name.SequenceEqual("id"u8) || name.SequenceEqual("created"u8) || name.SequenceEqual("model"u8)
                    || name.SequenceEqual("service_tier"u8) || name.SequenceEqual("system_fingerprint"u8) || name.SequenceEqual("provider"u8)
                    || name.SequenceEqual("obfuscation"u8);
                bool isKind = name.SequenceEqual("object"u8);
                bool isChoices = name.SequenceEqual("choices"u8);
                reader.Read();
                if (isChoices)
                {
                    text = text is null ? OfChoices(ref reader, choice) : null;
                }

                if (isChoices ? text is null
                    : isKind ? !IsText(ref reader) || !reader.ValueTextEquals("chat.completion.chunk"u8)
                    : !(isOfNoWeight ? IsPlain(ref reader) : reader.TokenType == JsonTokenType.Null))
                {
                    return null;
                }
            }

            return reader.Read() ? null : text;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads a piece of text of the responses API.</summary>
    /// <param name="json">The event.</param>
    /// <param name="item">The place of the item that it must belong to.</param>
    /// <param name="part">The number of the part of the item.</param>
    /// <returns>The text, which is not empty; null where the event may be something else.</returns>
    public static string? OfResponse(ReadOnlySpan<byte> json, int item, out int part)
    {
        part = -1;
        string? text = null;
        bool isDelta = false;
        bool isOfItem = false;
        try
        {
            Utf8JsonReader reader = new(json);
            if (!MayBegin(ref reader, json))
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                ReadOnlySpan<byte> name = reader.ValueSpan;
                reader.Read();
                if (name.SequenceEqual("delta"u8))
                {
                    text = text is null ? FindText(ref reader) : null;
                }
                else if (name.SequenceEqual("type"u8))
                {
                    isDelta = IsText(ref reader) && reader.ValueTextEquals("response.output_text.delta"u8);
                }
                else if (name.SequenceEqual("output_index"u8))
                {
                    isOfItem = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int place) && place == item;
                }
                else if (name.SequenceEqual("content_index"u8))
                {
                    part = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int number) ? number : -1;
                }
                else if (name.SequenceEqual("logprobs"u8))
                {
                    reader.Skip();
                }
                else if (!(name.SequenceEqual("item_id"u8) || name.SequenceEqual("sequence_number"u8) || name.SequenceEqual("obfuscation"u8))
                    || !IsPlain(ref reader))
                {
                    return null;
                }
            }

            return !reader.Read() && isDelta && isOfItem && part >= 0 ? text : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? OfChoices(ref Utf8JsonReader reader, int choice)
    {
        string? text = null;
        int number = 0;
        if (reader.TokenType != JsonTokenType.StartArray || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isDelta = reader.ValueSpan.SequenceEqual("delta"u8);
            bool isIndex = reader.ValueSpan.SequenceEqual("index"u8);
            reader.Read();
            if (isDelta)
            {
                text = text is null ? OfDelta(ref reader) : null;
            }

            if (isDelta ? text is null
                : isIndex ? reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out number)
                : reader.TokenType != JsonTokenType.Null)
            {
                return null;
            }
        }

        return number == choice && reader.Read() && reader.TokenType == JsonTokenType.EndArray ? text : null;
    }

    private static string? OfDelta(ref Utf8JsonReader reader)
    {
        string? text = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isContent = reader.ValueSpan.SequenceEqual("content"u8);
            bool isRole = reader.ValueSpan.SequenceEqual("role"u8);
            reader.Read();
            if (isContent)
            {
                text = text is null ? FindText(ref reader) : null;
            }

            if (isContent ? text is null : !(isRole ? IsPlain(ref reader) : reader.TokenType == JsonTokenType.Null))
            {
                return null;
            }
        }

        return text;
    }

    private static bool MayBegin(ref Utf8JsonReader reader, ReadOnlySpan<byte> json) =>
        json is [(byte)'{', ..] && Utf8.IsValid(json) && json.IndexOf("\\u"u8) < 0 && reader.Read();

    private static string? FindText(ref Utf8JsonReader reader) =>
        IsText(ref reader) && reader.GetString() is { Length: > 0 } text ? text : null;

    private static bool IsText(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String;

    private static bool IsPlain(ref Utf8JsonReader reader) => reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray);
}
