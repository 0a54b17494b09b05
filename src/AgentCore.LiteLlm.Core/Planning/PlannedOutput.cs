using System.Collections.Immutable;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Schemas;

namespace AgentCore.LiteLlm.Planning;

/// <summary>The schema that a blueprint's <c>output_schema</c> stands for.</summary>
internal static class PlannedOutput
{
    private const string Key = "output_schema";

    /// <summary>Finds the schema.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <returns>The schema, null where none is named, and every reason why there is none though one is.</returns>
    public static Checked<OutputSchema> Find(AgentBlueprint blueprint)
    {
        Findings findings = blueprint.StartFindings();
        return findings.ToChecked(Find(blueprint, findings));
    }

    /// <summary>Finds the schema, as one question of several about the blueprint.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="findings">Where every reason goes why there is none, though one is named.</param>
    /// <returns>The schema, or null.</returns>
    public static OutputSchema? Find(AgentBlueprint blueprint, Findings findings)
    {
        if (blueprint.OutputSchema is not { Reference: { } reference })
        {
            return blueprint.OutputSchema?.Schema;
        }

        string? folder = Path.GetDirectoryName(blueprint.Path);
        string? path = folder is null ? null : OutputSchemaFile.FindPath(reference, folder);
        if (path is null)
        {
            ReportMissing(findings, folder is null
                ? "the blueprint came from no file, beside which it could be looked for"
                : "it is neither a plain name nor a relative path that ends with .json");
            return null;
        }

        try
        {
            OutputSchema? schema = OutputSchemaFile.Read(path, out ImmutableArray<SchemaProblem> problems);
            foreach (SchemaProblem problem in problems)
            {
                findings.Error(DiagnosticCodes.OutputSchemaInvalid, Key, $"the schema in '{path}' cannot be used: {problem}; nothing was sent.");
            }

            return schema;
        }
        catch (FileException e)
        {
            ReportMissing(findings, e.Message.TrimEnd('.'));
            return null;
        }
    }

    private static void ReportMissing(Findings findings, string reason) => findings.Error(
        DiagnosticCodes.OutputSchemaNotFound,
        Key,
        $"'output_schema' leads to no schema: {reason}; nothing was sent.",
        "Put it into schemas/<name>.json beside the blueprint, or write a path that is relative to the blueprint and ends with .json.");
}
