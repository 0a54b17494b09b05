using System.Collections.Immutable;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Outputs;

namespace AgentCore.LiteLlm.Planning;

/// <summary>The schema that a blueprint's <c>output_schema</c> stands for.</summary>
internal static class PlannedOutput
{
    private const string Key = "output_schema";

    /// <summary>Finds the schema.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="findings">Grows by every reason why there is none, though one is named.</param>
    /// <returns>The schema, or null.</returns>
    public static OutputSchema? Find(AgentBlueprint blueprint, ref ImmutableArray<Diagnostic> findings)
    {
        if (blueprint.OutputSchema is not { Reference: { } reference })
        {
            return blueprint.OutputSchema?.Schema;
        }

        string? folder = Path.GetDirectoryName(blueprint.Path);
        string? path = folder is null ? null : OutputSchemaFile.FindPath(reference, folder);
        if (path is null)
        {
            findings = findings.Add(NotFound(blueprint, folder is null ? "the blueprint came from no file, beside which it could be looked for" : "it is neither a plain name nor a relative path that ends with .json"));
            return null;
        }

        try
        {
            OutputSchemaReading reading = OutputSchemaFile.Read(path);
            findings = findings.AddRange(reading.Problems.Select(p => Finding(blueprint, DiagnosticCodes.OutputSchemaInvalid, $"the schema in '{path}' cannot be used: {p}; nothing was sent.", null)));
            return reading.Schema;
        }
        catch (FileException e)
        {
            findings = findings.Add(NotFound(blueprint, e.Message.TrimEnd('.')));
            return null;
        }
    }

    private static Diagnostic NotFound(AgentBlueprint blueprint, string reason) => Finding(
        blueprint,
        DiagnosticCodes.OutputSchemaNotFound,
        $"'output_schema' leads to no schema: {reason}; nothing was sent.",
        "Put it into schemas/<name>.json beside the blueprint, write a path that is relative to the blueprint and ends with .json, or give -OutputSchema.");

    private static Diagnostic Finding(AgentBlueprint blueprint, string code, string message, string? suggestion) => new()
    {
        Code = code,
        Severity = DiagnosticSeverity.Error,
        Message = message,
        Suggestion = suggestion,
        Path = Key,
        Location = blueprint.Locate(Key),
    };
}
