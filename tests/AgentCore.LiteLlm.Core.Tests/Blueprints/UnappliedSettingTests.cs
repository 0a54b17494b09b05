using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Blueprints;

/// <summary>Every key is acted on, or it is said that it is not: a key in neither list is one that nobody thought of.</summary>
public sealed partial class UnappliedSettingTests
{
    private const string Model = "provider: litellm\nmodel_id: m\nbase_url: http://localhost:4000\n";

    private static readonly string Text =
        File.ReadAllText(Repository.PathTo("docs", "coverage.md")).ReplaceLineEndings("\n") + "\n";

    private static readonly string[] Keys = [.. Rows(KeyTables.Write()).Select(r => NamesIn(r).First())];

    private static readonly string[] Applied = [.. Rows(Section("| keys | acted on by |")).SelectMany(r => NamesIn(r[..r.IndexOf('|', 2)]))];

    [Fact]
    public void Every_key_is_in_one_of_the_two_lists()
    {
        Assert.True(Keys.Length > 100, "The keys were not found.");
        Assert.DoesNotContain(Keys, k => !Applied.Contains(k) && !IsUnapplied(k));
        Assert.DoesNotContain(Applied, IsUnapplied);
        Assert.Empty(Applied.Except(Keys));
        Assert.Equal(Applied.Distinct(), Applied);
    }

    [Fact]
    public void The_table_of_what_is_not_acted_on_is_the_one_of_the_code()
    {
        string[] expected =
        [
            .. UnappliedSetting.All.Select(s =>
                $"| {string.Join(' ', Paths(s).Select(p => $"`{p}`"))} | {s.Effect}. {s.Advice} |"),
        ];

        Assert.Equal(expected, Rows(Section("| not acted on | what does not happen |")));
    }

    [Theory]
    [InlineData("policy")]
    [InlineData("policy.rules")]
    [InlineData("hooks")]
    [InlineData("observability.data_protection.provider")]
    [InlineData("execution_modes.production")]
    [InlineData("tools[].tools")]
    public void What_forbids_or_protects_is_never_passed_over(string key) => Assert.Contains(key, Applied);

    [Fact]
    public void A_block_has_one_finding_and_the_call_says_it_again()
    {
        AgentBlueprint blueprint = Blueprint.With(Model, """
            observability: { data_protection: { provider: none } }
            memory:
              strategies: [{ type: SEMANTIC, name: facts, namespace: "{actorId}" }]
              short_term_k: 8
              enable_tool_provider: true
              retrieval: [{ namespace: "{actorId}", top_k: 3 }]
            runtime: { max_iterations: 3, port: 9000, protocol: MCP }
            artifacts: { type: report }
            """.ReplaceLineEndings("\n"));

        Assert.Equal(
            ["memory.enable_tool_provider", "runtime", "artifacts"],
            blueprint.Diagnostics.Where(d => d.Code == DiagnosticCodes.SettingNotApplied).Select(d => d.Path!));
        Assert.All(blueprint.Diagnostics, d => Assert.Equal(DiagnosticSeverity.Information, d.Severity));
    }

    [Theory]
    [InlineData("memory: { event_expiry_days: 30 }\n")]
    [InlineData("memory: { strategies: [{ type: SEMANTIC, name: facts, namespace: a }] }\n")]
    [InlineData("multi_agent: { role: standalone }\n")]
    [InlineData("runtime: { max_iterations: 3, max_execution_time: 60 }\n")]
    [InlineData("observability: { enabled: false, audit_log: { enabled: true }, langfuse: { tags: [a] } }\n")]
    [InlineData("observability: { langfuse: { enabled: false } }\n")]
    public void What_asks_for_nothing_is_no_finding(string tail) =>
        Assert.DoesNotContain(Blueprint.With(Model, tail).Diagnostics, d => d.Code == DiagnosticCodes.SettingNotApplied);

    private static bool IsUnapplied(string key) => UnappliedSetting.All.Any(s => s.Keys.IsEmpty
        ? key == s.Path || key.StartsWith(s.Path + ".", StringComparison.Ordinal) || key.StartsWith(s.Path + "[]", StringComparison.Ordinal)
        : Paths(s).Contains(key));

    private static IEnumerable<string> Paths(UnappliedSetting setting) =>
        setting.Keys.IsEmpty ? [setting.Path] : setting.Keys.Select(k => $"{setting.Path}.{k}");

    private static string Section(string head)
    {
        int begin = Text.IndexOf(head, StringComparison.Ordinal);
        Assert.True(begin > 0, head);
        return Text[begin..Text.IndexOf("\n\n", begin, StringComparison.Ordinal)];
    }

    private static string[] Rows(string table) => [.. table.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal))];

    private static IEnumerable<string> NamesIn(string row) => Name().Matches(row).Select(m => m.Groups[1].Value);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}
