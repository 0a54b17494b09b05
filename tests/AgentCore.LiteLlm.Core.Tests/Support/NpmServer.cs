using System.Diagnostics;
using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>A server from npm that ends with its test.</summary>
internal sealed class NpmServer : IAsyncDisposable
{
    private const string Package = "@copilotkit/aimock";
    private const string Version = "1.43.0";

    private const string Fixtures = """
        {"fixtures":[{"match":{"userMessage":"hello"},"response":{"content":"Hi there."}},
         {"match":{"userMessage":"look"},"response":{"toolCalls":[{"name":"f","arguments":"{\"a\":1}"}]}}]}
        """;

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
        string folder = await NpmPackages.InstallAsync("npm-aimock", [$"{Package}@{Version}"], token);
        await File.WriteAllTextAsync(Path.Combine(folder, "fixtures.json"), Fixtures, token);
        string program = Path.Combine(folder, "node_modules", Package, "dist", "cli.js");
        Process server = NpmPackages.Start("node", [program, "--port", "0", "--fixtures", "fixtures.json"], folder);
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
}
