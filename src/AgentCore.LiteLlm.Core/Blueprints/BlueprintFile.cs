using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Files;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>A blueprint on disk.</summary>
public static class BlueprintFile
{
    /// <summary>What findings name in place of a file when the text came from none.</summary>
    public const string NoFile = "<content>";

    // A call says these of itself, by what it is given and by the variables that are set.
    private static readonly string[] CodesOfCalls =
        [DiagnosticCodes.PromptNotFound, DiagnosticCodes.OutputSchemaNotFound, DiagnosticCodes.UnencryptedAuthentication];

    /// <summary>Reads and checks a file for a call, which says by itself whether what the file leads to is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="strict">Whether every warning is an error.</param>
    /// <returns>The blueprint and every finding about the file alone.</returns>
    /// <exception cref="FileException">The file is not there, is no file, or cannot be read.</exception>
    internal static Checked<AgentBlueprint> ReadForCall(string path, bool strict = false)
    {
        Checked<AgentBlueprint> read = Read(path);
        Checked<AgentBlueprint> own = read with { Diagnostics = [.. read.Diagnostics.Where(f => !CodesOfCalls.Contains(f.Code, StringComparer.Ordinal))] };
        return strict ? own.Strictly() : own;
    }

    /// <summary>Reads and checks a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="strict">Whether every warning is an error.</param>
    /// <returns>The blueprint and every finding.</returns>
    /// <exception cref="FileException">The file is not there, is no file, or cannot be read.</exception>
    public static Checked<AgentBlueprint> Read(string path, bool strict = false) =>
        BlueprintReader.Read(InputFile.ReadHead(path, BlueprintReader.MaximumBytes + 1).Span, path, strict);
}
