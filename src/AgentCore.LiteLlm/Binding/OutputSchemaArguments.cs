using System.Collections;
using System.Management.Automation;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Schemas;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Turns what PowerShell binds into an output schema: a hashtable, JSON text, a path, or a .NET type.</summary>
internal static class OutputSchemaArguments
{
    /// <summary>Reads the schema.</summary>
    /// <param name="value">What was bound.</param>
    /// <param name="paths">What finds files.</param>
    /// <param name="error">Why there is none.</param>
    /// <returns>The schema, or null with an <paramref name="error"/>.</returns>
    public static OutputSchema? Read(object value, FilePaths paths, out ErrorRecord? error)
    {
        object plain = value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
        try
        {
            OutputSchemaReading reading = plain switch
            {
                Type type => TypeSchema.Read(type),
                string text when text.TrimStart().StartsWith('{') => OutputSchema.Read(text),
                string path => OutputSchemaFile.Read(paths.Literal(path)),
                FileInfo file => OutputSchemaFile.Read(file.FullName),
                IDictionary or PSObject => FromObject(plain),
                _ => Refused($"-OutputSchema takes a hashtable, JSON text, a path or a type, not {plain.GetType().Name}."),
            };
            error = reading.IsUsable ? null : ErrorRecords.OutputSchemaInvalid(reading.Problems);
            return reading.Schema;
        }
        catch (FileException e)
        {
            error = ErrorRecords.FileNotRead(FileRole.OutputSchema, e);
            return null;
        }
    }

    private static OutputSchemaReading FromObject(object value) =>
        JsonArguments.ToJson(value, out string? problem) is { } json ? OutputSchema.Read(json) : Refused(problem!);

    private static OutputSchemaReading Refused(string problem) => new(null, [new SchemaProblem("", problem)]);
}
