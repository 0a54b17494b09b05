namespace AgentCore.LiteLlm.ModuleTests.Support;

/// <summary>What came of restoring the tools that a folder's manifest names.</summary>
internal abstract record ToolRestore
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    // How the SDK says that it could ask no feed. That a feed answers and does not have what the manifest names is a fault of the manifest.
    private static readonly string[] OutOfReachWords =
        ["Unable to load the service index", "No NuGet sources are defined", "Failed to retrieve information about", "Failed to download package"];

    private ToolRestore()
    {
    }

    public static async Task<ToolRestore> RunAsync(string folder, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        ChildProcess restore = await ChildProcess.RunAsync("dotnet", ["tool", "restore"], Limit, cancellationToken, folder, environment);
        string reason = $"'dotnet tool restore' brought no PowerShell: {restore.Output.Trim()}";
        return restore.ExitCode == 0 ? new Done()
            : restore.ExitCode is null || OutOfReachWords.Any(w => restore.Output.Contains(w, StringComparison.Ordinal)) ? new OutOfReach(reason)
            : new Failed(reason);
    }

    /// <summary>They can be run.</summary>
    public sealed record Done : ToolRestore;

    /// <summary>No feed gave an answer, or none in time: the machine's state, which no change here mends.</summary>
    public sealed record OutOfReach(string Reason) : ToolRestore;

    /// <summary>The manifest, or what it names, is wrong.</summary>
    public sealed record Failed(string Reason) : ToolRestore;
}
