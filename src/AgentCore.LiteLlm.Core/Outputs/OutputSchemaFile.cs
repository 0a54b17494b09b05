using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Schemas;

namespace AgentCore.LiteLlm.Outputs;

/// <summary>An output schema on disk.</summary>
public static class OutputSchemaFile
{
    private const int LongestSchema = 4 * 1024 * 1024;

    /// <summary>Finds the file that a name or path stands for.</summary>
    /// <param name="reference">A name, for <c>schemas/&lt;name&gt;.json</c>, or a relative path that ends with <c>.json</c>.</param>
    /// <param name="folder">The folder of the blueprint.</param>
    /// <returns>The full path, whether or not the file is there; null when the reference can be no file.</returns>
    public static string? FindPath(string reference, string folder)
    {
        bool isPath = reference.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        if (reference.Length == 0 || Path.IsPathRooted(reference) || reference.AsSpan().IndexOfAny('\0', '\n', '\r') >= 0 || (!isPath && reference.AsSpan().IndexOfAny('/', '\\') >= 0))
        {
            return null;
        }

        return Path.GetFullPath(isPath ? Path.Combine(folder, reference) : Path.Combine(folder, "schemas", reference + ".json"));
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The schema, or every mistake in it.</returns>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static OutputSchemaReading Read(string path)
    {
        string? text = InputFile.ReadText(path, LongestSchema, out string? problem);
        return text is null ? new OutputSchemaReading(null, [new SchemaProblem("", problem!)]) : OutputSchema.Read(text);
    }
}
