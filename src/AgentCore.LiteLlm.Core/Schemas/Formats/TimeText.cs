namespace AgentCore.LiteLlm.Schemas.Formats;

/// <summary>Dates and times of RFC 3339.</summary>
internal static class TimeText
{
    private const int DateLength = 10;
    private const int TimeLength = 8;
    private const int OffsetLength = 6;
    private const int MinutesPerDay = 24 * 60;

    public static bool IsDateTime(string text) =>
        text.Length > DateLength && text[DateLength] is 'T' or 't' && IsDate(text.AsSpan(0, DateLength)) && IsTime(text.AsSpan(DateLength + 1));

    public static bool IsDate(string text) => IsDate(text.AsSpan());

    public static bool IsTime(string text) => IsTime(text.AsSpan());

    private static bool IsDate(ReadOnlySpan<char> text)
    {
        if (text.Length != DateLength || text[4] != '-' || text[7] != '-')
        {
            return false;
        }

        int year = Number(text[..4]);
        int month = Number(text[5..7]);
        int day = Number(text[8..]);
        return year >= 0 && month is >= 1 and <= 12 && day >= 1 && day <= DaysIn(year, month);
    }

    private static bool IsTime(ReadOnlySpan<char> text)
    {
        if (text.Length <= TimeLength || text[2] != ':' || text[5] != ':')
        {
            return false;
        }

        int hour = Number(text[..2]);
        int minute = Number(text[3..5]);
        int second = Number(text[6..TimeLength]);
        ReadOnlySpan<char> rest = text[TimeLength..];
        if (rest[0] == '.')
        {
            int end = rest[1..].IndexOfAnyExceptInRange('0', '9') + 1;
            rest = end > 1 ? rest[end..] : default;
        }

        return hour is >= 0 and < 24 && minute is >= 0 and < 60 && second is >= 0 and <= 60
            && FindOffset(rest) is { } offset
            && (second < 60 || IsLeapMinute((hour * 60) + minute - offset));
    }

    // A leap second is the last of a day in UTC.
    private static bool IsLeapMinute(int minuteOfDay) => (minuteOfDay + MinutesPerDay) % MinutesPerDay == MinutesPerDay - 1;

    private static int? FindOffset(ReadOnlySpan<char> text)
    {
        if (text is "Z" or "z")
        {
            return 0;
        }

        if (text.Length != OffsetLength || text[0] is not ('+' or '-') || text[3] != ':')
        {
            return null;
        }

        int hours = Number(text[1..3]);
        int minutes = Number(text[4..]);
        bool sound = hours is >= 0 and < 24 && minutes is >= 0 and < 60;
        return !sound ? null : text[0] == '-' ? -((hours * 60) + minutes) : (hours * 60) + minutes;
    }

    private static int Number(ReadOnlySpan<char> digits)
    {
        int number = 0;
        foreach (char c in digits)
        {
            if (!char.IsAsciiDigit(c))
            {
                return -1;
            }

            number = (number * 10) + c - '0';
        }

        return number;
    }

    private static int DaysIn(int year, int month) => month switch
    {
        2 when year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };
}
