using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Planning;

/// <summary>The hooks of a blueprint's runs. One to which nothing is bound might have stopped the run: so it does.</summary>
internal static class PlannedHooks
{
    private const string Key = "hooks";

    /// <summary>Finds the hooks.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="options">What the caller sets.</param>
    /// <param name="findings">Where it is said what is bound to no name, and which name is bound to nothing.</param>
    /// <returns>The names in the order of the blueprint, each once.</returns>
    public static ImmutableArray<string> Find(AgentBlueprint blueprint, CallOptions options, Findings findings)
    {
        for (int at = 0; at < blueprint.Hooks.Length; at++)
        {
            string name = blueprint.Hooks[at];
            if (!options.Hooks.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                string bound = options.Hooks.IsEmpty ? "Nothing is bound." : $"Bound are: {string.Join(", ", options.Hooks.Select(SecretShapes.Excerpt))}.";
                findings.Error(
                    DiagnosticCodes.HookNotBound,
                    string.Create(CultureInfo.InvariantCulture, $"{Key}[{at}]"),
                    $"nothing is bound to the hook '{SecretShapes.Excerpt(name)}', so that it could stop nothing; nothing was sent.",
                    NearestName.Find(name, options.Hooks) is { } near ? $"{bound} Did you mean '{SecretShapes.Excerpt(near)}'?" : bound);
            }
        }

        foreach (string unused in options.Hooks.Where(h => !blueprint.Hooks.Contains(h, StringComparer.OrdinalIgnoreCase)))
        {
            findings.Warn(
                DiagnosticCodes.HookUnused, Key, $"what is bound to '{SecretShapes.Excerpt(unused)}' is never called: the blueprint has no hook of that name.",
                "Add the name to 'hooks', or leave it out.");
        }

        return [.. blueprint.Hooks.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Names the hooks of a call.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <returns>One decision; none where there are no hooks.</returns>
    public static IEnumerable<GateDecision> Describe(AgentBlueprint blueprint) => blueprint.Hooks.IsEmpty
        ? []
        : [new GateDecision(Key, $"called in this order: {string.Join(", ", blueprint.Hooks.Select(SecretShapes.Excerpt))}")];
}
