using System.Text.Json;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Wire;

/// <summary>
/// Parts what stands in one event and is more than one JSON value: events without a line between them, and an error written behind one that
/// was cut.
/// </summary>
internal static class GluedValues
{
    // An error is short, and stands at the end.
    private const int LongestError = 64 * 1024;
    private const int MostStarts = 256;

    /// <summary>Finds the values.</summary>
    /// <param name="text">The data of an event that is no JSON.</param>
    /// <param name="open">Where a value begins that is cut, with no error behind it; the length of the text where there is none.</param>
    /// <returns>Each value, in order; an error that follows one that was cut is the last. Empty when there is none.</returns>
    public static List<ReadOnlyMemory<byte>> Part(ReadOnlyMemory<byte> text, out int open)
    {
        List<ReadOnlyMemory<byte>> values = [];
        open = text.Length;
        int at = 0;
        while (text.Span[at..].IndexOfAny((byte)'{', (byte)'[') is >= 0 and int offset)
        {
            ReadOnlyMemory<byte> rest = text[(at + offset)..];
            int length = FindLength(rest.Span);
            if (length > 0 && (rest[..length].Span.SequenceEqual("[DONE]"u8) || IsJson(rest[..length])))
            {
                values.Add(rest[..length]);
                at += offset + length;
                continue;
            }

            if (FindError(rest[1..]) is { } error)
            {
                values.Add(error);
            }
            else
            {
                open = at + offset;
            }

            break;
        }

        return values;
    }

    private static ReadOnlyMemory<byte>? FindError(ReadOnlyMemory<byte> text)
    {
        text = text[^Math.Min(text.Length, LongestError)..];
        for (int starts = 0; starts < MostStarts && text.Span.IndexOf((byte)'{') is >= 0 and int start; starts++)
        {
            text = text[start..];
            int length = FindLength(text.Span);
            if (length > 0 && text.Span[length..].Trim(" \t\r\n"u8).IsEmpty && IsError(text[..length]))
            {
                return text[..length];
            }

            text = text[1..];
        }

        return null;
    }

    private static int FindLength(ReadOnlySpan<byte> text)
    {
        JsonExtent extent = default;
        int length = extent.Take(text);
        return extent.IsClosed ? length : 0;
    }

    private static bool IsJson(ReadOnlyMemory<byte> text)
    {
        using JsonDocument? json = ReceivedJson.Find(text);
        return json is not null;
    }

    private static bool IsError(ReadOnlyMemory<byte> text)
    {
        using JsonDocument? json = ReceivedJson.Find(text);
        return json is not null && ErrorBody.Find(json.RootElement) is not null;
    }
}
