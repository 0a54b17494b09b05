using System.Globalization;

namespace AgentCore.LiteLlm.Yaml;

/// <summary>Decides what a scalar is. The rules are the core schema of YAML 1.2, spelled out here so that no library's taste decides.</summary>
internal static class YamlScalarKinds
{
    /// <summary>Says what a scalar is.</summary>
    /// <param name="scalar">The scalar.</param>
    /// <returns>Its kind; always text unless it was written plain.</returns>
    public static YamlScalarKind KindOf(YamlScalar scalar)
    {
        if (scalar.Style != YamlScalarStyle.Plain)
        {
            return YamlScalarKind.Text;
        }

        string text = scalar.Value;
        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => YamlScalarKind.Null,
            "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => YamlScalarKind.Boolean,
            _ => KindOfNumber(text),
        };
    }

    /// <summary>Reads a scalar of kind <see cref="YamlScalarKind.Integer"/>.</summary>
    /// <param name="text">Its text.</param>
    /// <returns>The number, or null when it is beyond 64 bits.</returns>
    public static long? ToInteger(string text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long hex) && hex >= 0 ? hex : null;
        }

        if (text.StartsWith("0o", StringComparison.Ordinal))
        {
            return FromOctal(text.AsSpan(2));
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null;
    }

    /// <summary>Reads a scalar of kind <see cref="YamlScalarKind.Integer"/> or <see cref="YamlScalarKind.Number"/>.</summary>
    /// <param name="text">Its text.</param>
    /// <returns>The number; infinite when it is too large, not a number for <c>.nan</c>.</returns>
    public static double ToNumber(string text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal) || text.StartsWith("0o", StringComparison.Ordinal))
        {
            return ToInteger(text) ?? double.PositiveInfinity;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
        {
            return value;
        }

        return text[0] == '-' ? double.NegativeInfinity : IsNotANumber(text) ? double.NaN : double.PositiveInfinity;
    }

    /// <summary>Says what YAML 1.1 readers, such as the Python loader's, make of a plain scalar that is text here.</summary>
    /// <param name="text">The text.</param>
    /// <returns>A noun, or null when they agree that it is text.</returns>
    public static string? FindOtherReading(string text)
    {
        switch (text)
        {
            case "yes" or "Yes" or "YES" or "no" or "No" or "NO" or "on" or "On" or "ON" or "off" or "Off" or "OFF":
                return "a boolean";
            case "=" or "<<":
                return "a special value";
            case { Length: > 1 } when char.IsAsciiDigit(text[0]) || (text[0] is '-' or '+' && char.IsAsciiDigit(text[1])):
                return IsDate(text) ? "a date" : IsOldNumber(text) ? "a number" : null;
            default:
                return null;
        }
    }

    private static YamlScalarKind KindOfNumber(string text)
    {
        int at = text[0] is '-' or '+' ? 1 : 0;
        if (at == text.Length || (!char.IsAsciiDigit(text[at]) && text[at] != '.'))
        {
            return YamlScalarKind.Text;
        }

        if (text.Length > 2 && text[0] == '0' && text[1] is 'x' or 'o')
        {
            return HasOnly(text.AsSpan(2), text[1] == 'x' ? "0123456789abcdefABCDEF" : "01234567") ? YamlScalarKind.Integer : YamlScalarKind.Text;
        }

        if (text.AsSpan(at) is ".inf" or ".Inf" or ".INF" || IsNotANumber(text))
        {
            return YamlScalarKind.Number;
        }

        int end = SkipDigits(text, at);
        if (end == text.Length)
        {
            return YamlScalarKind.Integer;
        }

        int digits = end - at;
        if (text[end] == '.')
        {
            int fraction = SkipDigits(text, end + 1);
            digits += fraction - end - 1;
            end = fraction;
        }

        return digits > 0 && (end == text.Length || IsExponent(text, end)) ? YamlScalarKind.Number : YamlScalarKind.Text;
    }

    private static bool IsExponent(string text, int at)
    {
        if (text[at] is not ('e' or 'E'))
        {
            return false;
        }

        at++;
        at += at < text.Length && text[at] is '-' or '+' ? 1 : 0;
        return at < text.Length && SkipDigits(text, at) == text.Length;
    }

    private static bool IsNotANumber(string text) => text is ".nan" or ".NaN" or ".NAN";

    private static int SkipDigits(string text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at;
    }

    private static bool HasOnly(ReadOnlySpan<char> text, string allowed) => text.IndexOfAnyExcept(allowed) < 0;

    private static long? FromOctal(ReadOnlySpan<char> digits)
    {
        long value = 0;
        foreach (char digit in digits)
        {
            if (value > long.MaxValue >> 3)
            {
                return null;
            }

            value = (value << 3) + (digit - '0');
        }

        return value;
    }

    private static bool IsDate(string text)
    {
        if (text.Length < 8 || SkipDigits(text, 0) != 4 || text[4] != '-')
        {
            return false;
        }

        int month = SkipDigits(text, 5);
        return month is 6 or 7 && month + 1 < text.Length && text[month] == '-' && char.IsAsciiDigit(text[month + 1]);
    }

    private static bool IsOldNumber(string text)
    {
        // 1_000 and 1:30:00 (base sixty); 1.5_0 and 190:20.15 too.
        bool special = false;
        for (int at = text[0] is '-' or '+' ? 1 : 0; at < text.Length; at++)
        {
            special |= text[at] is '_' or ':';
            if (!char.IsAsciiDigit(text[at]) && text[at] is not ('_' or ':' or '.'))
            {
                return false;
            }
        }

        return special && text[^1] != ':';
    }
}
