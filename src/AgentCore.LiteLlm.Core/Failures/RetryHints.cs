using System.Buffers;
using System.Globalization;

namespace AgentCore.LiteLlm.Failures;

/// <summary>Reads how long an endpoint asks to wait.</summary>
internal static class RetryHints
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private static readonly string[] Phrases = ["try again in ", "retry after ", "retry in "];

    /// <summary>Finds the wait in <c>retry-after-ms</c>, in <c>retry-after</c> as seconds or a date, or in the words "try again in N seconds".</summary>
    /// <param name="milliseconds">The header <c>retry-after-ms</c>.</param>
    /// <param name="after">The header <c>retry-after</c>.</param>
    /// <param name="message">The endpoint's message.</param>
    /// <param name="now">The time now, for a date.</param>
    /// <returns>The wait, or null when none was asked for.</returns>
    public static TimeSpan? Find(string? milliseconds, string? after, string? message, DateTimeOffset now)
    {
        if (FindNumber(milliseconds) is { } ms)
        {
            return ToWait(ms / 1000);
        }

        if (FindNumber(after) is { } seconds)
        {
            return ToWait(seconds);
        }

        if (DateTimeOffset.TryParse(after, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date))
        {
            return ToWait((date - now).TotalSeconds);
        }

        return FindInWords(message);
    }

    /// <summary>Reads a duration such as <c>20ms</c>, <c>1m12s</c> or a number of seconds; a day or more is taken for a point in time, and is none.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The duration, or null when the text is none.</returns>
    public static TimeSpan? FindDuration(string? text) =>
        ReadDuration(text) is > 0 and < 86400 and double seconds ? ToWait(seconds) : null;

    private static TimeSpan? FindInWords(string? message)
    {
        int at = Phrases.Select(p => (message?.IndexOf(p, StringComparison.OrdinalIgnoreCase) ?? -1) is >= 0 and int start ? start + p.Length : -1).Max();
        return at < 0 ? null : ToWait(ReadDuration(message.AsSpan(at)));
    }

    // "20s", "1.5 seconds", "2h", "1m12s": numbers and units for as long as they follow each other.
    private static double ReadDuration(ReadOnlySpan<char> text)
    {
        double seconds = 0;
        while (true)
        {
            text = text.TrimStart();
            int digits = text.IndexOfAnyExcept(Digits);
            ReadOnlySpan<char> number = (digits < 0 ? text : text[..digits]).TrimEnd('.');
            if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            {
                return seconds;
            }

            text = text[number.Length..].TrimStart();
            int letters = 0;
            while (letters < text.Length && char.IsAsciiLetter(text[letters]))
            {
                letters++;
            }

            seconds += value * SecondsOf(text[..letters]);
            text = text[letters..];
        }
    }

    private static double SecondsOf(ReadOnlySpan<char> unit) =>
        unit.StartsWith("ms", StringComparison.OrdinalIgnoreCase) || unit.StartsWith("milli", StringComparison.OrdinalIgnoreCase) ? 0.001
        : unit.StartsWith("m", StringComparison.OrdinalIgnoreCase) ? 60
        : unit.StartsWith("h", StringComparison.OrdinalIgnoreCase) ? 3600
        : unit.StartsWith("d", StringComparison.OrdinalIgnoreCase) ? 86400
        : 1;

    private static double? FindNumber(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;

    // A wait in the past or not a number is no hint; one of weeks must not overflow.
    private static TimeSpan? ToWait(double seconds) =>
        seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(7).TotalSeconds)) : null;
}
