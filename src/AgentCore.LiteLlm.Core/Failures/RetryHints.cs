using System.Buffers;
using System.Globalization;

namespace AgentCore.LiteLlm.Failures;

/// <summary>Reads how long an endpoint asks to wait.</summary>
internal static class RetryHints
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private const string Phrase = "try again in ";

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

    private static TimeSpan? FindInWords(string? message)
    {
        int at = message?.IndexOf(Phrase, StringComparison.OrdinalIgnoreCase) ?? -1;
        if (at < 0)
        {
            return null;
        }

        ReadOnlySpan<char> rest = message.AsSpan(at + Phrase.Length);
        int digits = rest.IndexOfAnyExcept(Digits);
        ReadOnlySpan<char> number = (digits < 0 ? rest : rest[..digits]).TrimEnd('.');
        ReadOnlySpan<char> unit = digits < 0 ? "" : rest[digits..].TrimStart();
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
        {
            return null;
        }

        bool isMilliseconds = unit.StartsWith("ms", StringComparison.OrdinalIgnoreCase) || unit.StartsWith("milli", StringComparison.OrdinalIgnoreCase);
        bool isMinutes = !isMilliseconds && unit.StartsWith("m", StringComparison.OrdinalIgnoreCase);
        return ToWait(isMilliseconds ? value / 1000 : isMinutes ? value * 60 : value);
    }

    private static double? FindNumber(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;

    // A wait in the past or not a number is no hint; one of weeks must not overflow.
    private static TimeSpan? ToWait(double seconds) =>
        seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(7).TotalSeconds)) : null;
}
