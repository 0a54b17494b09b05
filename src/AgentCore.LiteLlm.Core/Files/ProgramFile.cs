namespace AgentCore.LiteLlm.Files;

/// <summary>A program as <c>PATH</c> has it. Windows would look into the current folder first, where anybody's repository can have one of that name.</summary>
internal static class ProgramFile
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Finds a program.</summary>
    /// <param name="name">Its name, without an ending.</param>
    /// <param name="folders">The folders, as <c>PATH</c> lists them; one that is not named in full is passed over, since it depends on the current one.</param>
    /// <returns>The full path; null where no folder has it.</returns>
    public static string? Find(string name, string? folders)
    {
        string file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return (folders ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(f => f.Trim('"'))
            .Where(Path.IsPathFullyQualified)
            .Select(f => Path.Combine(f, file))
            .FirstOrDefault(IsProgram);
    }

    private static bool IsProgram(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Executable) != 0);
}
