using System.Collections.Immutable;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Blueprints.Rules;

/// <summary>The rules about the models that are asked where the first one does not answer.</summary>
internal static class FallbackRules
{
    private const string Fallbacks = "model.fallbacks";

    /// <summary>Checks the list.</summary>
    /// <param name="scope">The blueprint.</param>
    public static void Check(RuleScope scope)
    {
        ImmutableArray<string> ids = scope.Blueprint.Model.Fallbacks;
        if (!scope.IsSound("model.model_id") || !scope.IsSound(Fallbacks) || (ids.Length > 1 && !scope.IsWhole(Fallbacks, ids.Length)))
        {
            return;
        }

        HashSet<string> asked = new([scope.Blueprint.Model.ModelId], StringComparer.Ordinal);
        for (int at = 0; at < ids.Length; at++)
        {
            if (!asked.Add(ids[at]))
            {
                scope.Warn(
                    DiagnosticCodes.SettingIgnored, scope.TextAt(Fallbacks) is null ? RuleScope.Entry(Fallbacks, at) : Fallbacks,
                    $"'{SecretShapes.Excerpt(ids[at])}' stands before this already: it has not answered when it is asked once more.", "Delete the entry.");
            }
        }
    }
}
