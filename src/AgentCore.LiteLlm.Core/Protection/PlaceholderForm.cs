using System.Buffers;
using System.Globalization;

namespace AgentCore.LiteLlm.Protection;

/// <summary>
/// How a placeholder is written, <c>&lt;EMAIL_ADDRESS_1&gt;</c>, and how models write it back: in another case, with underscores
/// or brackets that Markdown, HTML, JSON or addresses escape, one of them perhaps within another, and with emphasis inside. Both brackets are
/// escaped alike, so that text beside one is never taken for a part of it.
/// </summary>
internal static class PlaceholderForm
{
    /// <summary>The longest name that is ever issued.</summary>
    public const int LongestName = 96;

    private const int MostEscapes = 2;

    private static readonly SearchValues<char> Starts = SearchValues.Create("<&\\%\uFF1C");

    // What begins with another stands before it.
    private static readonly (string Open, string Close)[] Brackets =
    [
        ("<**", "**>"), ("<*", "*>"), ("<`", "`>"), ("<", ">"), ("\\<", "\\>"), ("\\u003c", "\\u003e"), ("&lt;", "&gt;"), ("&#60;", "&#62;"),
        ("&#x3c;", "&#x3e;"), ("&amp;lt;", "&amp;gt;"), ("%3c", "%3e"), ("\uFF1C", "\uFF1E"),
    ];

    /// <summary>Finds the next place where a placeholder could begin.</summary>
    /// <returns>The place, or -1.</returns>
    public static int FindStart(ReadOnlySpan<char> text) => text.IndexOfAny(Starts);

    /// <summary>Writes a placeholder.</summary>
    public static string Write(string label, int number) => string.Create(CultureInfo.InvariantCulture, $"<{label}_{number}>");

    /// <summary>Says whether a name ends in a number, so that it could be issued.</summary>
    public static bool IsNumbered(ReadOnlySpan<char> name)
    {
        int split = name.LastIndexOf('_');
        return split > 0 && split < name.Length - 1 && name[split + 1] != '0' && name[(split + 1)..].IndexOfAnyExceptInRange('0', '9') < 0;
    }

    /// <summary>Makes the label of a kind of data, which holds nothing that the form could not carry.</summary>
    public static string ToLabel(string entity)
    {
        string label = new([.. entity.Take(LongestName - 12).Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_')]);
        return label.Length > 0 && char.IsAsciiLetter(label[0]) ? label : $"X{label}";
    }

    /// <summary>Reads what begins at the start of a text.</summary>
    /// <param name="text">The text; its first character is one that <see cref="FindStart"/> finds.</param>
    /// <param name="name">Takes the name in capitals, without brackets and escapes.</param>
    /// <returns>What stands there.</returns>
    public static PlaceholderReading Read(ReadOnlySpan<char> text, Span<char> name)
    {
        bool isCut = false;
        foreach ((string open, string close) in Brackets)
        {
            if (text.StartsWith(open, StringComparison.OrdinalIgnoreCase))
            {
                return ReadName(text, open.Length, close, name);
            }

            isCut |= open.AsSpan().StartsWith(text, StringComparison.OrdinalIgnoreCase);
        }

        return new PlaceholderReading(0, 0, isCut ? PlaceholderNext.Name : PlaceholderNext.None);
    }

    private static PlaceholderReading ReadName(ReadOnlySpan<char> text, int start, string close, Span<char> name)
    {
        int length = 0;
        int at = start;
        while (at < text.Length)
        {
            ReadOnlySpan<char> rest = text[at..];
            if (rest.StartsWith(close, StringComparison.OrdinalIgnoreCase))
            {
                return new PlaceholderReading(at + close.Length, length, PlaceholderNext.None);
            }

            int escapes = CountEscapes(rest);
            if (escapes == rest.Length || close.AsSpan().StartsWith(rest, StringComparison.OrdinalIgnoreCase))
            {
                PlaceholderNext next = escapes == rest.Length ? PlaceholderNext.Underscore : PlaceholderNext.None;
                return new PlaceholderReading(
                    0, length, close.AsSpan().StartsWith(rest, StringComparison.OrdinalIgnoreCase) ? next | PlaceholderNext.Close : next);
            }

            char c = rest[escapes];
            bool isUnderscore = c == '_' || (c == '*' && close[0] != '*');
            if (!(isUnderscore || (escapes == 0 && char.IsAsciiLetterOrDigit(c))) || length == name.Length)
            {
                return default;
            }

            name[length++] = isUnderscore ? '_' : char.ToUpperInvariant(c);
            at += escapes + 1;
        }

        return new PlaceholderReading(0, length, PlaceholderNext.Name);
    }

    // Markdown escapes an underscore once, and Markdown within JSON twice; where it takes a pair for emphasis, they are stars.
    private static int CountEscapes(ReadOnlySpan<char> rest)
    {
        int count = 0;
        while (count < MostEscapes && count < rest.Length && rest[count] == '\\')
        {
            count++;
        }

        return count;
    }
}
