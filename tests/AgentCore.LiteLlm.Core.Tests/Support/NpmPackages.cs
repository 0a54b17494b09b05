using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>Packages of npm, installed once beside the build, so that what is tested against was not written by us.</summary>
internal static class NpmPackages
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly SemaphoreSlim Turn = new(1, 1);

    /// <summary>Installs packages. Skips the test where there is no Node.js, or no package.</summary>
    /// <param name="name">The folder's name, the same for the same packages.</param>
    /// <param name="packages">Names with versions.</param>
    /// <param name="token">Ends the installation.</param>
    /// <returns>The folder that holds node_modules.</returns>
    public static async Task<string> InstallAsync(string name, string[] packages, CancellationToken token)
    {
        // Elsewhere npm is a script that only the shell starts.
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Started by a script there.");
        string folder = Path.Combine(AppContext.BaseDirectory, name);
        string mark = Path.Combine(folder, "installed");
        await Turn.WaitAsync(token);
        try
        {
            Directory.CreateDirectory(folder);
            string wanted = string.Join('\n', packages);
            if (!File.Exists(mark) || await File.ReadAllTextAsync(mark, token) != wanted)
            {
                string[] arguments = ["install", "--no-audit", "--no-fund", "--no-save", "--ignore-scripts", .. packages];
                using Process npm = Start("npm", arguments, folder);
                await npm.WaitForExitAsync(token).WaitAsync(Limit, token);
                Assert.SkipWhen(npm.ExitCode != 0, $"{wanted} could not be installed.");
                await File.WriteAllTextAsync(mark, wanted, token);
            }
        }
        finally
        {
            Turn.Release();
        }

        return folder;
    }

    /// <summary>Starts a program.</summary>
    public static Process Start(string program, string[] arguments, string folder, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

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
