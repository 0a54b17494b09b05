using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Schemas;

namespace AgentCore.LiteLlm.Tools;

/// <summary>Writes the JSON Schema of one parameter: its type, its help, and what its attributes demand.</summary>
internal static class ParameterSchema
{
    /// <summary>Writes the schema.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="help">What its command's help says of it; null when it says nothing.</param>
    public static void Write(Utf8JsonWriter json, CommandParameterInfo parameter, string? help)
    {
        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        Attribute[] attributes = [.. parameter.Attributes];
        List<string> words = [];
        json.WriteStartObject();
        if (TypeWords.Find(type) == "array")
        {
            json.WriteString("type"u8, "array"u8);
            json.WriteStartObject("items"u8);
            WriteValue(json, TypeWords.ItemOf(type)!, attributes, isNullable: false, words);
            WriteLeastLength(json, TypeWords.ItemOf(type)!, parameter, attributes);
            json.WriteEndObject();
            WriteCounts(json, parameter, attributes);
        }
        else
        {
            WriteValue(json, type, attributes, type != parameter.ParameterType, words);
            WriteLeastLength(json, type, parameter, attributes);
        }

        string description = string.Join(' ', new[] { First(parameter.HelpMessage, help) }.Concat(words).Where(w => w.Length > 0));
        if (description.Length > 0)
        {
            json.WriteString("description"u8, description);
        }

        json.WriteEndObject();
    }

    private static string First(string? message, string? help) => string.IsNullOrWhiteSpace(help) ? message?.Trim() ?? "" : help.Trim();

    private static void WriteValue(Utf8JsonWriter json, Type type, Attribute[] attributes, bool isNullable, List<string> words)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        string name = TypeWords.Find(plain) ?? "";
        if (name.Length > 0 && isNullable)
        {
            json.WriteStartArray("type"u8);
            json.WriteStringValue(name);
            json.WriteStringValue("null"u8);
            json.WriteEndArray();
        }
        else if (name.Length > 0)
        {
            json.WriteString("type"u8, name);
        }

        if (name == "array")
        {
            json.WriteStartObject("items"u8);
            WriteValue(json, TypeWords.ItemOf(plain)!, [], isNullable: false, words);
            json.WriteEndObject();
        }

        bool isUnsigned = plain == typeof(byte) || plain == typeof(ushort) || plain == typeof(uint) || plain == typeof(ulong);
        if (isUnsigned && !attributes.Any(a => a is ValidateRangeAttribute))
        {
            json.WriteNumber("minimum"u8, 0);
        }

        WriteChoices(json, plain, attributes, isNullable, words);
        foreach (Attribute attribute in attributes)
        {
            switch (attribute)
            {
                case ValidateRangeAttribute range when name is "integer" or "number":
                    WriteBound(json, "minimum", range.MinRange);
                    WriteBound(json, "maximum", range.MaxRange);
                    break;
                case ValidateLengthAttribute length when name == "string":
                    json.WriteNumber("minLength"u8, length.MinLength);
                    json.WriteNumber("maxLength"u8, length.MaxLength);
                    break;
                case ValidatePatternAttribute pattern when name == "string":
                    WritePattern(json, pattern, words);
                    break;
            }
        }

        if (plain == typeof(DateTime) || plain == typeof(DateTimeOffset))
        {
            json.WriteString("format"u8, "date-time"u8);
        }
        else if (plain == typeof(TimeSpan))
        {
            words.Add("A duration, such as 1.02:30:00 for a day, two hours and a half.");
        }
    }

    private static void WriteChoices(Utf8JsonWriter json, Type type, Attribute[] attributes, bool isNullable, List<string> words)
    {
        IEnumerable<string>? choices = attributes.OfType<ValidateSetAttribute>().FirstOrDefault()?.ValidValues;
        if (choices is null && type.IsEnum && type.IsDefined(typeof(FlagsAttribute), inherit: false))
        {
            words.Add($"One or more of {string.Join(", ", Enum.GetNames(type))}, separated by commas.");
            return;
        }

        choices ??= type.IsEnum ? Enum.GetNames(type) : null;
        if (choices is null)
        {
            return;
        }

        bool isNumber = TypeWords.Find(type) is "integer" or "number";
        json.WriteStartArray("enum"u8);
        foreach (string choice in choices)
        {
            if (isNumber && decimal.TryParse(choice, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number))
            {
                json.WriteNumberValue(number);
            }
            else
            {
                json.WriteStringValue(choice);
            }
        }

        if (isNullable)
        {
            json.WriteNullValue();
        }

        json.WriteEndArray();
    }

    private static void WriteBound(Utf8JsonWriter json, string keyword, object? bound)
    {
        if (bound is IConvertible and not string
            && decimal.TryParse(Convert.ToString(bound, CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number))
        {
            json.WriteNumber(keyword, number);
        }
    }

    // PowerShell's patterns ignore case and are .NET's; JSON Schema's do not and are ECMAScript's.
    private static void WritePattern(Utf8JsonWriter json, ValidatePatternAttribute pattern, List<string> words)
    {
        bool hasLetters = Regex.Replace(pattern.RegexPattern, @"\\[A-Za-z]", "").Any(char.IsLetter);
        bool isSame = !hasLetters || !pattern.Options.HasFlag(RegexOptions.IgnoreCase);
        if (isSame && JsonSchema.Read($"{{\"pattern\":{JsonSerializer.Serialize(pattern.RegexPattern)}}}", out _) is not null)
        {
            json.WriteString("pattern"u8, pattern.RegexPattern);
        }
        else
        {
            words.Add($"Must match the regular expression {pattern.RegexPattern}{(isSame ? "" : " (case is ignored)")}.");
        }
    }

    private static void WriteCounts(Utf8JsonWriter json, CommandParameterInfo parameter, Attribute[] attributes)
    {
        ValidateCountAttribute? count = attributes.OfType<ValidateCountAttribute>().FirstOrDefault();
        bool mayBeEmpty = attributes.Any(a => a is AllowEmptyCollectionAttribute);
        int least = Math.Max(count?.MinLength ?? 0, !mayBeEmpty && (parameter.IsMandatory || RefusesEmpty(attributes)) ? 1 : 0);
        if (least > 0)
        {
            json.WriteNumber("minItems"u8, least);
        }

        if (count is not null)
        {
            json.WriteNumber("maxItems"u8, count.MaxLength);
        }
    }

    // The binder refuses empty text for a mandatory parameter, within a list too.
    private static void WriteLeastLength(Utf8JsonWriter json, Type type, CommandParameterInfo parameter, Attribute[] attributes)
    {
        bool mayBeEmpty = attributes.Any(a => a is AllowEmptyStringAttribute or ValidateLengthAttribute or ValidateSetAttribute);
        if (type == typeof(string) && !mayBeEmpty && (parameter.IsMandatory || RefusesEmpty(attributes)))
        {
            json.WriteNumber("minLength"u8, 1);
        }
    }

    private static bool RefusesEmpty(Attribute[] attributes) =>
        attributes.Any(a => a is ValidateNotNullOrEmptyAttribute || a.GetType().Name == "ValidateNotNullOrWhiteSpaceAttribute");
}
