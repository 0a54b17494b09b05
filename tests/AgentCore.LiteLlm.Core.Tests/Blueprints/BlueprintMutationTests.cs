using System.Text;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Blueprints;

public sealed class BlueprintMutationTests
{
    private const int Mutations = 10_000;
    private const string Canary = "kJ8vQ2xW9zR4tY7uB1nM5pL3";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Ten_thousand_mutations_give_findings_and_nothing_else(int seed)
    {
        Random random = new(seed);
        byte[][] originals = [.. BlueprintFiles.Valid.Select(row => BlueprintFiles.Bytes("valid", row.Data))];

        for (int at = 0; at < Mutations / 2; at++)
        {
            byte[] mutant = Mutant.OfAny(originals, random);

            Checked<AgentBlueprint> result = BlueprintReader.Read(mutant, "mutant.yaml");

            bool hasErrors = result.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error);
            Assert.True(hasErrors == (result.Value is null), $"seed {seed}, mutation {at}");
            Assert.All(result.Diagnostics, d => Assert.True(d is { Line: > 0, Column: > 0 }, $"seed {seed}, mutation {at}: {d}"));
        }
    }

    [Fact]
    public void A_secret_never_shows_whatever_surrounds_it()
    {
        Random random = new(3);
        string text = Encoding.UTF8.GetString(BlueprintFiles.Bytes("valid", "headers.yaml")).Replace("GATEWAY_API_KEY", "sk-" + Canary, StringComparison.Ordinal)
            + $"token: {Canary}\npassword: |\n  {Canary}\nheaders:\n  X-Any: {Canary}\n# Authorization: Bearer {Canary}\nurl: https://u:{Canary}@h.example/?api_key={Canary}\n";

        for (int at = 0; at < 2_000; at++)
        {
            byte[] mutant = Mutant.Of(Encoding.UTF8.GetBytes(text), random);

            foreach (Diagnostic found in BlueprintReader.Read(mutant, "mutant.yaml").Diagnostics)
            {
                Assert.DoesNotContain(Canary, found + found.LineText + found.Path, StringComparison.Ordinal);
            }
        }
    }
}
