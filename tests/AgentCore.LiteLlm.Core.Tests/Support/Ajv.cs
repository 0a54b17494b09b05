using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>A second validator of JSON Schema, from npm, to hold ours and our schema against. It lives in artifacts/, beside the build.</summary>
internal static class Ajv
{
    private const string Version = "8.17.1";

    private const string Script = """
        const Ajv = require('ajv/dist/2020');
        let text = '';
        process.stdin.on('data', chunk => text += chunk).on('end', () => {
            const { schema, instances } = JSON.parse(text);
            const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, keywords: ['patternErrorMessage'] });
            const sound = ajv.validateSchema(schema);
            const validate = sound && ajv.compile(schema);
            const words = errors => errors.map(e => `${e.instancePath} ${e.message}`);
            const answer = Object.entries(instances).map(([name, value]) => [name, validate(value) ? [] : words(validate.errors)]);
            process.stdout.write(JSON.stringify({ problems: sound ? [] : words(ajv.errors), violations: Object.fromEntries(answer) }));
        });
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Holds a schema against its own rules, and documents against it. Skips the test where there is no Node.js to run it.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="instances">The documents by name.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>What is wrong with the schema, and with each document.</returns>
    public static async Task<AjvAnswer> CheckAsync(string schema, IReadOnlyDictionary<string, JsonElement> instances, CancellationToken token)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "npm");
        Directory.CreateDirectory(folder);
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "ajv", "dist")))
        {
            (int? code, string output) = await RunAsync("npm", ["install", "--no-audit", "--no-fund", "--no-save", $"ajv@{Version}"], folder, "", token);
            Assert.SkipWhen(code is null, "Node.js with npm is not on the PATH.");
            Assert.True(code == 0, output);
        }

        string input = JsonSerializer.Serialize(new { schema = JsonDocument.Parse(schema).RootElement, instances });
        (int? exit, string answer) = await RunAsync("node", ["-e", Script], folder, input, token);
        Assert.SkipWhen(exit is null, "Node.js is not on the PATH.");
        Assert.True(exit == 0, answer);
        return JsonSerializer.Deserialize<AjvAnswer>(answer, JsonSerializerOptions.Web)!;
    }

    private static async Task<(int? ExitCode, string Output)> RunAsync(string program, string[] arguments, string folder, string input, CancellationToken token)
    {
        // On Windows npm is a script that only the shell starts.
        bool isShellNeeded = OperatingSystem.IsWindows() && program == "npm";
        ProcessStartInfo start = new(isShellNeeded ? "cmd" : program, isShellNeeded ? ["/c", program, .. arguments] : arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = new() { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return (null, "");
        }

        using CancellationTokenSource clock = CancellationTokenSource.CreateLinkedTokenSource(token);
        clock.CancelAfter(Limit);
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.StandardInput.WriteAsync(input.AsMemory(), clock.Token);
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(clock.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, process.ExitCode == 0 ? await output : await output + await errors);
    }
}
