using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Blueprints.Rules;

/// <summary>The rule about characters that nobody sees in what others compare: names and addresses.</summary>
internal static class InvisibleRules
{
    private static readonly string[] Compared = ["id", "prompt_ref", "model.model_id", "model.base_url", "output_schema"];

    /// <summary>Checks the values.</summary>
    /// <param name="scope">The blueprint.</param>
    public static void Check(RuleScope scope)
    {
        foreach (string path in Compared)
        {
            if (scope.TextAt(path) is { } text && scope.IsSound(path) && InvisibleCharacters.FindIn(text) is { } name)
            {
                scope.RefuseIn(
                    DiagnosticCodes.CharacterInvisible, path, text, InvisibleCharacters.IndexIn(text),
                    $"In '{path}' stands {name}, which nobody sees and everybody compares.",
                    "Delete it, or write an ordinary space.");
            }
        }
    }
}
