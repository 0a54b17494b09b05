namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>Published data that is not part of the repository: <c>../shared/data</c>, seen from its root.</summary>
internal static class SharedData
{
    /// <summary>Finds a file or folder of it.</summary>
    /// <param name="name">Its path below the data folder.</param>
    /// <returns>The full path; null when it is not there.</returns>
    public static string? Find(string name)
    {
        string path = Path.GetFullPath(Repository.PathTo("..", "shared", "data", name));
        return Path.Exists(path) ? path : null;
    }
}
