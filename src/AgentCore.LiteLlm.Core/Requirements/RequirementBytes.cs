using AgentCore.LiteLlm.Files;

namespace AgentCore.LiteLlm.Requirements;

/// <summary>Reads files of bounded size as text.</summary>
internal static class RequirementBytes
{
    /// <summary>The most bytes a file may have. Lock files of large projects have a few million.</summary>
    public const int MaximumBytes = 16 << 20;

    /// <summary>Reads a file that another one names, so that its absence is a finding.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">Why there is no text; null when there is.</param>
    /// <returns>The text, or null with a <paramref name="problem"/>.</returns>
    public static string? Read(string path, out string? problem)
    {
        try
        {
            return ReadExisting(path, out problem);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = e is FileNotFoundException or DirectoryNotFoundException ? "The file that is included here is not there." : "The file that is included here cannot be read.";
            return null;
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">Why there is no text; null when there is.</param>
    /// <returns>The text, or null with a <paramref name="problem"/>.</returns>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static string? ReadExisting(string path, out string? problem) => InputFile.ReadText(path, MaximumBytes, out problem);
}
