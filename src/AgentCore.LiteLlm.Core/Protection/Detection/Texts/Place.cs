namespace AgentCore.LiteLlm.Protection.Detection.Texts;

/// <summary>Where a recogniser looks: a word with a digit in it, or a single character such as <c>@</c>.</summary>
internal readonly ref struct Place(ReadOnlySpan<char> text, int start, int end)
{
    /// <summary>The whole text.</summary>
    public readonly ReadOnlySpan<char> Text = text;

    /// <summary>Where the word begins.</summary>
    public readonly int Start = start;

    /// <summary>Where the word ends.</summary>
    public readonly int End = end;

    // Scripts that write no spaces begin here: their letters are no part of a number that stands among them.
    private const char FirstUnspaced = '\u0E00';

    /// <summary>Says whether a character is a letter or digit of a word.</summary>
    public static bool IsLetter(char c) => char.IsAsciiLetterOrDigit(c) || (c is > '\u007F' and < FirstUnspaced && char.IsLetterOrDigit(c));

    /// <summary>Says whether a character can be part of a word.</summary>
    public static bool IsWord(char c) => IsLetter(c) || c == '_';

    /// <summary>Finds where the letters begin that stand before this word, some words back, with a single space, hyphen or dot between.</summary>
    /// <returns>The place, or -1 when other things stand there.</returns>
    public int Before(int words)
    {
        int at = Start;
        for (int count = 0; count < words; count++)
        {
            int end = at - 1;
            if (end <= 0 || Text[end] is not (' ' or '-' or '.'))
            {
                return -1;
            }

            at = end;
            while (at > 0 && end - at < 4 && char.IsLetter(Text[at - 1]))
            {
                at--;
            }

            if (at == end)
            {
                return -1;
            }
        }

        return at;
    }

    /// <summary>Says whether a span stands by itself: neither part of a longer word nor of a longer number.</summary>
    public bool IsFree(int start, int end)
    {
        if (start > 0 && (IsWord(Text[start - 1]) || Text[start - 1] is '$' or '€' or '£'))
        {
            return false;
        }

        if (start > 1 && (Text[start - 1] is '.' or '-') && char.IsAsciiDigit(Text[start - 2]) && char.IsAsciiDigit(Text[start]))
        {
            return false;
        }

        return !(end < Text.Length && IsWord(Text[end]))
            && !(end + 1 < Text.Length && (Text[end] is '.' or '-') && char.IsAsciiDigit(Text[end + 1]) && char.IsAsciiDigit(Text[end - 1]));
    }
}
