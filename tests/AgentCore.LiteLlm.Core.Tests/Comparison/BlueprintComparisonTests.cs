using System.Collections.Immutable;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Comparison;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Comparison;

public sealed class BlueprintComparisonTests : IDisposable
{
    private const string Litellm = "provider: litellm\nmodel_id: gpt-4o\nbase_url: https://one.example.com\n";
    private const string Policy = "policy:\n  engine: e\n  mode: ENFORCE\n  rules:\n    - { name: read, allow: get }\n";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "tags: [a]\n", "tags", BlueprintChangeKind.Route, "routes by them where its tag filtering is on")]
    [InlineData("", "description: Helps.\n", "description", BlueprintChangeKind.Neutral, "")]
    [InlineData(
        "runtime: { max_iterations: 3 }\n", "runtime: { max_iterations: 9 }\n", "runtime.max_iterations", BlueprintChangeKind.Weakened, "9 turns instead of 3")]
    [InlineData("runtime: { max_iterations: 9 }\n", "runtime: { max_iterations: 3 }\n", "runtime.max_iterations", BlueprintChangeKind.Strengthened, "3 turns")]
    [InlineData("runtime: { max_iterations: 3 }\n", "runtime: {}\n", "runtime.max_iterations", BlueprintChangeKind.Weakened, "5 turns instead of 3")]
    [InlineData("runtime: { max_execution_time: 30 }\n", "runtime: {}\n", "runtime.max_execution_time", BlueprintChangeKind.Weakened, "any number of seconds")]
    [InlineData("", "runtime: { max_execution_time: 30 }\n", "runtime", BlueprintChangeKind.Strengthened, "30 seconds")]
    [InlineData("", "tools:\n  - { mcp: billing, tools: [pay] }\n", "tools[billing]", BlueprintChangeKind.Weakened, "call more: pay of billing")]
    [InlineData(
        "tools:\n  - { mcp: b, tools: [pay] }\n", "tools:\n  - { mcp: b, tools: [see, pay] }\n",
        "tools[b].tools", BlueprintChangeKind.Weakened, "call more: see")]
    [InlineData("tools:\n  - { mcp: b, tools: [pay] }\n", "", "tools[b]", BlueprintChangeKind.Behaviour, "cannot call any more: pay")]
    [InlineData(
        Policy, "policy:\n  engine: e\n  mode: LOG_ONLY\n  rules:\n    - { name: read, allow: get }\n",
        "policy.mode", BlueprintChangeKind.Weakened, "made all the same")]
    [InlineData(Policy, "", "policy", BlueprintChangeKind.Weakened, "the policy is gone")]
    [InlineData("", Policy, "policy", BlueprintChangeKind.Strengthened, "is forbidden")]
    [InlineData(Policy, Policy + "    - { name: write, allow: set }\n", "policy.rules[write]", BlueprintChangeKind.Weakened, "allows calls of 'set'")]
    [InlineData(Policy, Policy + "    - { name: write, deny: set }\n", "policy.rules[write]", BlueprintChangeKind.Strengthened, "forbids calls of 'set'")]
    [InlineData(Policy + "    - { name: write, deny: set }\n", Policy, "policy.rules[write]", BlueprintChangeKind.Weakened, "does not forbid")]
    [InlineData(Policy, "policy: { engine: e, mode: ENFORCE }\n", "policy.rules[read]", BlueprintChangeKind.Weakened, "No rule is left")]
    [InlineData(
        Policy, "policy:\n  engine: other\n  mode: ENFORCE\n  rules:\n    - { name: read, allow: get }\n",
        "policy.engine", BlueprintChangeKind.Weakened, "Another engine holds the policy")]
    [InlineData(Policy, Policy + "  versioning: { table_env: T }\n", "policy.versioning", BlueprintChangeKind.Neutral, "Versions of the policy")]
    [InlineData("hooks: [audit, notify]\n", "hooks: [notify]\n", "hooks", BlueprintChangeKind.Weakened, "not called any more: audit")]
    [InlineData("hooks: [audit, notify]\n", "hooks: [notify, audit]\n", "hooks", BlueprintChangeKind.Behaviour, "another order")]
    [InlineData("", "execution_modes: { simulation: true }\n", "execution_modes", BlueprintChangeKind.Breaking, "may not run in staging and production")]
    [InlineData(
        "execution_modes: {}\n", "execution_modes: { production: true }\n",
        "execution_modes.production", BlueprintChangeKind.Weakened, "may run in production")]
    [InlineData(
        "observability: { data_protection: { provider: presidio } }\n", "observability: { data_protection: { provider: none } }\n",
        "observability.data_protection.provider", BlueprintChangeKind.Weakened, "not filtered any more")]
    [InlineData("observability: { data_protection: { provider: presidio } }\n", "", "observability", BlueprintChangeKind.Weakened, "not filtered any more")]
    [InlineData(
        "observability: { data_protection: { provider: presidio, presidio_entities: [URL, US_SSN] } }\n",
        "observability: { data_protection: { provider: presidio, presidio_entities: [URL] } }\n",
        "observability.data_protection.presidio_entities", BlueprintChangeKind.Weakened, "not filtered any more: US_SSN")]
    [InlineData(
        "observability: { data_protection: { provider: presidio } }\n",
        "observability: { data_protection: { provider: presidio, presidio_entities: [URL] } }\n",
        "observability.data_protection.presidio_entities", BlueprintChangeKind.Weakened, "EMAIL_ADDRESS")]
    [InlineData("", "output_schema: { type: object }\n", "output_schema", BlueprintChangeKind.Behaviour, "must fit a schema")]
    [InlineData("output_schema: { type: object }\n", "", "output_schema", BlueprintChangeKind.Breaking, "need not fit")]
    public void A_change_says_what_follows_from_it(string old, string now, string path, BlueprintChangeKind kind, string words)
    {
        BlueprintChange change = Assert.Single(Compare(Blueprint.With(Litellm, old), Blueprint.With(Litellm, now)));

        Assert.Equal(path, change.Path);
        Assert.Equal(kind, change.Kind);
        Assert.Contains(words, change.Impact, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "when: 'context.input.n < 5'", BlueprintChangeKind.Strengthened, BlueprintChangeKind.Weakened)]
    [InlineData("unless: 'context.input.n < 5'", "", BlueprintChangeKind.Weakened, BlueprintChangeKind.Strengthened)]
    [InlineData("when: 'context.input.n < 5'", "when: 'context.input.n < 9'", BlueprintChangeKind.Weakened, BlueprintChangeKind.Weakened)]
    public void What_restricts_a_rule_weighs_by_what_the_rule_does(
        string old, string now, BlueprintChangeKind whenItAllows, BlueprintChangeKind whenItDenies)
    {
        Assert.Equal(whenItAllows, Assert.Single(Compare(With("allow", old), With("allow", now))).Kind);
        Assert.Equal(whenItDenies, Assert.Single(Compare(With("deny", old), With("deny", now))).Kind);

        static AgentBlueprint With(string effect, string condition) => Blueprint.With(
            Litellm, $"{Policy}    - {{ name: x, {effect}: pay{(condition.Length == 0 ? "" : $", {condition}")} }}\n");
    }

    [Fact]
    public void A_new_route_is_told_by_where_calls_go()
    {
        BlueprintChange change = Assert.Single(Compare(
            Blueprint.With(Litellm), Blueprint.With("provider: litellm\nmodel_id: gpt-4o\nbase_url: ${OTHER:-https://two.example.com/v1}\n")));

        Assert.Equal(BlueprintChangeKind.Route, change.Kind);
        Assert.Equal("${OTHER:-https://two.example.com/v1}", change.New);
        Assert.Contains("https://two.example.com/v1/chat/completions", change.Impact, StringComparison.Ordinal);
        Assert.Contains("https://one.example.com", change.Impact, StringComparison.Ordinal);
        Assert.Equal(10, change.Line);
    }

    [Fact]
    public void What_a_list_says_stays_on_its_line()
    {
        BlueprintChange change = Assert.Single(Compare(Blueprint.With(Litellm), Blueprint.With(Litellm, "tags: [\"a\\nBreaking b\"]\n")));

        Assert.Contains("[a Breaking b]", $"{change}", StringComparison.Ordinal);
    }

    [Fact]
    public void Another_key_variable_is_named_and_must_be_set()
    {
        BlueprintChange change = Assert.Single(Compare(
            Blueprint.With(Litellm + "api_key_env: OLD_KEY\n"), Blueprint.With(Litellm + "api_key_env: NEW_KEY\n")));

        Assert.Equal((BlueprintChangeKind.Route, "OLD_KEY", "NEW_KEY"), (change.Kind, change.Old, change.New));
        Assert.Contains("'NEW_KEY' instead of 'OLD_KEY'", change.Impact, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_of_a_prompt_is_compared_line_by_line_and_shows_no_secret()
    {
        AgentBlueprint old = Write("one", "# Rules\n\nBe kind.\nBe short.\nBye.\n");
        AgentBlueprint now = Write("two", "# Rules\n\nBe kind.\nBe long. Use sk-proj-aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3z.\nBye.\n");

        BlueprintChange change = Assert.Single(Compare(old, now));

        Assert.Equal("prompt", change.Path);
        Assert.Equal(BlueprintChangeKind.Behaviour, change.Kind);
        Assert.Contains("\n Be kind.\n-Be short.\n+Be long.", change.Impact, StringComparison.Ordinal);
        Assert.DoesNotContain("aB3dE5fG7hJ9", $"{change.Impact}{change.New}", StringComparison.Ordinal);
    }

    [Fact]
    public void No_line_of_a_private_key_is_shown()
    {
        const string Key = "Sign with:\n-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG\nabCDef==\n-----END PRIVATE KEY-----\n";
        BlueprintChange change = Assert.Single(Compare(Write("one", "Bye\n"), Write("two", Key + "Bye\nOK\n")));

        Assert.DoesNotContain("MIIEvQIB", $"{change.Impact}{change.New}", StringComparison.Ordinal);
        Assert.DoesNotContain("abCDef", $"{change.Impact}{change.New}", StringComparison.Ordinal);
        Assert.Contains("+OK", change.Impact, StringComparison.Ordinal);
    }

    [Fact]
    public void Schemas_in_files_are_compared_both_ways()
    {
        const string Schema = """{ "type": "object", "required": ["a"], "properties": { "a": { "type": "string" } } }""";
        AgentBlueprint old = Write("one", "p", "output_schema: answer\n", Schema);
        AgentBlueprint now = Write("two", "p", "output_schema: answer\n", Schema.Replace("[\"a\"]", "[\"b\"]", StringComparison.Ordinal));

        BlueprintChange change = Assert.Single(Compare(old, now));

        Assert.Equal(("schema", BlueprintChangeKind.Breaking), (change.Path, change.Kind));
        Assert.Contains("$.a may be missing.", change.Impact, StringComparison.Ordinal);
        Assert.Contains("$.b may be missing.", change.Impact, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_call_costs_is_told_at_known_prices()
    {
        FixedVariables prices = new(("MODEL_PRICING", """{ "cheap": [0.001, 0.002], "dear": [0.01, 0.02] }"""));
        AgentBlueprint old = Blueprint.With("provider: litellm\nmodel_id: cheap\nbase_url: https://one.example.com\n");
        AgentBlueprint now = Blueprint.With("provider: litellm\nmodel_id: dear\nbase_url: https://one.example.com\n");

        ImmutableArray<BlueprintChange> changes = BlueprintComparison.Compare(ComparedBlueprint.Of(old, prices)!, ComparedBlueprint.Of(now, prices)!);

        BlueprintChange cost = Assert.Single(changes, c => c.Path == "cost");
        Assert.Equal((0.00002m, 0.0002m, BlueprintChangeKind.Cost), (cost.Old, cost.New, cost.Kind));
        Assert.Contains("0.0002 US dollars instead of 0.00002", cost.Impact, StringComparison.Ordinal);
    }

    private AgentBlueprint Write(string name, string prompt, string tail = "", string? schema = null)
    {
        string folder = Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(Path.Combine(folder, "prompts"));
        Directory.CreateDirectory(Path.Combine(folder, "schemas"));
        File.WriteAllText(Path.Combine(folder, "prompts", "p.md"), prompt);
        File.WriteAllText(Path.Combine(folder, "schemas", "answer.json"), schema ?? "{}");
        string path = Path.Combine(folder, "a.yaml");
        File.WriteAllText(path, Blueprint.Head + "  provider: litellm\n  model_id: m\n  base_url: https://one.example.com\n" + tail);
        return BlueprintFile.Read(path).Value!;
    }

    private static ImmutableArray<BlueprintChange> Compare(AgentBlueprint old, AgentBlueprint now) =>
        BlueprintComparison.Compare(ComparedBlueprint.Of(old, new FixedVariables())!, ComparedBlueprint.Of(now, new FixedVariables())!);
}
