using System.Globalization;
using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Endpoints;

/// <summary>Reads single facts out of what an endpoint says of a model; what has another type than expected is not said.</summary>
/// <param name="redactor">Takes the call's secrets out of text.</param>
internal readonly struct ModelFacts(Redactor redactor)
{
    private const int LongestText = 300;

    /// <summary>Reads text of one line.</summary>
    public string? Text(JsonElement? value, string name)
    {
        if (value?.FindText(name) is not { Length: > 0 and <= LongestText } text)
        {
            return null;
        }

        return text.Any(char.IsControl) ? null : redactor.Redact(text);
    }

    /// <summary>Reads a count; the first name that has one.</summary>
    public static long? Count(JsonElement? value, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (value?.Find(name) is { ValueKind: JsonValueKind.Number } property
                && property.TryGetDecimal(out decimal count)
                && count is > 0 and <= long.MaxValue)
            {
                return (long)count;
            }
        }

        return null;
    }

    /// <summary>Reads a price, a number or its text.</summary>
    public static decimal? Price(JsonElement? value, string name) =>
        value?.Find(name) is { ValueKind: JsonValueKind.Number or JsonValueKind.String } property
        && decimal.TryParse(property.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal price) && price >= 0 ? price : null;
}
