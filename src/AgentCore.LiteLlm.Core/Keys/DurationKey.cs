using System.Globalization;

namespace AgentCore.LiteLlm.Keys;

/// <summary>A key whose value is a time with its unit: a number alone would be taken for seconds by one and for milliseconds by another.</summary>
internal sealed class DurationKey(string name, string description) : BlueprintKey(name, description)
{
    /// <summary>The longest time, in seconds: a day.</summary>
    public const double MostSeconds = 86_400;

    /// <inheritdoc/>
    public override string Expected => "a time with its unit, such as 500ms, 2s or 1.5min, up to a day";

    /// <summary>Reads a time.</summary>
    /// <param name="text">A number and its unit.</param>
    /// <returns>The seconds; null when it is no time.</returns>
    public static double? Parse(string text)
    {
        int end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        double? unit = text[end..].TrimStart() switch
        {
            "ms" => 0.001,
            "s" => 1,
            "min" => 60,
            _ => null,
        };
        return unit is not null && double.TryParse(text.AsSpan(0, end), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            ? number * unit
            : null;
    }
}
