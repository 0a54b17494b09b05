using System.Buffers;
using System.Globalization;
using System.Text;

namespace AgentCore.LiteLlm.Protection.Detection.Texts;

/// <summary>
/// A text as recognisers read it: odd spaces, dashes and digits are plain ones, what is invisible is gone, and every place leads back to
/// the original.
/// </summary>
internal sealed class TextView
{
    private static readonly SearchValues<char> Odd = SearchValues.Create(OddCharacters());

    private readonly string _original;

    // For each character here, where it begins there; null when both texts have the same places.
    private readonly int[]? _starts;

    private TextView(string text, string original, int[]? starts)
    {
        Text = text;
        _original = original;
        _starts = starts;
    }

    /// <summary>Gets the text to read.</summary>
    public string Text { get; }

    /// <summary>Makes the view of a text; one without anything odd is its own view.</summary>
    public static TextView Of(string text)
    {
        bool hasOdd = !Ascii.IsValid(text) && text.AsSpan().ContainsAny(Odd);
        bool hasEscapes = text.Contains("\\u", StringComparison.Ordinal)
            || text.Contains("&#", StringComparison.Ordinal)
            || text.Contains("%40", StringComparison.Ordinal);
        return hasOdd || hasEscapes ? Plain(text) : new TextView(text, text, null);
    }

    /// <summary>Finds where the character at a place of this view begins in the original.</summary>
    public int StartOf(int place) => _starts is null ? place : _starts[place];

    /// <summary>Finds where what ends at a place of this view ends in the original.</summary>
    public int EndOf(int place) => _starts is null ? place : _starts[place - 1] + EscapedCharacter.Read(_original.AsSpan(_starts[place - 1]), out _);

    private static TextView Plain(string text)
    {
        char[] plain = new char[text.Length];
        int[] starts = new int[text.Length];
        int length = 0;
        for (int at = 0; at < text.Length;)
        {
            char c = text[at];
            int width = c is '\\' or '&' or '%' ? EscapedCharacter.Read(text.AsSpan(at), out c) : 1;
            if (Plain(c) is char shown and not '\0')
            {
                plain[length] = shown;
                starts[length++] = at;
            }

            at += width;
        }

        return length == text.Length ? new TextView(new string(plain), text, null) : new TextView(new string(plain, 0, length), text, starts);
    }

    private static char Plain(char c) => c switch
    {
        < '\u00A0' => c == '\0' ? ' ' : c,
        '\u00A0' or '\u1680' or (>= '\u2000' and <= '\u200A') or '\u202F' or '\u205F' or '\u3000' => ' ',
        '\u00AD' or '\u034F' or '\u061C' or '\u180E' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u206F')
            or '\uFEFF' or (>= '\uFE00' and <= '\uFE0F') =>
            '\0',
        (>= '\u2010' and <= '\u2015') or '\u2212' or '\uFE58' or '\uFE63' => '-',
        '\u2024' or '\uFE52' => '.',
        '\uFE6B' => '@',
        >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
        _ => CharUnicodeInfo.GetDecimalDigitValue(c) is int digit and >= 0 ? (char)('0' + digit) : c,
    };

    private static string OddCharacters()
    {
        StringBuilder odd = new();
        for (int c = 0xA0; c <= 0xFFFF; c++)
        {
            if (!char.IsSurrogate((char)c) && Plain((char)c) != c)
            {
                odd.Append((char)c);
            }
        }

        return odd.ToString();
    }
}
