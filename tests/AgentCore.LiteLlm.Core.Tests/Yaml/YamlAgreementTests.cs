using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Yaml;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Yaml;

public sealed partial class YamlAgreementTests
{
    private const int Mutations = 4_000;

    [Fact]
    public void Every_file_reads_as_from_the_events_of_the_library()
    {
        foreach (string path in BlueprintFiles.All)
        {
            (string text, YamlNode? ours, string[] findings) = Read(File.ReadAllBytes(path));
            (YamlNode? theirs, IReadOnlyList<string> theirFindings) = EventReader.Read(text);

            Assert.True(IsSame(ours, theirs), path);
            Assert.Equal(theirFindings.Where(f => !IsSyntax(f)).Order(StringComparer.Ordinal), findings.Where(f => !IsSyntax(f)).Order(StringComparer.Ordinal));
            Assert.Equal(theirFindings.Any(IsSyntax), findings.Any(IsSyntax));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Broken_files_read_so_too_and_where_not_a_third_reader_sides_with_ours(int seed)
    {
        Random random = new(seed);
        byte[][] originals = [.. BlueprintFiles.All.Select(File.ReadAllBytes)];
        int disputed = 0;

        for (int at = 0; at < Mutations; at++)
        {
            (string text, YamlNode? ours, string[] findings) = Read(Mutant.OfAny(originals, random));
            bool isRefused = findings.Any(IsSyntax);

            // Both other readers take lines of blanks for more than that in places where they are nothing (DK95 and JEF9 of the YAML test suite).
            bool agrees = Agrees(text) || Agrees(LineOfBlanks().Replace(text, ""));
            disputed += agrees ? 0 : 1;

            // And both end the name of an anchor before a colon, which is part of it (2SXE).
            Assert.True(agrees || ColonInName().IsMatch(text) || SharpReader.Accepts(text) != isRefused, $"seed {seed}, mutation {at}: {text}");

            bool Agrees(string given)
            {
                (YamlNode? theirs, IReadOnlyList<string> theirFindings) = EventReader.Read(given);
                return isRefused
                    ? theirFindings.Any(IsSyntax)
                    : IsSame(ours, theirs) && findings.Order(StringComparer.Ordinal).SequenceEqual(theirFindings.Order(StringComparer.Ordinal));
            }
        }

        Assert.InRange(disputed, 0, Mutations / 500);
    }

    private static (string Text, YamlNode? Root, string[] Findings) Read(byte[] bytes)
    {
        string text = YamlText.Read(bytes, "y.yaml", out _) ?? "";
        Findings findings = new(new SourceText("y.yaml", text));
        YamlNode? root = YamlReader.Read(text, findings);
        return (text, root, [.. findings.ToImmutable().Select(f => $"({f.Line},{f.Column}) {f.Code}")]);
    }

    [GeneratedRegex("^[ \\t]+$", RegexOptions.Multiline)]
    private static partial Regex LineOfBlanks();

    [GeneratedRegex("[*&][^\\s,\\[\\]{}]+:\\s")]
    private static partial Regex ColonInName();

    private static bool IsSyntax(string finding) => finding.EndsWith(DiagnosticCodes.YamlSyntax, StringComparison.Ordinal);

    private static bool IsSame(YamlNode? one, YamlNode? other) => (one, other) switch
    {
        (null, null) => true,
        (YamlScalar a, YamlScalar b) => a.Value == b.Value && a.Style == b.Style && a.Mark == b.Mark,
        (YamlSequence a, YamlSequence b) => a.Mark == b.Mark && a.Items.Length == b.Items.Length && a.Items.Zip(b.Items).All(p => IsSame(p.First, p.Second)),
        (YamlMapping a, YamlMapping b) => HasSamePlace(a, b) && a.Entries.Length == b.Entries.Length
            && a.Entries.Zip(b.Entries).All(p => IsSame(p.First.Key, p.Second.Key) && IsSame(p.First.Value, p.Second.Value)),
        _ => false,
    };

    // The library does not say where the mapping in [a: b] begins.
    private static bool HasSamePlace(YamlMapping ours, YamlMapping theirs) =>
        ours.Mark == theirs.Mark || (theirs.Mark == new YamlMark(1, 1) && ours.Entries.Length <= 1);
}
