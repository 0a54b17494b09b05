using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using AgentCore.LiteLlm.ModuleTests.Support;
using AgentCore.LiteLlm.Variables;
using Xunit;

namespace AgentCore.LiteLlm.ModuleTests;

/// <summary>Runs the Pester suite in a real PowerShell, so that <c>dotnet test</c> fails when it fails.</summary>
public sealed class PesterSuite
{
    private static readonly TimeSpan SuiteLimit = TimeSpan.FromMinutes(15);

    // xunit's runner takes a test process that ends for crashed unless its last message was read or another was in the last five seconds;
    // this test is silent for minutes and the last to end, so its summary is given the time to be read before the process goes.
    private static readonly TimeSpan SummaryRead = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Passes_in_a_real_PowerShell()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        PowerShellProgram pwsh = await PowerShellProgram.FindOnPathAsync(token) ?? await RestoreAsync(token);

        string results = Repository.PathTo("artifacts", "pester", "results.json");
        Directory.CreateDirectory(Path.GetDirectoryName(results)!);
        File.Delete(results);
        ChildProcess suite = await pwsh.RunAsync(
            Repository.PathTo("tests", "Module", "Support", "Invoke-Suite.ps1"), ["-Pester", PesterModule(), "-ResultPath", results], SuiteLimit, token);
        Assert.True(File.Exists(results), $"The suite ended without results.\n{suite.Output}");
        await ReportAsync(JsonDocument.Parse(await File.ReadAllTextAsync(results, token)).RootElement, suite, token);
    }

    /// <summary>Ends the test without a result: a skipped test, but a failure where a change is judged.</summary>
    /// <param name="reason">Why the suite does not run.</param>
    /// <param name="ci">The environment variable CI.</param>
    [DoesNotReturn]
    internal static void Leave(string reason, string? ci)
    {
        if (ci is "1" || bool.TryParse(ci, out bool judged) && judged)
        {
            Assert.Fail($"The Pester suite did not run, which CI does not forgive. {reason}");
        }

        Assert.Skip(reason);
    }

    private static async Task ReportAsync(JsonElement results, ChildProcess suite, CancellationToken token)
    {
        string summary = $"Pester {results.GetProperty("Pester")} in PowerShell {results.GetProperty("PowerShell")}: "
            + $"{results.GetProperty("Passed")} passed, {results.GetProperty("Failed")} failed, {results.GetProperty("Skipped")} skipped";
        TestContext.Current.SendDiagnosticMessage(summary);
        await Task.Delay(SummaryRead, token);

        // What failed is said last: of a long log only the end may be kept. The summary is not said twice, because .ci/run adds up such lines.
        string failures = string.Join('\n', results.GetProperty("Failures").EnumerateArray().Select(failure => $"FAILED {failure.GetString()}"));
        Assert.True(
            suite.ExitCode == 0 && results.GetProperty("Failed").GetInt32() == 0 && results.GetProperty("Passed").GetInt32() > 0,
            $"{suite.Output}\n{failures}");
    }

    private static async Task<PowerShellProgram> RestoreAsync(CancellationToken token)
    {
        switch (await ToolRestore.RunAsync(Repository.Root, new Dictionary<string, string>(), token))
        {
            case ToolRestore.Failed { Reason: string reason }:
                Assert.Fail(reason);
                break;
            case ToolRestore.OutOfReach { Reason: string reason }:
                TestContext.Current.SendDiagnosticMessage($"Pester suite not run: no PowerShell on the PATH that the module supports, and {reason}");
                Leave(reason, new ProcessVariables().Find("CI"));
                break;
        }

        return PowerShellProgram.Tool;
    }

    // Where the build put it.
    private static string PesterModule() =>
        typeof(PesterSuite).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Pester").Value!;
}
