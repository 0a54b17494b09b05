using System.Globalization;

namespace AgentCore.LiteLlm.Protection.Detection.Texts;

/// <summary>Characters written as JSON, HTML or address escapes: <c>\u0040</c>, <c>&amp;#64;</c>, <c>%40</c>.</summary>
internal static class EscapedCharacter
{
    /// <summary>Reads the character that a text begins with.</summary>
    /// <param name="text">The text; not empty.</param>
    /// <param name="character">The character.</param>
    /// <returns>How long it is as written; 1 when it stands for itself.</returns>
    public static int Read(ReadOnlySpan<char> text, out char character)
    {
        character = text[0];
        int length = text[0] switch
        {
            '\\' when text.Length >= 6 && text[1] == 'u' && IsHex(text[2..6], out int code) => Take(code, 6, ref character),
            '%' when text.StartsWith("%40", StringComparison.Ordinal) => Take('@', 3, ref character),
            '&' when text.Length > 3 && text[1] == '#' => Reference(text, ref character),
            _ => 1,
        };
        return length;
    }

    private static int Reference(ReadOnlySpan<char> text, ref char character)
    {
        int end = text[..Math.Min(text.Length, 9)].IndexOf(';');
        if (end < 0)
        {
            return 1;
        }

        bool isHex = text[2] is 'x' or 'X';
        bool isCode = isHex
            ? IsHex(text[3..end], out int code)
            : int.TryParse(text[2..end], NumberStyles.None, CultureInfo.InvariantCulture, out code);
        return isCode ? Take(code, end + 1, ref character) : 1;
    }

    private static bool IsHex(ReadOnlySpan<char> digits, out int code) =>
        int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code);

    // Half of a pair is no character that anything here looks for.
    private static int Take(int code, int length, ref char character)
    {
        if (code is <= 0 or > 0xFFFF || char.IsSurrogate((char)code))
        {
            return 1;
        }

        character = (char)code;
        return length;
    }
}
