using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Prompts;

/// <summary>Fills the places of a prompt: <c>{{name}}</c> stands for a variable, <c>\{{name}}</c> for itself. Values are never read for places again.</summary>
internal static partial class PromptTemplate
{
    /// <summary>Fills a prompt.</summary>
    /// <param name="text">The prompt.</param>
    /// <param name="values">The variables.</param>
    /// <param name="missing">The names that have no value, each once, as they come.</param>
    /// <param name="unused">The variables that have no place, sorted.</param>
    /// <returns>The prompt with every known place filled.</returns>
    public static string Fill(string text, ImmutableDictionary<string, string> values, out ImmutableArray<string> missing, out ImmutableArray<string> unused)
    {
        List<string> lacking = [];
        HashSet<string> used = new(values.KeyComparer);
        StringBuilder filled = new(text.Length);
        int at = 0;
        foreach (ValueMatch place in Place().EnumerateMatches(text))
        {
            filled.Append(text, at, place.Index - at);
            string written = text.Substring(place.Index, place.Length);
            at = place.Index + place.Length;
            string name = written.Trim('{', '}', ' ', '\t');
            if (written[0] == '\\')
            {
                filled.Append(written, 1, written.Length - 1);
            }
            else if (values.TryGetValue(name, out string? value))
            {
                used.Add(name);
                filled.Append(value);
            }
            else if (!lacking.Contains(name, StringComparer.Ordinal))
            {
                lacking.Add(name);
            }
        }

        missing = [.. lacking];
        unused = [.. values.Keys.Where(k => !used.Contains(k)).Order(StringComparer.Ordinal)];
        return filled.Append(text, at, text.Length - at).ToString();
    }

    [GeneratedRegex(@"\\?\{\{[ \t]*[A-Za-z_][A-Za-z0-9_.-]{0,99}[ \t]*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
