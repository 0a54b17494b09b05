using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>Turns JSON into what PowerShell users work with, without changing a value.</summary>
internal static class OutputTree
{
    // A number such as 1e1000000 is short as text and enormous as a whole number.
    private const int MostDigits = 400;

    /// <summary>Gives a reply as users see it: what it holds as JSON becomes objects.</summary>
    /// <param name="reply">The reply as the core library gives it.</param>
    public static AgentReply Show(AgentReply reply) => reply.Output is JsonElement output ? reply with { Output = ToObject(output) } : reply;

    /// <summary>Turns a value into objects.</summary>
    /// <param name="json">The value.</param>
    /// <returns>A PSObject, an array, text, a number, a flag or null. Dates stay the text they are.</returns>
    public static object? ToObject(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => ToProperties(json),
        JsonValueKind.Array => json.EnumerateArray().Select(ToObject).ToArray(),
        JsonValueKind.String => ReceivedJson.TextOf(json),
        JsonValueKind.Number => ToNumber(json.GetRawText()),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    // An object of PowerShell's cannot hold an empty name, nor two that differ in case only: a dictionary can.
    private static object ToProperties(JsonElement json)
    {
        OrderedDictionary entries = new(StringComparer.Ordinal);
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        bool isPlain = true;
        foreach (JsonProperty property in json.EnumerateObject())
        {
            isPlain &= property.Name.Length > 0 && (names.Add(property.Name) || entries.Contains(property.Name));
            entries[property.Name] = ToObject(property.Value);
        }

        if (!isPlain)
        {
            return entries;
        }

        PSObject result = new();
        foreach (string name in entries.Keys)
        {
            result.Properties.Add(new PSNoteProperty(name, entries[name]), preValidated: true);
        }

        return result;
    }

    private static object ToNumber(string text)
    {
        if (text.AsSpan().IndexOfAny('.', 'e', 'E') < 0)
        {
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)
                ? whole
                : text.Length <= MostDigits ? BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : text;
        }

        // Decimal digits keep their value as a decimal; what is too small, too large or too long for one is a double, as everywhere.
        double approximate = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        bool isExact = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) && (double)number == approximate && Digits(text) <= 28;
        return isExact ? number : double.IsFinite(approximate) ? approximate : text;
    }

    private static int Digits(string text)
    {
        int exponent = text.AsSpan().IndexOfAny('e', 'E');
        return text.AsSpan(0, exponent < 0 ? text.Length : exponent).Trim("-0.").Length;
    }
}
