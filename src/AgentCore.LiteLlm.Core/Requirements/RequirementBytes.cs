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
        problem = null;
        try
        {
            return InputFile.ReadText(path, MaximumBytes);
        }
        catch (FileException e)
        {
            problem = $"The file that is included here cannot be read: it {e.Reason}";
            return null;
        }
    }
}
