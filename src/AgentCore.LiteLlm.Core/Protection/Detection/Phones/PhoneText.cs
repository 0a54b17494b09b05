using System.Globalization;
using System.Net;
using AgentCore.LiteLlm.Protection.Detection.Texts;

namespace AgentCore.LiteLlm.Protection.Detection.Phones;

/// <summary>How telephone numbers stand in a text: groups of digits with spaces, hyphens, dots, slashes and brackets between.</summary>
internal static class PhoneText
{
    private const int LongestGap = 4;

    // '+1242 (' and '(02845) ': brackets stand around what is dialled first, and a slash after it.
    private const int LongestCode = 5;
    private const int LongestArea = 8;
    private const int LongestPlain = 12;

    /// <summary>Finds where a number begins whose first digits stand at a place: at a plus sign or bracket before them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="digit">The first digit.</param>
    /// <param name="isInternational">Whether a plus sign stands there; then it does not matter what stands before it.</param>
    /// <returns>The place, or -1 when the digits belong to something longer.</returns>
    public static int StartOf(ReadOnlySpan<char> text, int digit, out bool isInternational)
    {
        int start = digit;
        start -= start > 0 && text[start - 1] == '(' ? 1 : 0;
        int plus = start > 1 && text[start - 1] == ' ' && text[start - 2] == '+' ? start - 2 : start - 1;
        isInternational = plus >= 0 && text[plus] == '+' && !IsExponent(text, plus);
        if (isInternational)
        {
            return plus > 0 && text[plus - 1] == '(' ? plus - 1 : plus;
        }

        if (start == 0)
        {
            return start;
        }

        char before = text[start - 1];
        bool isLonger = Place.IsLetter(before) || before is '_' or '$' or '€' or '£' or '%' or '#';
        bool isGroup = start > 1 && before is '-' or '.' or '/' or '\\' or '+' or ':' && Place.IsLetter(text[start - 2])
            && (before != ':' || char.IsAsciiDigit(text[start - 2]));
        return isLonger || isGroup ? -1 : start;
    }

    /// <summary>Says whether digits stand by themselves as far as what is before them goes, so that two zeros can begin a number.</summary>
    public static bool IsFreeBefore(ReadOnlySpan<char> text, int digit) =>
        digit == 0
            || !(Place.IsLetter(text[digit - 1])
                || (digit > 1 && text[digit - 1] is '-' or '.' or '/' or ':' or ',' or '\\' && char.IsAsciiDigit(text[digit - 2])));

    /// <summary>Says whether other digits stand before some, with only a space between.</summary>
    public static bool IsInRow(ReadOnlySpan<char> text, int start) => start > 1 && text[start - 1] == ' ' && char.IsAsciiDigit(text[start - 2]);

    /// <summary>Reads groups of digits as far as one number can reach.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The first digit.</param>
    /// <param name="isOpen">Whether a bracket stands before it.</param>
    /// <param name="isLoose">Whether underscores and several spaces may stand between, as after a plus sign.</param>
    /// <param name="digits">Takes the digits.</param>
    /// <param name="ends">Takes where each group ends.</param>
    /// <param name="lengths">Takes how many digits there are up to there.</param>
    /// <returns>How many groups.</returns>
    public static int ReadGroups(ReadOnlySpan<char> text, int at, bool isOpen, bool isLoose, Span<char> digits, Span<int> ends, Span<int> lengths)
    {
        int length = 0;
        int count = 0;
        bool isSlashed = isLoose;
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
            int gap = GapAt(text, at, isSlashed ? 0 : length, ref isOpen, isLoose);
            if (gap == 0)
            {
                return count;
            }

            isSlashed = isSlashed && text[at] == '/';
            at += gap;
        }

