using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Formats;
using AgentCore.LiteLlm.Schemas.Keywords;
using AgentCore.LiteLlm.Schemas.Patterns;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Schemas.Reading;

/// <summary>Reads the keywords that judge a value by itself.</summary>
internal static class ValueKeywords
{
    private static readonly string[] NumberLimits = ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"];
    private static readonly string[] CountLimits = ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"];

    public static IEnumerable<Keyword> Read(SchemaObject schema) =>
        new Keyword?[] { FindType(schema), FindConst(schema), FindEnum(schema), FindMultipleOf(schema), FindPattern(schema), FindFormat(schema) }
            .OfType<Keyword>()
            .Concat(ReadLimits(schema));

    private static IEnumerable<Keyword> ReadLimits(SchemaObject schema)
    {
        foreach (string name in NumberLimits)
        {
            if (schema.FindNumber(name) is { } limit)
            {
                yield return new NumberLimit(name, schema.PointerTo(name), limit);
            }
        }

        foreach (string name in CountLimits)
        {
            if (schema.FindCount(name) is { } limit)
            {
                yield return new CountLimit(name, schema.PointerTo(name), limit);
            }
        }
    }

    private static TypeAssertion? FindType(SchemaObject schema)
    {
        if (schema.Find("type") is not { } value)
        {
            return null;
        }

        JsonElement[] names = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        JsonTypes all = JsonTypes.None;
        foreach (JsonElement name in names)
        {
            JsonTypes type = name.ValueKind == JsonValueKind.String ? ToType(JsonText.Of(name)) : JsonTypes.None;
            if (type == JsonTypes.None)
            {
                schema.Report("type", $"{Excerpt.OfInstance(name)} is no type; the types are string, number, integer, boolean, object, array and null.");
                return null;
            }

            if (all.HasFlag(type))
            {
                schema.Report("type", "'type' must not list a type twice.");
            }

            all |= type;
        }

        if (all == JsonTypes.None)
        {
            schema.Report("type", "'type' must list at least one type.");
        }

        return new TypeAssertion(schema.PointerTo("type"), all);
    }

    private static ValueAssertion? FindConst(SchemaObject schema) =>
        schema.Find("const") is { } value ? new ValueAssertion("const", schema.PointerTo("const"), [value]) : null;

    private static ValueAssertion? FindEnum(SchemaObject schema) =>
        schema.Find("enum", "an array", value => value.ValueKind == JsonValueKind.Array) is { } values
            ? new ValueAssertion("enum", schema.PointerTo("enum"), [.. values.EnumerateArray()])
            : null;

    private static MultipleOf? FindMultipleOf(SchemaObject schema) =>
        schema.Find("multipleOf", "a number greater than 0", IsPositive) is { } divisor
            ? new MultipleOf(schema.PointerTo("multipleOf"), divisor)
            : null;

    private static bool IsPositive(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return false;
        }

        ExactNumber number = ExactNumber.Read(value);
        return !number.IsZero && !number.IsNegative;
    }

    private static PatternAssertion? FindPattern(SchemaObject schema)
    {
        if (schema.FindText("pattern") is not { } text)
        {
            return null;
        }

        EcmaPattern? pattern = EcmaPattern.Read(text, out string? problem);
        if (pattern is null)
        {
            schema.Report("pattern", $"{Excerpt.Name(text)}: {problem}.");
        }

        return pattern is null ? null : new PatternAssertion(schema.PointerTo("pattern"), pattern);
    }

    private static FormatAssertion? FindFormat(SchemaObject schema) =>
        schema.FindText("format") is { } name && TextFormat.Find(name) is { } format
            ? new FormatAssertion(schema.PointerTo("format"), format)
            : null;

    private static JsonTypes ToType(string name) => name switch
    {
        "null" => JsonTypes.Null,
        "boolean" => JsonTypes.Boolean,
        "object" => JsonTypes.Object,
        "array" => JsonTypes.Array,
        "number" => JsonTypes.Number,
        "integer" => JsonTypes.Integer,
        "string" => JsonTypes.String,
        _ => JsonTypes.None,
    };
}
