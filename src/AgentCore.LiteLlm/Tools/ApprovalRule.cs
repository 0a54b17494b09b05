using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Binding;

namespace AgentCore.LiteLlm.Tools;

/// <summary>What a user says of the tools whose names fit a pattern.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Word">What he says.</param>
internal sealed partial record ApprovalRule(string Pattern, ApprovalWord Word)
{
    private readonly WildcardPattern _match = WildcardPattern.Get(Pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);

    private bool IsExact => !WildcardPattern.ContainsWildcardCharacters(Pattern);

    // How much of a name the pattern says.
    private int Length => Wildcards().Replace(Pattern, "").Length;

    /// <summary>Reads a table.</summary>
    /// <param name="table">Words by pattern.</param>
    /// <param name="problem">What cannot be used.</param>
    /// <returns>
    /// The rules, the one that counts first: a whole name before patterns, of patterns the one that says more of a name, and of two that say as much the
    /// stricter one. Empty with a <paramref name="problem"/>.
    /// </returns>
    public static ImmutableArray<ApprovalRule> ReadAll(IDictionary table, out string? problem)
    {
        problem = null;
        List<ApprovalRule> rules = [];
        foreach (DictionaryEntry entry in table)
        {
            string pattern = Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "";
            if (pattern.Length == 0 || !Enum.TryParse($"{PlainValue.Of(entry.Value)}", ignoreCase: true, out ApprovalWord word)
                || !Enum.GetNames<ApprovalWord>().Contains($"{PlainValue.Of(entry.Value)}", StringComparer.OrdinalIgnoreCase))
            {
                problem = $"-ToolApproval: the entry '{pattern}' says neither Always, Never, Ask nor Defer.";
                return [];
            }

            rules.Add(new ApprovalRule(pattern, word));
        }

        problem = rules.Count == 0 ? "-ToolApproval: the table is empty." : null;
        return [.. rules.OrderByDescending(r => r.IsExact).ThenByDescending(r => r.Length).ThenByDescending(r => r.Word)];
    }

    /// <summary>Says whether the rule is about a tool: by the name that the model is told, or by one that its server or the blueprint has for it.</summary>
    /// <param name="tool">The tool.</param>
    public bool Fits(AgentTool tool) => _match.IsMatch(tool.Name) || tool.Definition.OtherNames.Any(_match.IsMatch);

    [GeneratedRegex(@"\[[^\]]*\]|[*?]")]
    private static partial Regex Wildcards();
}
