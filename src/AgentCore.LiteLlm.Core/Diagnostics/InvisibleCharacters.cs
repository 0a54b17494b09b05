using System.Globalization;

namespace AgentCore.LiteLlm.Diagnostics;

/// <summary>The characters that look like a blank or like nothing, and are neither to who reads a file.</summary>
internal static class InvisibleCharacters
{
    /// <summary>Finds the first one.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Its offset; -1 when there is none.</returns>
    public static int IndexIn(ReadOnlySpan<char> text)
    {
        for (int at = 0; at < text.Length; at++)
        {
            if (Name(text[at]) is not null)
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Names the first one, as messages do.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Its name and number; null when there is none.</returns>
    public static string? FindIn(ReadOnlySpan<char> text) =>
        IndexIn(text) is >= 0 and int at ? string.Create(CultureInfo.InvariantCulture, $"a {Name(text[at])} (U+{(int)text[at]:X4})") : null;

    /// <summary>Takes all of them out.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text without them.</returns>
    public static string Without(string text) => string.Concat(text.Where(c => Name(c) is null));

    private static string? Name(char c) => c switch
    {
        '\u00A0' => "no-break space",
        '\u202F' => "narrow no-break space",
        '\u2007' => "figure space",
        '\u3000' => "wide space",
        '\u200B' => "zero-width space",
        '\u200C' => "zero-width non-joiner",
        '\u200D' => "zero-width joiner",
        '\u2060' => "word joiner",
        '\uFEFF' => "byte order mark",
        '\u00AD' => "soft hyphen",
        _ => null,
    };
}
