using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Keys;
using AgentCore.LiteLlm.Yaml;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Keys;

public sealed class SecretReportTests
{
    private const string Token = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";

    public static TheoryData<string, string> Hostile => new()
    {
        { "one long value under many keys", $"x: &a {Repeat("word ", 20_000)}\ny: [{Repeat("*a,", 9_000)}]\n" },
        { "many aliases of a short value", $"x: &a {Repeat("word ", 8)}\ny:\n{Repeat("- *a\n", 19_000)}" },
        { "aliases where a key stands", $"x: &a {Repeat("word ", 500)}\nl:\n{Repeat("- {api_key: *a}\n", 6_000)}" },
        { "aliases in headers", $"x: &a {Repeat("word ", 500)}\nheaders:\n{string.Concat(Enumerable.Range(0, 6_000).Select(i => $"  h{i}: *a\n"))}" },
        { "credentials in one line", $"y: [{string.Join(", ", Enumerable.Range(0, 9_000).Select(i => Token[..^4] + $"{i:0000}"))}]\n" },
        { "credentials in two lines by turns", $"y: [{Repeat(Token + ",", 2_000)}]\nz: [{Repeat(Token + ",", 2_000)}] # {Repeat(Token + " ", 99)}\n" },
        { "an alias of a credential", $"x: &a {Token}\ny: [{Repeat("*a,", 9_000)}]\n" },
        { "comments and anchors", Repeat("# &a #b &c #d\n", 5_000) + "a: 1\n" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_file_is_looked_at_as_often_as_it_is_long(string name, string text)
    {
        Findings findings = new(new SourceText(name, text));

        YamlNode? root = YamlReader.Read(text, findings);
        long looked = root is null ? 0 : SecretReport.Add(root, findings);

        Assert.InRange(looked, 0, (YamlReader.MaximumAliased + 3L) * text.Length);
        Assert.InRange(findings.Source.Searched, 0, text.Length);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Blueprints_and_cases_are_read_with_as_much_memory_as_they_are_long(string name, string text)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        long before = GC.GetAllocatedBytesForCurrentThread();
        BlueprintReader.Read(bytes, $"{name}.yaml");
        EvaluationFile.Read(bytes, $"{name}.cases.yaml");

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000_000 + (200L * text.Length));
    }

    [Fact]
    public void What_aliases_stand_for_is_bounded_by_the_text()
    {
        string text = $"x: &a {Repeat("word ", 20_000)}\ny: [{Repeat("*a,", 9_000)}]\n";
        Findings findings = new(new SourceText("", text));

        Assert.Null(YamlReader.Read(text, findings));
        Assert.Equal(DiagnosticCodes.YamlAlias, Assert.Single(findings.ToImmutable()).Code);
    }

    [Theory]
    [InlineData("api_key")]
    [InlineData("password")]
    public void An_alias_is_still_a_credential_where_one_stands(string key)
    {
        string text = $"x: &a q8Zr71TnXk29fLw0Pm\n{key}: *a\n";
        Findings findings = new(new SourceText("", text));

        SecretReport.Add(YamlReader.Read(text, findings)!, findings);

        Assert.Equal(DiagnosticCodes.SecretInline, Assert.Single(findings.ToImmutable()).Code);
    }

    [Fact]
    public void A_credential_is_told_wherever_it_stands_and_hidden_in_every_line_shown()
    {
        string text = $"x: &a {Token}\ny: [*a, *a]\n";
        Findings findings = new(new SourceText("", text));
        findings.Warn(DiagnosticCodes.KeyUnknown, new TextPlace(1, 1, "x"), "before it is known");

        SecretReport.Add(YamlReader.Read(text, findings)!, findings);
        findings.Warn(DiagnosticCodes.KeyUnknown, new TextPlace(1, 1, "x"), "after");

        Assert.Equal([1, 2, 2], findings.ToImmutable().Where(f => f.Code == DiagnosticCodes.SecretInline).Select(f => f.Line));
        Assert.All(findings.ToImmutable(), f => Assert.DoesNotContain(Token, f.LineText, StringComparison.Ordinal));
    }

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
