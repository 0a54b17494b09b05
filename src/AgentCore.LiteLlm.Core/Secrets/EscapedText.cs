using System.Buffers;
using System.Globalization;

namespace AgentCore.LiteLlm.Secrets;

/// <summary>Reads text that may be escaped: as JSON, an address or HTML does it, some characters or all, one layer over the other.</summary>
internal static class EscapedText
{
    /// <summary>The most layers that are looked through: JSON in JSON in an address, say.</summary>
    public const int MostLayers = 3;

    // '&' and eight digits or letters.
    private const int LongestEntity = 9;

    private const int LongestRun = 9;

    /// <summary>What an escaped character begins with.</summary>
    public static readonly SearchValues<char> Marks = SearchValues.Create("\\%&");

    /// <summary>Says whether a text that begins with a mark may begin with an escaped character: most do not, and this is cheap to see.</summary>
    /// <param name="text">The text, from the mark on.</param>
    /// <param name="letters">The characters that matter.</param>
    /// <returns>True when it may be one of them, or the text ends too early to say.</returns>
    public static bool MayBegin(ReadOnlySpan<char> text, SearchValues<char> letters)
    {
        switch (text[0])
        {
            case '%':
                return text.Length < 3 || (char.IsAsciiHexDigit(text[1]) && char.IsAsciiHexDigit(text[2]));
            case '&':
                return text.Length < 2 || char.IsAsciiLetter(text[1]) || text[1] == '#';
            default:
                // Layers of JSON double the backslashes before a letter.
                int end = text[..Math.Min(text.Length, LongestRun)].IndexOfAnyExcept('\\');
                return end < 0 || text[end] is 'u' or 'x'
                    || (text[end] is '/' or '"' or '\'' && letters.Contains(text[end]))
                    || (end > 1 && letters.Contains('\\'));
        }
    }

    /// <summary>Reads the first character of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="layers">How many layers of escaping are undone.</param>
    /// <param name="character">The character; a mark that begins no escape stands for itself.</param>
    /// <returns>How long it is written; 0 when the text ends before it does.</returns>
    public static int Read(ReadOnlySpan<char> text, int layers, out char character)
    {
        if (text.IsEmpty || layers == 0)
        {
            character = text.IsEmpty ? '\0' : text[0];
            return text.IsEmpty ? 0 : 1;
        }

        int length = Read(text, layers - 1, out character);
        return character switch
        {
            _ when length == 0 => 0,
            '%' => ReadHex(text, length, length, 2, layers - 1, ref character),
            '\\' => ReadBackslash(text, length, layers - 1, ref character),
            '&' => ReadEntity(text, length, layers - 1, ref character),
            _ => length,
        };
    }

    private static int ReadBackslash(ReadOnlySpan<char> text, int mark, int layers, ref char character)
    {
        int length = Read(text[mark..], layers, out char kind);
        if (length == 0)
        {
            return 0;
        }

        switch (kind)
        {
            case 'u':
                return ReadHex(text, mark, mark + length, 4, layers, ref character);
            case 'x':
                return ReadHex(text, mark, mark + length, 2, layers, ref character);
            case '\\' or '/' or '"' or '\'':
                character = kind;
                return mark + length;
            default:
                return mark;
        }
    }

    private static int ReadHex(ReadOnlySpan<char> text, int mark, int start, int digits, int layers, ref char character)
    {
        int at = start;
        int value = 0;
        for (int i = 0; i < digits; i++)
        {
            int length = Read(text[at..], layers, out char digit);
            if (length == 0)
            {
                return 0;
            }

            if (!char.IsAsciiHexDigit(digit))
            {
                return mark;
            }

            value = (value * 16) + (char.IsAsciiDigit(digit) ? digit - '0' : char.ToLowerInvariant(digit) - 'a' + 10);
            at += length;
        }

        character = (char)value;
        return at;
    }

    // '&#115;', '&#x73;', '&amp;'. Browsers take a number without its semicolon too.
    private static int ReadEntity(ReadOnlySpan<char> text, int mark, int layers, ref char character)
    {
        Span<char> name = stackalloc char[LongestEntity];
        int count = 0;
        int at = mark;
        while (count < LongestEntity)
        {
            int length = Read(text[at..], layers, out char c);
            if (length == 0)
            {
                return 0;
            }

            if (!GoesOn(name[..count], c))
            {
                return FindEntity(name[..count], c == ';', ref character) ? at + (c == ';' ? length : 0) : mark;
            }

            name[count++] = c;
            at += length;
        }

        return mark;
    }

    private static bool GoesOn(ReadOnlySpan<char> name, char next) => name switch
    {
        [] => char.IsAsciiLetter(next) || next == '#',
        ['#'] => char.IsAsciiDigit(next) || next is 'x' or 'X',
        ['#', 'x' or 'X', ..] => char.IsAsciiHexDigit(next),
        ['#', ..] => char.IsAsciiDigit(next),
        _ => char.IsAsciiLetter(next),
    };

    private static bool FindEntity(ReadOnlySpan<char> name, bool isClosed, ref char character)
    {
        if (name is ['#', .. var number])
        {
            bool isHex = number is ['x' or 'X', ..];
            NumberStyles style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
            bool isNumber = ushort.TryParse(isHex ? number[1..] : number, style, CultureInfo.InvariantCulture, out ushort code);
            character = isNumber ? (char)code : character;
            return isNumber;
        }

        char? named = name switch
        {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            "sol" => '/',
            "bsol" => '\\',
            "plus" => '+',
            "equals" => '=',
            "lowbar" => '_',
            "period" => '.',
            "colon" => ':',
            "num" => '#',
            "percnt" => '%',
            _ => null,
        };
        character = isClosed && named is { } known ? known : character;
        return isClosed && named is not null;
    }
}
