using AgentCore.LiteLlm.Protection.Detection.Texts;

namespace AgentCore.LiteLlm.Protection.Detection.Phones;

/// <summary>How telephone numbers stand in a text: groups of digits with spaces, hyphens, dots, slashes and brackets between.</summary>
internal static class PhoneText
{
    /// <summary>Finds where a number begins whose first digits stand at a place: at a plus sign or bracket before them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="digit">The first digit.</param>
    /// <param name="isInternational">Whether a plus sign stands there.</param>
    /// <returns>The place, or -1 when the digits belong to something longer.</returns>
    public static int StartOf(ReadOnlySpan<char> text, int digit, out bool isInternational)
    {
        int start = digit;
        start -= start > 0 && text[start - 1] == '(' ? 1 : 0;
        isInternational = start > 0 && text[start - 1] == '+';
        start -= isInternational ? 1 : 0;
        start -= isInternational && start > 0 && text[start - 1] == '(' ? 1 : 0;
        if (start == 0)
        {
            return start;
        }

        char before = text[start - 1];
        bool isLonger = Place.IsLetter(before) || before is '_' or '$' or '€' or '£' or '%';
        bool isGroup = start > 1 && before is '-' or '.' or '/' or '\\' or '+' && Place.IsLetter(text[start - 2]);
        return isLonger || isGroup ? -1 : start;
    }

    /// <summary>Reads groups of digits as far as one number can reach.</summary>
    /// <returns>How many groups; for each where it ends, and how many digits there are up to there.</returns>
    public static int ReadGroups(ReadOnlySpan<char> text, int at, Span<char> digits, Span<int> ends, Span<int> lengths)
    {
        int length = 0;
        int count = 0;
        while (count < ends.Length)
        {
            int first = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                if (length == digits.Length)
                {
                    return count;
                }

                digits[length++] = text[at++];
            }

            if (at == first)
            {
                return count;
            }

            ends[count] = at;
            lengths[count++] = length;
            int gap = GapAt(text, at);
            if (gap == 0)
            {
                return count;
            }

            at += gap;
        }

        return count;
    }

    /// <summary>Says whether a number may end at a place.</summary>
    public static bool IsFreeAfter(ReadOnlySpan<char> text, int end) =>
        end == text.Length
            || !(Place.IsLetter(text[end]) && !IsExtension(text, end)
                || text[end] is '_' or '%'
                || (end + 1 < text.Length && text[end] is '.' or '-' or '/' or ':' && Place.IsLetter(text[end + 1])));

    /// <summary>Says whether a span is rather a date, an amount, or an address.</summary>
    public static bool IsOther(ReadOnlySpan<char> written)
    {
        int groups = 1;
        int dots = written.Count('.');
        foreach (char c in written)
        {
            groups += c is ' ' or '-' or '.' or '/' ? 1 : 0;
        }

        bool isDate = written.Contains('/') || (written.Length == 10 && groups == 3 && (written[4] == '-' || written[2] is '-' or '.'));
        return isDate || dots == 3 || (groups == 1 && written.Length > 12);
    }

    private static bool IsExtension(ReadOnlySpan<char> text, int at) => text[at] is 'x' or 'X' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]);

    // One or two of these between groups, with a digit after them.
    private static int GapAt(ReadOnlySpan<char> text, int at)
    {
        int end = at;
        while (end < text.Length && end - at < 3 && text[end] is ' ' or '-' or '.' or '/' or '(' or ')')
        {
            end++;
        }

        bool isGap = end > at && end < text.Length && char.IsAsciiDigit(text[end]);
        bool isDouble = end - at >= 2 && text[at] == text[at + 1];
        return isGap && !isDouble ? end - at : 0;
    }
}
