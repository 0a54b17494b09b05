using System.Globalization;
using System.Text;
using Wcwidth;

namespace AgentCore.LiteLlm.Terminal;

/// <summary>How many columns of a terminal text takes, counted in what a reader sees as one character.</summary>
internal static class CellWidth
{
    private const char EmojiSelector = '\uFE0F';
    private const int FirstRegional = 0x1F1E6;
    private const int LastRegional = 0x1F1FF;
    private const int Wide = 2;

    /// <summary>Counts the columns of a text without line ends.</summary>
    public static int Of(string text)
    {
        int width = 0;
        for (int at = 0; at < text.Length;)
        {
            int length = NextLength(text, at);
            width += OfOne(text.AsSpan(at, length));
            at += length;
        }

        return width;
    }

    /// <summary>Counts the columns of one character as a reader sees it, such as an emoji of several code points.</summary>
    public static int OfOne(ReadOnlySpan<char> character)
    {
        if (character.Length == 1 && character[0] is >= ' ' and < '\x7F')
        {
            return 1;
        }

        int width = 0;
        foreach (Rune rune in character.EnumerateRunes())
        {
            // Two letters make a flag, each half as wide.
            width = rune.Value == EmojiSelector && width > 0 ? Wide
                : rune.Value is >= FirstRegional and <= LastRegional ? width + 1
                : Math.Max(width, UnicodeCalculator.GetWidth(rune));
        }

        return width;
    }

    /// <summary>Finds how many chars the character has that begins at a place.</summary>
    public static int NextLength(string text, int at) => StringInfo.GetNextTextElementLength(text, at);

    /// <summary>Finds how many chars the character has that ends at a place.</summary>
    public static int LengthBefore(string text, int at)
    {
        // Where a character begins follows from what stands before it, and a line end stands alone.
        int start = at > 1 ? text.LastIndexOf('\n', at - 2) + 1 : 0;
        int length = 0;
        for (; start < at; start += length)
        {
            length = NextLength(text, start);
        }

        return length;
    }
}
