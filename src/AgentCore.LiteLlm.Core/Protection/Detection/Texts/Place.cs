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

    /// <summary>The letters before the first digit of the word, as words near a number are compared; none where it begins with the digit.</summary>
    public readonly ContextWord Lead = LeadOf(text[start..end]);

    /// <summary>Where the first digit of the word stands.</summary>
    public readonly int FirstDigit = start + Math.Max(0, text[start..end].IndexOfAnyInRange('0', '9'));

    // Scripts that write no spaces begin here: their letters are no part of a number that stands among them.
    private const char FirstUnspaced = '\u0E00';

    // ' - '
    private const int LongestGap = 3;

    private static ContextWord LeadOf(ReadOnlySpan<char> word)
    {
        int letters = IsLetter(word[0]) ? word.IndexOfAnyInRange('0', '9') : 0;
        return letters > 0 ? ContextWord.From(word[..letters]) : default;
    }

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

    /// <summary>Reads what stands between two groups of a number, at a place: a sign that separates, with or without spaces, or a break of the line.</summary>
    /// <returns>How long it is, with a letter or digit after it; 0 when there is none.</returns>
    public static int GapAt(ReadOnlySpan<char> text, int at)
    {
        int end = at;
        bool hasSign = false;
        while (end < text.Length && end - at < LongestGap && text[end] is ' ' or '-' or '.' or '/' or '_' or '\t' or '\n')
        {
            bool isSign = text[end] is not ' ';
            if (isSign && hasSign)
            {
                return 0;
            }

            hasSign |= isSign;
            end++;
        }

        return end > at && end < text.Length && char.IsAsciiLetterOrDigit(text[end]) ? end - at : 0;
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

        return IsFreeAfter(end);
    }

    /// <summary>Says whether neither a word nor a number goes on at a place.</summary>
    public bool IsFreeAfter(int end) =>
        !(end < Text.Length && IsWord(Text[end]))
            && !(end + 1 < Text.Length && (Text[end] is '.' or '-') && char.IsAsciiDigit(Text[end + 1]) && char.IsAsciiDigit(Text[end - 1]));
}
