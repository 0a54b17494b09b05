namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>Published data that is not part of the repository: <c>../shared/data</c>, seen from its root.</summary>
internal static class SharedData
{
    /// <summary>Finds a file or folder of it.</summary>
    /// <param name="name">Its path below the data folder.</param>
    /// <returns>The full path; null when it is not there.</returns>
    public static string? Find(string name)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Module.sln")))
        {
            folder = folder.Parent;
        }

        string? path = folder?.Parent is { } parent ? Path.Combine(parent.FullName, "shared", "data", name) : null;
        return Path.Exists(path) ? path : null;
    }
}
