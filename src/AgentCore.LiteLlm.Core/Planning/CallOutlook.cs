using System.Collections.Immutable;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Prompts;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Planning;

/// <summary>What a call of a blueprint would be told with the variables that are set, without a call and without the network.</summary>
internal static class CallOutlook
{
    /// <summary>Adds it to what was found in the file.</summary>
    /// <param name="read">The blueprint as it was read, warnings not made errors.</param>
    /// <param name="variables">Where variables are looked up.</param>
    /// <param name="strict">Whether every warning is an error, an omitted header included.</param>
    /// <returns>Both; the blueprint may be used where a call would be made.</returns>
    public static Checked<AgentBlueprint> Add(Checked<AgentBlueprint> read, IVariables variables, bool strict)
    {
        if (read.Value is not { } blueprint)
        {
            return strict ? read.Strictly() : read;
        }

        ImmutableArray<Diagnostic> found = Find(blueprint, variables, strict);
        Diagnostic[] own = [.. read.Diagnostics.Where(f => !found.Any(s => s.Code == f.Code && s.Path == f.Path))];
        Checked<AgentBlueprint> all = read with { Diagnostics = [.. own.Concat(found).OrderBy(f => f.Line).ThenBy(f => f.Column)] };
        return strict ? all.Strictly() : all;
    }

    private static ImmutableArray<Diagnostic> Find(AgentBlueprint blueprint, IVariables variables, bool strict)
    {
        Findings findings = blueprint.StartFindings();
        ExecutionMode? mode = ModeChoice.Find(null, variables, findings);
        Checked<ResolvedModel> model = CallRules.WithoutDoubles(ModelResolver.Resolve(
            blueprint, new ModelOverrides(), variables, strict ? DiagnosticSeverity.Error : DiagnosticSeverity.Information));
        findings.AddAll(model.Diagnostics);
        if (model.Value is { } resolved && mode is { } chosen)
        {
            findings.AddAll(CallRules.FindObstacles(resolved, chosen, allowUnencrypted: false));
        }

        // What a registry holds is known to whoever asks it.
        if (string.IsNullOrEmpty(variables.Find(PromptRegistry.Variable)))
        {
            PromptFolder.Find(blueprint, mode ?? ExecutionMode.Production, findings);
        }

        PlannedOutput.Find(blueprint, findings);
        return findings.ToImmutable();
    }
}
