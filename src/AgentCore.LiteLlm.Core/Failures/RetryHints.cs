using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Failures;

/// <summary>Reads how long an endpoint asks to wait.</summary>
internal static partial class RetryHints
{
    // A wait stands near the beginning; each word that could begin one is looked at to the end.
    private const int LongestLooked = 4_000;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    // Google's RetryInfo among them; names are compared without '_' and case.
    private static readonly string[] MemberKeys =
    [
        "retryDelay", "retry_after", "retry_after_seconds", "resets_in_seconds", "reset_in_seconds", "retry_in", "estimated_time",
    ];

    /// <summary>
    /// Finds the wait in <c>retry-after-ms</c>, in <c>retry-after</c> as seconds or a date, in a member of the body, or in words such as "try again in 1m2.5s".
    /// </summary>
    /// <param name="milliseconds">The header <c>retry-after-ms</c>.</param>
    /// <param name="after">The header <c>retry-after</c>.</param>
    /// <param name="message">The endpoint's message.</param>
    /// <param name="now">The time now, for a date.</param>
    /// <param name="member">The wait that a member of the body names.</param>
    /// <returns>The wait, or null when none was asked for.</returns>
    public static TimeSpan? Find(string? milliseconds, string? after, string? message, DateTimeOffset now, TimeSpan? member = null)
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

        // Google rounds the one down and not the other.
        TimeSpan? words = FindInWords(message?[..Math.Min(message.Length, LongestLooked)], now);
        return words > member ? words : member ?? words;
    }

    /// <summary>Finds the wait that a member of an error names.</summary>
    /// <param name="error">The object.</param>
    /// <returns>The wait, or null when there is none.</returns>
    public static TimeSpan? FindInMembers(JsonElement error)
    {
        if (JsonMembers.FindInAnySpelling(error, "retry_after_ms") is { ValueKind: JsonValueKind.Number } milliseconds)
        {
            return ToWait(milliseconds.GetDouble() / 1000);
        }

        foreach (JsonElement value in MemberKeys.Select(k => JsonMembers.FindInAnySpelling(error, k)).OfType<JsonElement>())
        {
            double seconds = value.ValueKind switch
            {
                JsonValueKind.Number => value.GetDouble(),
                JsonValueKind.String => ReadDuration(ReceivedJson.TextOf(value)),
                _ => 0,
            };
            if (seconds > 0)
            {
                return ToWait(seconds);
            }
        }

        return null;
    }

    /// <summary>Reads a duration such as <c>20ms</c>, <c>1m12s</c> or a number of seconds; a day or more is taken for a point in time, and is none.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The duration, or null when the text is none.</returns>
    public static TimeSpan? FindDuration(string? text) =>
        !string.IsNullOrEmpty(text) && ReadDuration(text) is > 0 and < 86400 and double seconds ? ToWait(seconds) : null;

    private static TimeSpan? FindInWords(string? message, DateTimeOffset now)
    {
        if (message is null)
        {
            return null;
        }

        double seconds = Waits().Matches(message).Select(m => ReadDuration(message.AsSpan(m.Groups["duration"].Index))).DefaultIfEmpty(0).Max();
        if (seconds > 0)
        {
            return ToWait(seconds);
        }

        string date = Dates().Match(message).Groups["date"].Value;
        bool isDate = DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at);
        return isDate ? ToWait((at - now).TotalSeconds) : null;
    }

    // "20s", "1.5 seconds", "2h", "1m12s", "1 minute and 30 seconds": numbers and units for as long as they follow each other.
    private static double ReadDuration(ReadOnlySpan<char> text)
    {
        double seconds = 0;
        while (true)
        {
            text = text.TrimStart(", ");
            text = text.StartsWith("and ", StringComparison.OrdinalIgnoreCase) ? text[4..].TrimStart() : text;
            int digits = text.IndexOfAnyExcept(Digits);
            ReadOnlySpan<char> number = (digits < 0 ? text : text[..digits]).TrimEnd('.');
            if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            {
                return seconds;
            }

            text = text[number.Length..].TrimStart();
            int letters = 0;
            while (letters < text.Length && char.IsLetter(text[letters]))
            {
                letters++;
            }

            seconds += value * SecondsOf(text[..letters]);
            text = text[letters..];
        }
    }

    // What is no unit counts nothing: "30 more requests" is no wait.
    private static double SecondsOf(ReadOnlySpan<char> unit) => unit switch
    {
        "" => 1,
        _ when unit is "ms" || unit.StartsWith("milli", StringComparison.OrdinalIgnoreCase) => 0.001,
        _ when unit.StartsWith("s", StringComparison.OrdinalIgnoreCase) || unit[0] == '秒' => 1,
        _ when unit is "m" or "M" || unit.StartsWith("min", StringComparison.OrdinalIgnoreCase) || unit[0] == '分' => 60,
        _ when unit.StartsWith("h", StringComparison.OrdinalIgnoreCase) || unit is "小时后" => 3600,
        _ when unit.StartsWith("d", StringComparison.OrdinalIgnoreCase) => 86400,
        _ => 0,
    };

    private static double? FindNumber(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;

    // A wait in the past or not a number is no hint; one of weeks must not overflow.
    private static TimeSpan? ToWait(double seconds) =>
        seconds > 0 ? TimeSpan.FromTicks((long)Math.Round(Math.Min(seconds, TimeSpan.FromDays(7).TotalSeconds) * TimeSpan.TicksPerSecond)) : null;

    [GeneratedRegex(
        @"\b(try again|retry|retrying|wait|available|resets?)( again| your requests?)?( in| after| for)?:? "
        + "(about |at least |approximately |another )?(?<duration>[0-9])|(?<duration>[0-9]+) ?(秒|分钟|小时)后",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Waits();

    [GeneratedRegex(
        @"\bresets? (at|on):? (?<date>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:\d\d)?)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Dates();
}
