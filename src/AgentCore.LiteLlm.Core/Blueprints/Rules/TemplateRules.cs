using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Blueprints.Rules;

/// <summary>The rule about variables that are written as LiteLLM's own configuration, a shell, a workflow or a template writes them.</summary>
internal static partial class TemplateRules
{
    // The keys in which ${NAME} stands for a variable.
    private static readonly string[] Expanded = ["model.model_id", "model.base_url"];

    /// <summary>Checks the settings.</summary>
    /// <param name="scope">The blueprint.</param>
    public static void Check(RuleScope scope)
    {
        foreach (string path in Expanded)
        {
            if (scope.IsSound(path) && scope.TextAt(path) is { } text && MayBeForeign(text) && Foreign().Match(text) is { Success: true } found)
            {
                string name = found.Groups["name"].Value;
                scope.Warn(
                    DiagnosticCodes.TemplateForeign,
                    path,
                    $"'{SecretShapes.Excerpt(found.Value)}' is no variable here: it is sent as it stands.",
                    $"Write '${{{name}}}' for the value of the environment variable '{name}'.");
            }
        }
    }

    /// <summary>Says whether a text holds a variable as another tool writes it.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True when it does.</returns>
    public static bool IsForeign(string text) => MayBeForeign(text) && Foreign().IsMatch(text);

    // Nearly no text is, and the first regular expression of a process makes the tables of all of them.
    private static bool MayBeForeign(string text) => text is ['%' or '=', ..] or ['$', not '{', ..]
        || text.StartsWith("os.environ/", StringComparison.Ordinal) || text.Contains("{{", StringComparison.Ordinal);

    // os.environ/X (LiteLLM); $X and $env:X, %X%; {{ X }}; =Env.X (Power Fx). No name of a model has any of these.
    [GeneratedRegex(
        @"^os\.environ/(?<name>[A-Za-z_]\w*)|^=Env\.(?<name>[A-Za-z_]\w*)|^\$(?:env:)?(?<name>[A-Za-z_]\w*)(?=/|$)|^%(?<name>[A-Za-z_]\w*)%"
            + @"|\{\{[-\s]*[$.\w]*?(?<name>[A-Za-z_]\w*)\s*-?\}\}",
        RegexOptions.CultureInvariant)]
    private static partial Regex Foreign();
}
