using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>A blueprint on disk.</summary>
public static class BlueprintFile
{
    /// <summary>What findings name in place of a file when the text came from none.</summary>
    public const string NoFile = "<content>";

    /// <summary>Reads and checks a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="strict">Whether every warning is an error.</param>
    /// <returns>The blueprint and every finding.</returns>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static Checked<AgentBlueprint> Read(string path, bool strict = false)
    {
        // One byte beyond the limit is enough for the reader to refuse; the rest of a huge file is not worth reading.
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        byte[] bytes = new byte[Math.Min(file.Length, BlueprintReader.MaximumBytes) + 1];
        int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return BlueprintReader.Read(bytes.AsSpan(0, length), path, strict);
    }
}
