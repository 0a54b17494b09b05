using System.Collections.Immutable;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Keys;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Schemas;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Evaluations.Reading;

/// <summary>The schema of an assertion, which may lie in a file below the folder of the case file.</summary>
internal static class AssertionSchema
{
    /// <summary>Finds the schema.</summary>
    /// <param name="block">The block with the key.</param>
    /// <param name="key">The key.</param>
    /// <param name="setting">What stands there.</param>
    /// <returns>The schema; null, after the findings that are due, when there is none.</returns>
    public static OutputSchema? Find(BlockReader block, SchemaKey key, OutputSchemaSetting setting)
    {
        if (setting.Reference is not { } reference)
        {
            return setting.Schema;
        }

        string? folder = Path.GetDirectoryName(block.Findings.Source.File);
        string? path = string.IsNullOrEmpty(folder) ? null : OutputSchemaFile.FindPath(reference, folder);
        if (path is null)
        {
            Report(block, key, DiagnosticCodes.OutputSchemaNotFound, "is neither the name of a schema nor a relative path that ends with .json.");
            return null;
        }

        if (!RealPath.IsWithin(folder!, path))
        {
            Report(block, key, DiagnosticCodes.OutputSchemaNotFound, "leads out of the folder of the case file.");
            return null;
        }

        try
        {
            OutputSchema? schema = OutputSchemaFile.Read(path, out ImmutableArray<SchemaProblem> problems);
            foreach (SchemaProblem problem in problems)
            {
                string shown = SecretShapes.ToLegible(SecretShapes.Mask($"{problem}"));
                Report(block, key, DiagnosticCodes.OutputSchemaInvalid, $"is no JSON Schema of draft 2020-12 that can be used: {shown}");
            }

            return schema;
        }
        catch (FileException e)
        {
            Report(block, key, DiagnosticCodes.OutputSchemaNotFound, $"names a schema that cannot be read: it {e.Reason}");
            return null;
        }
    }

    private static void Report(BlockReader block, SchemaKey key, string code, string problem)
    {
        TextPlace place = block.PlaceOf(key);
        block.Findings.Error(
            code,
            place,
            $"'{place.Path}' {problem}",
            code == DiagnosticCodes.OutputSchemaNotFound
                ? "Put it into schemas/<name>.json beside the case file, or write a path below that folder which ends with .json."
                : null);
    }
}
