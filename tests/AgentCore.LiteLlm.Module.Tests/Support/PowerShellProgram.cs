using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.ModuleTests.Support;

/// <summary>A PowerShell that can be started.</summary>
/// <param name="Program">The program.</param>
/// <param name="Arguments">What stands before PowerShell's own parameters.</param>
internal sealed record PowerShellProgram(string Program, IReadOnlyList<string> Arguments)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    /// <summary>Gets the one that the repository's tool manifest names, once the tools are restored.</summary>
    public static PowerShellProgram Tool { get; } = new("dotnet", ["tool", "run", "pwsh", "--"]);

    /// <summary>Finds the one on the PATH, where it is as new as the module needs.</summary>
    public static async Task<PowerShellProgram?> FindOnPathAsync(CancellationToken cancellationToken)
    {
        PowerShellProgram found = new("pwsh", []);
        ChildProcess asked = await ChildProcess.RunAsync(found.Program, ["--version"], StartLimit, cancellationToken);
        return ReadVersion(asked.Output, @"^PowerShell (\d+\.\d+)") >= OldestSupported() ? found : null;
    }

    /// <summary>Runs a script of the suite.</summary>
    public Task<ChildProcess> RunAsync(string script, IEnumerable<string> arguments, TimeSpan limit, CancellationToken cancellationToken) =>
        ChildProcess.RunAsync(Program, [.. Arguments, "-NoProfile", "-NonInteractive", "-File", script, .. arguments], limit, cancellationToken);

    private static Version OldestSupported() =>
        ReadVersion(File.ReadAllText(Repository.PathTo("AgentCore.LiteLlm.psd1")), @"(?m)^\s*PowerShellVersion\s*=\s*'(\d+\.\d+)'")
            ?? throw new InvalidDataException("The manifest names no PowerShellVersion.");

    private static Version? ReadVersion(string text, string pattern) =>
        Version.TryParse(Regex.Match(text, pattern).Groups[1].Value, out Version? version) ? version : null;
}
