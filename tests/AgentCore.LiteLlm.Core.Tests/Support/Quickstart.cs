using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>One run of samples/quickstart.cs, as a process of its own.</summary>
internal sealed record Quickstart(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    // Of the configuration that is tested, on the runtime that tests it.
    private static readonly string Folder = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
    private static readonly string Program = Path.Combine(Folder, "..", "..", "Quickstart", Path.GetFileName(Folder), "Quickstart.dll");
    private static readonly string Runtimes = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..");
    private static readonly string Dotnet = Path.Combine(Runtimes, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");

    public static async Task<Quickstart> RunAsync(params string[] arguments)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        ProcessStartInfo start = new(Dotnet, [Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string name in (string[])["EXECUTION_MODE", "PROMPT_REGISTRY_URL", "PRESIDIO_ANALYZER_API_BASE", "MODEL_PRICING"])
        {
            start.Environment.Remove(name);
        }

        using Process process = Process.Start(start)!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(token);
            Task<string> errors = process.StandardError.ReadToEndAsync(token);
            await process.WaitForExitAsync(token).WaitAsync(Limit, token);
            return new Quickstart(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
