using System.Text;

namespace AgentCore.LiteLlm.Protection.Detection.Presidio;

/// <summary>Turns places counted in code points, as Python counts, into places in UTF-16.</summary>
internal sealed class CodePoints
{
    // Null when both count alike.
    private readonly int[]? _starts;

    /// <summary>Counts a text.</summary>
    public CodePoints(string text)
    {
        Count = text.Length;
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return;
        }

        List<int> starts = [];
        for (int at = 0; at < text.Length; at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1)
        {
            starts.Add(at);
        }

        Count = starts.Count;
        _starts = [.. starts, text.Length];
    }

    /// <summary>Gets how many code points there are; half of a pair counts as one.</summary>
    public int Count { get; }

    /// <summary>Finds where a code point begins in UTF-16; the number of all of them is the end.</summary>
    public int ToUtf16(int place) => _starts is null ? place : _starts[place];

    /// <summary>Replaces every half of a pair.</summary>
    public static string WithoutLoneSurrogates(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return text;
        }

        StringBuilder mended = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            mended.Append(rune.ToString());
        }

        return mended.ToString();
    }
}