        return count;
    }

    /// <summary>Says whether a number may end at a place.</summary>
    public static bool IsFreeAfter(ReadOnlySpan<char> text, int end) =>
        end == text.Length
            || !(Place.IsLetter(text[end])
                || text[end] is '_' or '%' or '°'
                || (end + 1 < text.Length && text[end] is '.' or '-' or '/' or ':' && Place.IsLetter(text[end + 1]))
                || IsFraction(text, end));

    /// <summary>Says whether digits in groups are written as telephone numbers are, so that nothing near needs to say what they are.</summary>
    /// <param name="digits">The digits.</param>
    /// <param name="lengths">How many there are up to the end of each group.</param>
    /// <param name="written">The number as it stands in the text.</param>
    /// <param name="hasBrackets">Whether the first group stands in brackets.</param>
    public static bool IsPhoneLike(ReadOnlySpan<char> digits, ReadOnlySpan<int> lengths, ReadOnlySpan<char> written, bool hasBrackets) => lengths switch
    {
        [_] => false,
        _ when hasBrackets => true,
        _ when written.Contains(" - ", StringComparison.Ordinal) => false,
        [2, 4, 8] when digits[4..6] is "19" or "20" => false,
        [> 1, ..] when digits[0] == '0' && !digits[..lengths[0]].StartsWith("00") => true,
        [5, 10] => !written.Contains('.'),
        [3, 6, 10] or [2, 7, 11] or [2, 6, 10] => true,
        [1, 4, 7, 11] => digits[0] == '1',
        [<= 3, _, _, ..] => digits.Length > 10,
        _ => false,
    };

    /// <summary>Says whether a span is rather a date, an address, or a number that nobody dials.</summary>
    /// <param name="written">The span.</param>
    /// <param name="isNamed">Whether the word right before it says that it is a telephone number.</param>
    public static bool IsOther(ReadOnlySpan<char> written, bool isNamed)
    {
        int gaps = written.Length - CountDigits(written);
        if (gaps == 0)
        {
            return written.Length > (isNamed ? LongestPlain + 1 : LongestPlain) || (!isNamed && (IsDay(written) || IsTime(written)));
        }

        bool isDate = gaps == 2 && written.Length is >= 8 and <= 10
            && (written.Count('/') == 2 || (written.Length == 10 && (written[4] == '-' || (written[2] is '-' or '.' && written[5] == written[2]))));
        bool isAddress = gaps == 3 && written.Count('.') == 3 && written[0] != '0' && !written.Contains(".0", StringComparison.Ordinal);
        return isDate || (isAddress && IPAddress.TryParse(written, out _));
    }

    // '1.234.567,89'
    private static bool IsFraction(ReadOnlySpan<char> text, int at) =>
        at + 1 < text.Length && text[at] == ',' && char.IsAsciiDigit(text[at + 1])
            && (at + 2 == text.Length || !char.IsAsciiDigit(text[at + 2]) || at + 3 == text.Length || !char.IsAsciiDigit(text[at + 3]));

    private static int CountDigits(ReadOnlySpan<char> written)
    {
        int digits = 0;
        foreach (char c in written)
        {
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        }

        return digits;
    }

    // '1.5e+10'
    private static bool IsExponent(ReadOnlySpan<char> text, int plus) => plus > 1 && text[plus - 1] is 'e' or 'E' && char.IsAsciiDigit(text[plus - 2]);

    // '20241125'
    private static bool IsDay(ReadOnlySpan<char> digits) =>
        digits.Length == 8
            && digits[..2] is "19" or "20"
            && int.Parse(digits[4..6], CultureInfo.InvariantCulture) is >= 1 and <= 12
            && int.Parse(digits[6..], CultureInfo.InvariantCulture) is >= 1 and <= 31;

    // Seconds since 1970, in the years 2001 to 2033.
    private static bool IsTime(ReadOnlySpan<char> digits) => digits.Length == 10 && digits[0] == '1';

    // Up to four of these between groups, none twice in a row, with a digit after them.
    private static int GapAt(ReadOnlySpan<char> text, int at, int length, ref bool isOpen, bool isLoose)
    {
        int end = at;
        bool opens = isOpen;
        while (end < text.Length && end - at < LongestGap)
        {
            char c = text[end];
            bool isDouble = end > at && text[end - 1] == c;
            bool isGap = c switch
            {
                ' ' => !isDouble || isLoose,
                '-' or '.' => !isDouble,
                '/' => !isDouble && length <= LongestArea,
                '(' => length <= LongestCode,
                ')' => opens && length <= LongestArea,
                '_' => isLoose,
                _ => false,
            };
            if (!isGap)
            {
                break;
            }

            opens = c == '(' || (c != ')' && opens);
            end++;
        }

        if (end == at || end == text.Length || !char.IsAsciiDigit(text[end]))
        {
            return 0;
        }

        isOpen = opens;
        return end - at;
    }
}
