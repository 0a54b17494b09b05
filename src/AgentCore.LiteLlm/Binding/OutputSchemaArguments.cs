using System.Collections;
using System.Collections.Immutable;
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
        object plain = PlainValue.Of(value);
        try
        {
            OutputSchema? schema = Read(plain, paths, out ImmutableArray<SchemaProblem> problems);
            error = schema is null ? ErrorRecords.OutputSchemaInvalid(problems) : null;
            return schema;
        }
        catch (FileException e)
        {
            error = ErrorRecords.FileNotRead(FileRole.OutputSchema, e);
            return null;
        }
    }

    private static OutputSchema? Read(object plain, FilePaths paths, out ImmutableArray<SchemaProblem> problems)
    {
        switch (plain)
        {
            case Type type:
                return TypeSchema.Read(type, out problems);
            case string text when text.TrimStart().StartsWith('{'):
                return OutputSchema.Read(text, out problems);
            case string path:
                return OutputSchemaFile.Read(paths.Literal(path), out problems);
            case FileInfo file:
                return OutputSchemaFile.Read(file.FullName, out problems);
            case IDictionary or PSObject when JsonArguments.ToJson(plain, out string? problem) is var json:
                problems = problem is null ? [] : [new SchemaProblem("", problem)];
                return json is { } written ? OutputSchema.Read(written, out problems) : null;
            default:
                problems = [new SchemaProblem("", $"-OutputSchema takes a hashtable, JSON text, a path or a type, not {plain.GetType().Name}.")];
                return null;
        }
    }
}
