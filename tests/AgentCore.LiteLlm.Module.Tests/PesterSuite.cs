using System.Text.Json;
using AgentCore.LiteLlm.ModuleTests.Support;
using Xunit;

namespace AgentCore.LiteLlm.ModuleTests;

/// <summary>Runs the Pester suite in a real PowerShell, so that <c>dotnet test</c> fails when it fails.</summary>
public sealed class PesterSuite
{
    private static readonly TimeSpan PreparationLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan SuiteLimit = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task Passes_in_a_real_PowerShell()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        string[]? pwsh = await FindPowerShellAsync(token);
        if (pwsh is null)
        {
            Skip("pwsh is not on the PATH, and 'dotnet tool restore' did not bring one.");
        }

        ChildProcess pester = await RunAsync(pwsh!, "Restore-Pester.ps1", PreparationLimit, token);
        if (pester.ExitCode != 0)
        {
            Skip($"Pester is not importable and could not be installed: {pester.Output.Trim()}");
        }

        string results = Repository.PathTo("artifacts", "pester", "results.json");
        Directory.CreateDirectory(Path.GetDirectoryName(results)!);
        File.Delete(results);
        ChildProcess suite = await RunAsync(pwsh!, "Invoke-Suite.ps1", SuiteLimit, token);
        Assert.True(File.Exists(results), $"The suite ended without results.\n{suite.Output}");
        Report(JsonDocument.Parse(await File.ReadAllTextAsync(results, token)).RootElement, suite);
    }

    private static void Report(JsonElement results, ChildProcess suite)
    {
        string summary = $"Pester {results.GetProperty("Pester")} in PowerShell {results.GetProperty("PowerShell")}: "
            + $"{results.GetProperty("Passed")} passed, {results.GetProperty("Failed")} failed, {results.GetProperty("Skipped")} skipped";
        TestContext.Current.SendDiagnosticMessage(summary);

        Assert.True(results.GetProperty("Passed").GetInt32() > 0, $"{summary}\n{suite.Output}");
        Assert.True(suite.ExitCode == 0 && results.GetProperty("Failed").GetInt32() == 0, $"{summary}\n{suite.Output}");
    }

    private static void Skip(string reason)
    {
        TestContext.Current.SendDiagnosticMessage($"Pester suite skipped: {reason}");
        Assert.Skip(reason);
    }

    private static async Task<string[]?> FindPowerShellAsync(CancellationToken token)
    {
        string[] onPath = ["pwsh"];
        if ((await RunAsync(onPath, "Get-Version.ps1", PreparationLimit, token)).ExitCode == 0)
        {
            return onPath;
        }

        await ChildProcess.RunAsync("dotnet", ["tool", "restore"], PreparationLimit, token);
        string[] restored = ["dotnet", "tool", "run", "pwsh", "--"];
        return (await RunAsync(restored, "Get-Version.ps1", PreparationLimit, token)).ExitCode == 0 ? restored : null;
    }

    private static Task<ChildProcess> RunAsync(string[] pwsh, string script, TimeSpan limit, CancellationToken token) =>
        ChildProcess.RunAsync(pwsh[0], [.. pwsh[1..], "-NoProfile", "-NonInteractive", "-File", Repository.PathTo("tests", "Module", "Support", script)], limit, token);
}
