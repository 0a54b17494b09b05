namespace AgentCore.LiteLlm.Reports;

/// <summary>How a report names a file: relative to the folder that the reader knows, where it lies below it.</summary>
internal static class ReportPath
{
    /// <summary>Names a file.</summary>
    /// <param name="file">The file as a finding names it; a name in angle brackets stands for no file.</param>
    /// <param name="root">The folder.</param>
    /// <returns>The path below the folder with <c>/</c> between its parts, or else the full path.</returns>
    public static string From(string file, string root)
    {
        if (file.Length == 0 || file[0] == '<' || file.Contains('\0', StringComparison.Ordinal))
        {
            return file;
        }

        string relative = Path.GetRelativePath(root, Path.GetFullPath(file, root));
        bool isBelow = !Path.IsPathRooted(relative) && relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return (isBelow ? relative : Path.GetFullPath(file, root)).Replace(Path.DirectorySeparatorChar, '/');
    }

    /// <summary>Names a file for readers elsewhere, to whom the folders of this machine tell nothing.</summary>
    /// <param name="file">The file.</param>
    /// <param name="root">The folder.</param>
    /// <returns>The path below the folder, or else the name of the file alone.</returns>
    public static string ToShort(string file, string root)
    {
        string path = From(file, root);
        return Path.IsPathRooted(path) ? Path.GetFileName(Path.TrimEndingDirectorySeparator(path)) : path;
    }

    /// <summary>Names a file by the way to it from a folder, wherever it lies: the same on every machine where both lie to each other alike.</summary>
    /// <param name="file">The file.</param>
    /// <param name="root">The folder.</param>
    /// <returns>The relative path with <c>/</c> between its parts; the full path where it is on another drive.</returns>
    public static string Relative(string file, string root) => file.Length == 0 || file.Contains('\0', StringComparison.Ordinal)
        ? file
        : Path.GetRelativePath(root, Path.GetFullPath(file, root)).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>Writes a path as a URI.</summary>
    /// <param name="path">The path, as <see cref="From"/> gives it.</param>
    /// <returns>A relative reference, or a <c>file</c> URI for a full path.</returns>
    public static string ToUri(string path)
    {
        string escaped = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        return path.Length > 0 && Path.IsPathRooted(path) ? $"file:///{escaped.TrimStart('/').Replace("%3A/", ":/", StringComparison.Ordinal)}" : escaped;
    }
}
