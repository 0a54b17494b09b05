namespace AgentCore.LiteLlm.Files;

/// <summary>Where a path leads once every link on its way is followed.</summary>
internal static class RealPath
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    /// <summary>Follows the links of a path.</summary>
    /// <param name="path">A full path.</param>
    /// <returns>The path without links; null when they lead in a circle or to nothing that can be looked at.</returns>
    public static string? Find(string path)
    {
        string root = Path.GetPathRoot(path) ?? "";
        Stack<string> ahead = new(Enumerable.Reverse(Split(path[root.Length..])));
        string at = root;
        int links = 0;
        try
        {
            while (ahead.TryPop(out string? name))
            {
                string next = Path.GetFullPath(Path.Combine(at, name));
                if (new DirectoryInfo(next).LinkTarget is not { } target)
                {
                    at = next;
                    continue;
                }

                if (++links > MostLinks)
                {
                    return null;
                }

                string full = Path.GetFullPath(target, at);
                at = Path.GetPathRoot(full) ?? "";
                foreach (string part in Enumerable.Reverse(Split(full[at.Length..])))
                {
                    ahead.Push(part);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        return at;
    }

    /// <summary>Says whether a path leads to something in a folder.</summary>
    public static bool IsWithin(string folder, string path)
    {
        if (Find(folder) is not { } root || Find(path) is not { } real)
        {
            return false;
        }

        StringComparison comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return real.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, comparison);
    }

    private static string[] Split(string path) =>
        path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
}
