using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>
/// A server from npm, so that what is tested against was not written by us. It lives in artifacts/, beside the build, and ends with its
/// test.
/// </summary>
internal sealed class NpmServer : IAsyncDisposable
{
    private const string Package = "@copilotkit/aimock";
    private const string Version = "1.43.0";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private NpmServer(Process process, Uri baseUrl)
    {
        _process = process;
        BaseUrl = baseUrl;
    }

    public Uri BaseUrl { get; }

    /// <summary>Starts aimock, which has files and batches. Skips the test where there is no Node.js, or no package.</summary>
    public static async Task<NpmServer> StartAsync(CancellationToken token)
    {
        // Elsewhere npm is a script that only the shell starts.
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Started by a script there.");
        string folder = Path.Combine(AppContext.BaseDirectory, "npm-aimock");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "fixtures.json"), """{"fixtures":[]}""", token);
        string program = Path.Combine(folder, "node_modules", Package, "dist", "cli.js");
        if (!File.Exists(program))
        {
            using Process npm = Start("npm", ["install", "--no-audit", "--no-fund", "--no-save", "--ignore-scripts", $"{Package}@{Version}"], folder);
            await npm.WaitForExitAsync(token).WaitAsync(Limit, token);
            Assert.SkipWhen(npm.ExitCode != 0, $"{Package} could not be installed.");
        }

        Process server = Start("node", [program, "--port", "0", "--fixtures", "fixtures.json"], folder);
        while (await server.StandardOutput.ReadLineAsync(token).AsTask().WaitAsync(Limit, token) is { } line)
        {
            if (Regex.Match(line, @"listening on (http://\S+)") is { Success: true } found)
            {
                return new NpmServer(server, new Uri($"{found.Groups[1].Value}/v1"));
            }
        }

        string errors = await server.StandardError.ReadToEndAsync(token);
        server.Dispose();
        throw new InvalidOperationException($"aimock did not start: {errors}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Process Start(string program, string[] arguments, string folder)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not on the PATH.");
            throw;
        }
    }
}
