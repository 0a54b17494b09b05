using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Failures.Recognition;

/// <summary>Finds the name of the guardrail that stopped a call.</summary>
internal static partial class GuardrailName
{
    /// <summary>Finds the name in an endpoint's words.</summary>
    /// <param name="words">The words.</param>
    /// <returns>The name, or null where none is said.</returns>
    public static string? Find(string words) =>
        Pattern().Match(words) is { Success: true } found ? found.Groups["name"].Value : null;

    [GeneratedRegex(
        @"\bguardrail: ?(?<name>[\w.-]*\w)|\bguardrail ['""`](?<name>[^'""`]{1,60})['""`]|\bguardrail failed (?<name>[\w.-]+) -"
        + @"|(?<name>\w[\w.-]*) guardrail failed:"
        + @"|\bblocked by (guardrail )?['""`]?(?<name>[\w.-]+( [A-Z][\w.-]+)*)['""`]?( security)? guardrail|\bby guardrail ['""`]?(?<name>[\w-]+)"
        + @"|\bviolated (?<name>[A-Z]\w+( [A-Z]\w+)*) (guardrail|moderation) policy|^(?<name>azure content safety) guardrail|\bblocked by (?<name>model armor)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
