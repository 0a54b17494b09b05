using System.Globalization;
using AgentCore.LiteLlm.Binding;

namespace AgentCore.LiteLlm.Records;

/// <summary>Values as they stand in one cell of a table.</summary>
internal static class RecordText
{
    /// <summary>Gives the name of a choice.</summary>
    public static string? Name(Enum? choice) => choice?.ToString();

    /// <summary>Gives a time in seconds, to the millisecond.</summary>
    public static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);

    /// <summary>Gives several values, a line each; null where there is none.</summary>
    public static string? Lines<T>(IEnumerable<T> values) => Join("\n", values);

    /// <summary>Gives several words, with commas; null where there is none.</summary>
    public static string? List<T>(IEnumerable<T> values) => Join(", ", values);

    /// <summary>Gives a value as JSON; null where there is none.</summary>
    public static string? Json(object? value) =>
        value is null ? null : JsonArguments.ToJson(value, out _)?.GetRawText() ?? Convert.ToString(value, CultureInfo.InvariantCulture);

    private static string? Join<T>(string between, IEnumerable<T> values) => string.Join(between, values) is { Length: > 0 } text ? text : null;
}
