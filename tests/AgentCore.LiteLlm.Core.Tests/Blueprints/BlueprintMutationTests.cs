using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Reports;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Blueprints;

public sealed class BlueprintMutationTests
{
    private const int Mutations = 10_000;
    private const string Canary = "kJ8vQ2xW9zR4tY7uB1nM5pL3";

    private static readonly string[] Broken =
    [
        "suppressions.yaml", "rules-graph.yaml", "rules-tools.yaml", "provider-litellm.yaml", "protection-entities.yaml",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Ten_thousand_mutations_give_findings_and_nothing_else(int seed)
    {
        Random random = new(seed);
        byte[][] originals =
        [
            .. BlueprintFiles.Samples.Select(File.ReadAllBytes), .. BlueprintFiles.Valid.Select(row => BlueprintFiles.Bytes("valid", row.Data)),
            .. Broken.Select(name => BlueprintFiles.Bytes("invalid", name)),
        ];

        for (int at = 0; at < Mutations / 2; at++)
        {
            byte[] mutant = Mutant.OfAny(originals, random);
            long before = GC.GetAllocatedBytesForCurrentThread();

            Checked<AgentBlueprint> result = BlueprintReader.Read(mutant, "mutant.yaml");

            // A mutant is a few kilobytes long. What would take too long would also ask for memory.
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < 2_000_000, $"seed {seed}, mutation {at} allocated {allocated} bytes");
            bool hasErrors = result.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error);
            Assert.True(hasErrors == (result.Value is null), $"seed {seed}, mutation {at}");
            Assert.All(result.Diagnostics, d => Assert.True(d is { Line: > 0, Column: > 0 }, $"seed {seed}, mutation {at}: {d}"));
            Assert.Equal(result.Diagnostics.OrderBy(d => d.Line).ThenBy(d => d.Column), result.Diagnostics);
            CheckReports([.. result.Diagnostics, .. result.Suppressed]);
        }
    }

    // What Test-AgentBlueprint -As writes of the same findings.
    private static void CheckReports(Diagnostic[] findings)
    {
        using JsonDocument sarif = JsonDocument.Parse(SarifWriter.Write(findings, Path.GetTempPath()));
        Assert.Equal(findings.Length, sarif.RootElement.GetProperty("runs")[0].GetProperty("results").GetArrayLength());
        Assert.All(findings, f => Assert.Equal(-1, GitHubAnnotations.Write(f, Path.GetTempPath()).AsSpan().IndexOfAny('\r', '\n')));
    }

    [Fact]
    public void A_secret_never_shows_whatever_surrounds_it()
    {
        Random random = new(3);
        string text = Encoding.UTF8.GetString(BlueprintFiles.Bytes("valid", "headers.yaml"))
            .Replace("GATEWAY_API_KEY", "sk-" + Canary, StringComparison.Ordinal)
            + $"token: {Canary}\npassword: |\n  {Canary}\nheaders:\n  X-Any: {Canary}\n# Authorization: Bearer {Canary}\n"
            + $"# agentcore: ignore SecretInline the key is {Canary}\nurl: https://u:{Canary}@h.example/?api_key={Canary}\n";

        for (int at = 0; at < 2_000; at++)
        {
            byte[] mutant = Mutant.Of(Encoding.UTF8.GetBytes(text), random);

            Checked<AgentBlueprint> result = BlueprintReader.Read(mutant, "mutant.yaml");
            foreach (Diagnostic found in result.Diagnostics.Concat(result.Suppressed))
            {
                Assert.DoesNotContain(Canary, found + found.LineText + found.Path + found.SuppressionReason, StringComparison.Ordinal);
            }
        }
    }
}
