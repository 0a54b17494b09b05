using System.ComponentModel;
using System.Diagnostics;

namespace AgentCore.LiteLlm.ModuleTests.Support;

/// <summary>A program run to its end, or to a time limit.</summary>
/// <param name="ExitCode">The exit code; null when it could not be started or was ended at the limit.</param>
/// <param name="Output">Everything it printed.</param>
internal sealed record ChildProcess(int? ExitCode, string Output)
{
    public static async Task<ChildProcess> RunAsync(string program, IEnumerable<string> arguments, TimeSpan limit, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NO_COLOR"] = "1" },
        };
        using Process process = new() { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return new ChildProcess(null, e.Message);
        }

        process.StandardInput.Close();
        using CancellationTokenSource clock = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        clock.CancelAfter(limit);
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(clock.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return new ChildProcess(null, $"It was ended after {limit.TotalSeconds:0} s.\n{await output}{await errors}");
        }

        return new ChildProcess(process.ExitCode, await output + await errors);
    }
}
