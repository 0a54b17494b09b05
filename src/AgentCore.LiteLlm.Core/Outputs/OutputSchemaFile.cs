using System.Collections.Immutable;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Schemas;

namespace AgentCore.LiteLlm.Outputs;

/// <summary>An output schema on disk.</summary>
internal static class OutputSchemaFile
{
    private const int LongestSchema = 4 * 1024 * 1024;

    /// <summary>Finds the file that a name or path stands for.</summary>
    /// <param name="reference">A name, for <c>schemas/&lt;name&gt;.json</c>, or a relative path that ends with <c>.json</c>.</param>
    /// <param name="folder">The folder of the blueprint.</param>
    /// <returns>The full path, whether or not the file is there; null when the reference can be no file.</returns>
    public static string? FindPath(string reference, string folder)
    {
        bool isPath = reference.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        if (reference.Length == 0
            || Path.IsPathRooted(reference)
            || reference.AsSpan().IndexOfAny('\0', '\n', '\r') >= 0
            || (!isPath && reference.AsSpan().IndexOfAny('/', '\\') >= 0))
        {
            return null;
        }

        return Path.GetFullPath(isPath ? Path.Combine(folder, reference) : Path.Combine(folder, "schemas", reference + ".json"));
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problems">The author's mistakes; empty when the schema is sound.</param>
    /// <returns>The schema, or null with <paramref name="problems"/>.</returns>
    /// <exception cref="FileException">The file is not there, is no file or no text, is too large, or cannot be read.</exception>
    public static OutputSchema? Read(string path, out ImmutableArray<SchemaProblem> problems) =>
        OutputSchema.Read(InputFile.ReadText(path, LongestSchema), out problems);
}
