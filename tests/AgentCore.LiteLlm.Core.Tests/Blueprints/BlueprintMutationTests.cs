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

    private static readonly string[] Pieces =
    [
        "[", "]", "{", "}", ":", ": ", "- ", "? ", "\n", "\r", "\t", "\"", "'", "|", ">", "&a ", "*a", "!!str ", "!x ", "<<: ", "#", "%", "---\n", "...\n", "\0",
        "\u0085", "\u2028", "\u202E", "\uFEFF", "\\x", "\\u", "\"\\ud800\"", "${", "}", "~", "null", "1e999", ".nan", "0x", "-", "@", "`", "\uD83D\uDE00", "        ",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Ten_thousand_mutations_give_findings_and_nothing_else(int seed)
    {
#pragma warning disable CA5394 // a seed that reproduces is the point
        Random random = new(seed);
        byte[][] originals = [.. BlueprintFiles.Valid.Select(row => BlueprintFiles.Bytes("valid", row.Data))];

        for (int at = 0; at < Mutations / 2; at++)
        {
            byte[] mutant = Mutate(originals[random.Next(originals.Length)], random);

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
            byte[] mutant = Mutate(Encoding.UTF8.GetBytes(text), random);

            foreach (Diagnostic found in BlueprintReader.Read(mutant, "mutant.yaml").Diagnostics)
            {
                Assert.DoesNotContain(Canary, found + found.LineText + found.Path, StringComparison.Ordinal);
            }
        }
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        List<byte> bytes = [.. original];
        for (int edits = random.Next(1, 4); edits > 0; edits--)
        {
            int at = random.Next(bytes.Count + 1);
            int length = Math.Min(random.Next(1, 30), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes.RemoveRange(at, length);
                    break;
                case 1:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 2 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
            }
        }

        return [.. bytes];
#pragma warning restore CA5394
    }
}
