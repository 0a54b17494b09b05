using AgentCore.LiteLlm.Protection.Detection.Texts;

namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>A date as it is written, and how sure its form is; an end of -1 means none.</summary>
internal readonly record struct WrittenDate(int Start, int End, double Score)
{
    private static readonly WrittenDate None = new(0, -1, 0);

    /// <summary>Reads the date that a word with digits begins or belongs to.</summary>
    public static WrittenDate Read(in Place place)
    {
        ReadOnlySpan<char> text = place.Text;
        int first = Number(text, place.Start, out int size);
        if (size is < 1 or > 4)
        {
            return None;
        }

        int at = place.Start + size;
        WrittenDate named = WithMonthName(place, first, size);
        if (named.End > 0 || at + 1 >= text.Length || text[at] is not ('/' or '-' or '.'))
        {
            return named;
        }

        char separator = text[at];
        int second = Number(text, at + 1, out int secondSize);
        int end = at + 1 + secondSize;
        if (secondSize is not (1 or 2 or 4))
        {
            return None;
        }

        if (end + 1 >= text.Length || text[end] != separator || !char.IsAsciiDigit(text[end + 1]))
        {
            bool isMonth = separator == '/' && first is >= 1 and <= 12 && size <= 2 && secondSize != 1;
            return isMonth ? new WrittenDate(place.Start, end, secondSize == 4 ? 0.2 : 0.1) : None;
        }

        int third = Number(text, end + 1, out int thirdSize);
        int last = end + 1 + thirdSize;
        double score = (size, secondSize, thirdSize) switch
        {
            (4, 1 or 2, 1 or 2) => separator != '.' && IsMonthAndDay(second, third) ? 0.6 : 0,
            (1 or 2, 1 or 2, 4) => IsMonthAndDay(second, first) || (separator != '.' && IsMonthAndDay(first, second)) ? 0.6 : 0,
            (1 or 2, 1 or 2, 2) => separator == '/' && (IsMonthAndDay(second, first) || IsMonthAndDay(first, second)) ? 0.6
                : separator == '.' && IsMonthAndDay(second, first) ? (size == 2 && secondSize == 2 ? 0.6 : 0.2) : 0,
            _ => 0,
        };
        return score == 0 ? None : size == 4 && separator == '-' ? WithTime(text, place.Start, last, score) : new WrittenDate(place.Start, last, score);
    }

    private static bool IsMonthAndDay(int month, int day) => month is >= 1 and <= 12 && day is >= 1 and <= 31;

    // ISO 8601: hours and minutes, perhaps seconds and a fraction, perhaps a zone.
    private static WrittenDate WithTime(ReadOnlySpan<char> text, int start, int end, double score)
    {
        if (end + 5 >= text.Length || text[end] is not ('T' or 't' or ' ') || !IsClock(text, end + 1))
        {
            return new WrittenDate(start, end, score);
        }

        int at = end + 6;
        if (at + 2 < text.Length && text[at] == ':' && char.IsAsciiDigit(text[at + 1]) && char.IsAsciiDigit(text[at + 2]))
        {
            at += 3;
            if (at + 1 < text.Length && text[at] is '.' or ',' && char.IsAsciiDigit(text[at + 1]))
            {
                _ = Number(text, at + 1, out int fraction);
                at += 1 + fraction;
            }
        }

        if (at < text.Length && text[at] is 'Z' or 'z')
        {
            return new WrittenDate(start, at + 1, 0.8);
        }

        bool hasZone = at + 5 < text.Length && text[at] is '+' or '-' && IsClock(text, at + 1);
        return hasZone ? new WrittenDate(start, at + 6, 0.8) : new WrittenDate(start, at, score);
    }

    private static bool IsClock(ReadOnlySpan<char> text, int at) =>
        at + 4 < text.Length
            && text[at] is >= '0' and <= '2'
            && char.IsAsciiDigit(text[at + 1])
            && text[at + 2] == ':'
            && text[at + 3] is >= '0' and <= '5'
            && char.IsAsciiDigit(text[at + 4]);

    private static WrittenDate WithMonthName(in Place place, int number, int size)
    {
        ReadOnlySpan<char> text = place.Text;
        int before = MonthNames.EndingAt(text, place.Start - 1);
        int dayEnd = place.Start + size + Ordinal(text, place.Start + size);
        if (before >= 0 && size != 3)
        {
            // 'March 12, 2024', 'Mar-24', 'March 2024'
            int year = size <= 2 ? Year(text, dayEnd) : -1;
            bool isShort = text[place.Start - 1] == '-' && size is 2 or 4;
            return year > 0 && number is >= 1 and <= 31 ? new WrittenDate(before, year, Sure)
                : isShort || size == 4 && number is >= 1900 and <= 2100 ? new WrittenDate(before, dayEnd, Sure) : None;
        }

        int month = number is >= 1 and <= 31 && size <= 2 && dayEnd < text.Length && text[dayEnd] is ' ' or '-' or '/'
            ? MonthNames.StartingAt(text, dayEnd + 1)
            : -1;
        if (month < 0)
        {
            return None;
        }

        int end = Year(text, month);
        return end > 0 ? new WrittenDate(place.Start, end, Sure) : text[dayEnd] == '-' ? new WrittenDate(place.Start, month, Sure) : None;
    }

    private const double Sure = 0.6;

    private static int Ordinal(ReadOnlySpan<char> text, int at) =>
        at + 1 < text.Length && text.Slice(at, 2) is "st" or "nd" or "rd" or "th" ? 2 : 0;

    // Four digits, or two after a hyphen.
    private static int Year(ReadOnlySpan<char> text, int at)
    {
        int skipped = at < text.Length && text[at] is ',' ? 1 : 0;
        skipped += at + skipped < text.Length && text[at + skipped] is ' ' or '-' or '/' ? 1 : 0;
        if (skipped == 0)
        {
            return -1;
        }

        int year = Number(text, at + skipped, out int size);
        return (size == 4 && year is >= 1000 and <= 2999) || (size == 2 && text[at] == '-') ? at + skipped + size : -1;
    }

    private static int Number(ReadOnlySpan<char> text, int at, out int size)
    {
        int number = 0;
        size = 0;
        while (at + size < text.Length && char.IsAsciiDigit(text[at + size]) && size < 10)
        {
            number = size < 9 ? (number * 10) + text[at + size] - '0' : number;
            size++;
        }

        return number;
    }
}
