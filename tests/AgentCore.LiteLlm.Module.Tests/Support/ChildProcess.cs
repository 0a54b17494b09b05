using System.ComponentModel;
using System.Diagnostics;

namespace AgentCore.LiteLlm.ModuleTests.Support;

/// <summary>A program run to its end, or to a time limit.</summary>
/// <param name="ExitCode">The exit code; null when it could not be started or was ended at the limit.</param>
/// <param name="Output">Everything it printed.</param>
internal sealed record ChildProcess(int? ExitCode, string Output)
{
    public static async Task<ChildProcess> RunAsync(
        string program,
        IEnumerable<string> arguments,
        TimeSpan limit,
        CancellationToken cancellationToken,
        string? folder = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder ?? Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                // Tests read what is printed.
                ["NO_COLOR"] = "1",
                ["DOTNET_NOLOGO"] = "1",
                ["DOTNET_CLI_UI_LANGUAGE"] = "en",
                ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",

                // They speak to nobody but this machine.
                ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
                ["POWERSHELL_UPDATECHECK"] = "Off",
            },
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

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
