using System.Globalization;
using System.Text.Json;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Conditions;

/// <summary>
/// Says of a condition that it holds always or never, whatever the field has: what it compares with is of another kind, no word of a list, or out of range.
/// </summary>
internal static class ConditionFit
{
    private const int MostChoices = 10;

    /// <summary>Looks for what is wrong.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="schema">The schema of the field's value.</param>
    /// <returns>What is wrong, as a sentence, and what to write; null where the condition can tell something, or nothing is known for certain.</returns>
    public static ConditionProblem? Find(GraphCondition condition, JsonElement schema)
    {
        bool isCertain = schema.ValueKind == JsonValueKind.Object
            && !schema.EnumerateObject().Any(p => p.Name is "$ref" or "$dynamicRef" or "allOf" or "anyOf" or "oneOf" or "not" or "if");
        return !isCertain ? null : OfChoices(condition, schema) ?? OfKind(condition, schema) ?? OfRange(condition, schema);
    }

    private static ConditionProblem? OfChoices(GraphCondition condition, JsonElement schema)
    {
        JsonElement[] choices = schema.Find("enum") is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()]
            : schema.Find("const") is { } only ? [only] : [];
        bool isSame = condition.Operator is ConditionOperator.Equal or ConditionOperator.NotEqual;
        GraphCondition test = isSame ? condition with { Operator = ConditionOperator.Equal } : condition;
        if (choices.Length == 0 || Array.Exists(choices, c => test.Holds(c)))
        {
            return null;
        }

        string[] words = [.. choices.Select(Show)];
        string near = NearestName.Find(Show(condition.Value), words) is { } meant ? $"Did you mean '{meant}'?" : "Compare with one of them.";
        string more = words.Length > MostChoices ? ", …" : "";
        return new(0, $"'{condition.Field}' is one of {string.Join(", ", words.Take(MostChoices))}{more}, so {Ever(condition)}", near);
    }

    private static ConditionProblem? OfKind(GraphCondition condition, JsonElement schema)
    {
        string[] kinds = schema.Find("type") switch
        {
            { ValueKind: JsonValueKind.String } one => [one.GetString()!],
            { ValueKind: JsonValueKind.Array } many => [.. many.EnumerateArray().Where(k => k.ValueKind == JsonValueKind.String).Select(k => k.GetString()!)],
            _ => [],
        };
        string[] fits = condition.Value.ValueKind switch
        {
            JsonValueKind.Number => ["number", "integer"],
            JsonValueKind.String => ["string"],
            _ => ["boolean"],
        };
        bool isOrdered = condition.Operator is not (ConditionOperator.Equal or ConditionOperator.NotEqual);
        if (kinds.Length == 0 || (kinds.Intersect(fits).Any() && !(isOrdered && fits is ["boolean"])))
        {
            return null;
        }

        string kind = string.Join(" or ", kinds.Where(k => k != "null").Select(Name));
        string mend = kinds.Contains("string") ? $"Put the value in quotes: {condition.Field} == '{Show(condition.Value)}'."
            : kinds.Contains("boolean") ? $"Compare with == or != and true or false."
            : kinds.Contains("object") ? "Name a field within it, with a dot between."
            : kinds.Contains("array") ? "Let the output have a field that can be compared."
            : "Compare with a number.";
        return new(0, $"'{condition.Field}' is {kind}, and is compared with {Name(fits[0])} in a way that never holds.", mend);
    }

    private static ConditionProblem? OfRange(GraphCondition condition, JsonElement schema)
    {
        if (condition.Value.ValueKind != JsonValueKind.Number || !TryRead(condition.Value, out decimal value))
        {
            return null;
        }

        (decimal Value, bool IsOpen)? least = Bound(schema, "minimum", "exclusiveMinimum", isLeast: true);
        (decimal Value, bool IsOpen)? most = Bound(schema, "maximum", "exclusiveMaximum", isLeast: false);
        bool isBelow = least is { } low && value < low.Value;
        bool isAbove = most is { } high && value > high.Value;
        bool isNone = condition.Operator switch
        {
            ConditionOperator.Greater => most?.Value == value,
            ConditionOperator.GreaterOrEqual => most is { IsOpen: true } top && top.Value == value,
            ConditionOperator.Less => least?.Value == value,
            ConditionOperator.LessOrEqual => least is { IsOpen: true } bottom && bottom.Value == value,
            _ => (least is { IsOpen: true } open && open.Value == value) || (most is { IsOpen: true } end && end.Value == value),
        };
        if (!isBelow && !isAbove && !isNone)
        {
            return null;
        }

        string range = string.Join(" and ", new[]
        {
            least is { } l ? $"{(l.IsOpen ? "above" : "at least")} {l.Value.ToString(CultureInfo.InvariantCulture)}" : null,
            most is { } m ? $"{(m.IsOpen ? "below" : "at most")} {m.Value.ToString(CultureInfo.InvariantCulture)}" : null,
        }.OfType<string>());
        bool isAlways = condition.Operator switch
        {
            ConditionOperator.NotEqual => true,
            ConditionOperator.Greater or ConditionOperator.GreaterOrEqual => isBelow,
            ConditionOperator.Less or ConditionOperator.LessOrEqual => isAbove,
            _ => false,
        };
        return new(0, $"'{condition.Field}' is {range}, so the condition {(isAlways ? "always" : "never")} holds.", "Compare with a value within that range.");
    }

    private static string Ever(GraphCondition condition) => $"the condition {(condition.Operator == ConditionOperator.NotEqual ? "always" : "never")} holds.";

    private static (decimal Value, bool IsOpen)? Bound(JsonElement schema, string closed, string open, bool isLeast)
    {
        decimal? to = schema.Find(closed) is { } one && TryRead(one, out decimal inclusive) ? inclusive : null;
        decimal? before = schema.Find(open) is { } other && TryRead(other, out decimal exclusive) ? exclusive : null;
        bool isOpen = before is not null && (to is null || (isLeast ? before >= to : before <= to));
        return (isOpen ? before : to) is { } bound ? (bound, isOpen) : null;
    }

    private static bool TryRead(JsonElement value, out decimal number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out number);
    }

    private static string Show(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string Name(string kind) => kind switch
    {
        "string" => "a text",
        "boolean" => "true or false",
        "array" => "a list",
        "object" => "an object",
        "integer" => "a whole number",
        _ => "a number",
    };
}
