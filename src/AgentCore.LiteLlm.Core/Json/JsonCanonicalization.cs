using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AgentCore.LiteLlm.Json;

/// <summary>
/// JSON as RFC 8785 has it, for hashes that others can make too. Numbers are those of JavaScript, of which long ones lose digits: what must tell any two
/// numbers apart is for <see cref="CanonicalJson"/>.
/// </summary>
internal static class JsonCanonicalization
{
    /// <summary>Writes a value.</summary>
    /// <param name="value">The value.</param>
    public static string Write(JsonElement value)
    {
        StringBuilder text = new();
        Write(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                WriteMembers(text, value);
                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                int at = 0;
                foreach (JsonElement item in value.EnumerateArray())
                {
                    text.Append(at++ == 0 ? "" : ",");
                    Write(text, item);
                }

                text.Append(']');
                break;
            case JsonValueKind.String:
                WriteText(text, ReceivedJson.TextOf(value));
                break;
            case JsonValueKind.Number:
                text.Append(ToText(value.GetDouble()));
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void WriteMembers(StringBuilder text, JsonElement value)
    {
        int at = 0;
        foreach (JsonProperty member in value.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
        {
            text.Append(at++ == 0 ? "" : ",");
            WriteText(text, member.Name);
            text.Append(':');
            Write(text, member.Value);
        }
    }

    private static void WriteText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }

    // ECMAScript's Number::toString: the shortest digits that read back the same, with an exponent beyond 21 places and below 10^-6.
    private static string ToText(double number)
    {
        if (number == 0)
        {
            return "0";
        }

        string sign = number < 0 ? "-" : "";
        string shortest = Math.Abs(number).ToString("R", CultureInfo.InvariantCulture);
        string digits = string.Concat(shortest.Split('E')[0].Where(char.IsAsciiDigit)).TrimStart('0').TrimEnd('0');
        int exponent = FindExponent(shortest);
        int point = exponent + 1;
        string text = point > 21 || point <= -6
            ? $"{digits[..1]}{(digits.Length > 1 ? $".{digits[1..]}" : "")}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent)}"
            : point <= 0 ? $"0.{new string('0', -point)}{digits}"
            : point >= digits.Length ? digits.PadRight(point, '0')
            : $"{digits[..point]}.{digits[point..]}";
        return sign + text;
    }

    // The power of ten of the first digit that is not 0.
    private static int FindExponent(string shortest)
    {
        string[] parts = shortest.Split('E');
        int shift = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        string[] mantissa = parts[0].Split('.');
        string whole = mantissa[0].TrimStart('0');
        return whole.Length > 0
            ? whole.Length - 1 + shift
            : shift - 1 - (mantissa[1].Length - mantissa[1].TrimStart('0').Length);
    }
}
