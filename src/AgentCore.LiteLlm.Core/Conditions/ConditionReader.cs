using System.Text.Json;
using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Conditions;

/// <summary>Reads conditions: three words with white space between them, of which the last, the value, may hold more.</summary>
internal static partial class ConditionReader
{
    private const string Example = "Write it as 'field op value', for example 'score >= 0.8'.";

    private static readonly (string Name, ConditionOperator Operator)[] Operators =
    [
        ("==", ConditionOperator.Equal), ("eq", ConditionOperator.Equal),
        ("!=", ConditionOperator.NotEqual), ("neq", ConditionOperator.NotEqual),
        (">", ConditionOperator.Greater), ("gt", ConditionOperator.Greater),
        (">=", ConditionOperator.GreaterOrEqual), ("gte", ConditionOperator.GreaterOrEqual),
        ("<", ConditionOperator.Less), ("lt", ConditionOperator.Less),
        ("<=", ConditionOperator.LessOrEqual), ("lte", ConditionOperator.LessOrEqual),
    ];

    // What people write in other languages.
    private static readonly Dictionary<string, string> Meant = new(StringComparer.OrdinalIgnoreCase)
    {
        ["="] = "==",
        ["==="] = "==",
        ["is"] = "==",
        ["equals"] = "==",
        ["-eq"] = "==",
        ["!=="] = "!=",
        ["<>"] = "!=",
        ["ne"] = "!=",
        ["-ne"] = "!=",
        ["=>"] = ">=",
        ["ge"] = ">=",
        ["-ge"] = ">=",
        ["-gt"] = ">",
        ["=<"] = "<=",
        ["le"] = "<=",
        ["-le"] = "<=",
        ["-lt"] = "<",
    };

    /// <summary>Reads a condition.</summary>
    /// <param name="text">The text.</param>
    /// <param name="problem">Why it is none; null when it is one.</param>
    /// <returns>The condition, or null.</returns>
    public static GraphCondition? Read(string text, out ConditionProblem? problem)
    {
        problem = null;
        Match parts = Parts().Match(text);
        if (!parts.Success)
        {
            problem = Lacking(text);
            return null;
        }

        string name = parts.Groups["op"].Value;
        (string Name, ConditionOperator Operator) found = Array.Find(Operators, o => o.Name == name);
        if (found.Name is null)
        {
            string near = Meant.GetValueOrDefault(name) ?? NearestName.Find(name, [.. Operators.Select(o => o.Name)]) ?? "";
            problem = new(
                parts.Groups["op"].Index, $"'{name}' is no comparison",
                near.Length > 0 ? $"Did you mean '{near}'?" : "Write ==, !=, >, >=, < or <=, or eq, neq, gt, gte, lt or lte.");
            return null;
        }

        string field = parts.Groups["field"].Value;
        if (field.Split('.').Any(string.IsNullOrEmpty))
        {
            problem = new(parts.Groups["field"].Index, $"'{field}' is no name of a field", "Write names with one dot between them, such as 'review.score'.");
            return null;
        }

        return new GraphCondition(text, field, found.Operator, ToValue(parts.Groups["value"].Value));
    }

    private static ConditionProblem Lacking(string text)
    {
        Match glued = Glued().Match(text);
        return glued.Success
            ? new(glued.Groups["op"].Index, "the comparison needs white space around it",
                $"Write '{glued.Groups["field"].Value.Trim()} {glued.Groups["op"].Value} {glued.Groups["value"].Value.Trim()}'.")
            : new(0, "it is not three words, a field, a comparison and a value", Example);
    }

    private static JsonElement ToValue(string text) => text switch
    {
        _ when text.Equals("true", StringComparison.OrdinalIgnoreCase) => JsonElement.Parse("true"),
        _ when text.Equals("false", StringComparison.OrdinalIgnoreCase) => JsonElement.Parse("false"),
        _ when text.Equals("none", StringComparison.OrdinalIgnoreCase) => JsonElement.Parse("null"),
        _ when Number().IsMatch(text) => JsonElement.Parse(text),
        ['"', .., '"'] or ['\'', .., '\''] when text.Length > 1 => ToText(text[1..^1]),
        _ => ToText(text),
    };

    private static JsonElement ToText(string text) => JsonElement.Parse($"\"{JsonEncodedText.Encode(text)}\"");

    [GeneratedRegex(@"^\s*(?<field>\S+)\s+(?<op>\S+)\s+(?<value>\S(?:.*\S)?)\s*$", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Parts();

    [GeneratedRegex("^(?<field>[^=!<>]+?)(?<op>==|!=|>=|<=|>|<)(?<value>[^=!<>]+)$", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Glued();

    [GeneratedRegex(@"^-?(?:0|[1-9][0-9]{0,30})(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
