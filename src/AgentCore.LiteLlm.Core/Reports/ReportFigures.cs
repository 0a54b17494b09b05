using System.Globalization;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Reports;

/// <summary>Figures as reports show them, the same in every culture.</summary>
internal static class ReportFigures
{
    /// <summary>Shows a time span.</summary>
    public static string Time(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => Invariant($"{time.TotalSeconds:0.000} s"),
        { TotalSeconds: < 59.95 } => Invariant($"{time.TotalSeconds:0.0} s"),
        { TotalMinutes: < 59.5 } => Invariant($"{(int)time.TotalMinutes} min {time.Seconds} s"),
        _ => Invariant($"{(int)time.TotalHours} h {time.Minutes} min"),
    };

    /// <summary>Shows a point in time.</summary>
    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Shows a count; nothing where there is none.</summary>
    public static string Count(long? count) => count?.ToString("#,0", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Shows a count of things.</summary>
    public static string Count(long count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";

    /// <summary>Shows an amount of US dollars without their name; nothing where there is none.</summary>
    public static string Cost(decimal? cost) => cost?.ToString("0.00########", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Shows tokens in one line; nothing where nobody counted.</summary>
    public static string Tokens(TokenUsage usage)
    {
        if (!usage.IsCounted)
        {
            return "";
        }

        string cached = usage.CachedInputTokens > 0 ? $" ({Count(usage.CachedInputTokens)} cached)" : "";
        string reasoning = usage.ReasoningTokens > 0 ? $" ({Count(usage.ReasoningTokens)} for reasoning)" : "";
        return $"{Known(usage.InputTokens)} in{cached}, {Known(usage.OutputTokens)} out{reasoning}";
    }

    private static string Known(long? count) => count is null ? "?" : Count(count);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
