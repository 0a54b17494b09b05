using System.Collections.Immutable;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Blueprints.Rules;

public sealed class NeighbourRulesTests : IDisposable
{
    private const string Score = """
        output_schema:
          type: object
          properties: { score: { type: number }, review: { type: object, properties: { depth: { type: integer } } } }

        """;

    private readonly Team _team = new();

    public void Dispose() => _team.Dispose();

    [Fact]
    public void An_agent_that_no_blueprint_beside_has_is_told_with_the_nearest()
    {
        _team.With("reviewer").With("main", Team.Graph("  nodes: [{ node_id: a, agent_ref: reviewr }, { node_id: b, agent_ref: reviewer }]\n"));

        Diagnostic found = Assert.Single(Findings());

        Assert.Equal(
            (DiagnosticCodes.AgentNotFound, DiagnosticSeverity.Warning, "multi_agent.nodes[0].agent_ref"), (found.Code, found.Severity, found.Path));
        Assert.StartsWith("Did you mean 'reviewer'?", found.Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public void An_agent_is_found_whatever_its_file_is_called_and_specialists_are_looked_for_too()
    {
        _team.With("a").With("main", "multi_agent: { specialists: [a, nobody] }\n");
        File.Move(Path.Combine(_team.Folder.Path, "a.yaml"), Path.Combine(_team.Folder.Path, "other-name.yml"));

        Assert.Equal("multi_agent.specialists[1]", Assert.Single(Findings()).Path);
    }

    [Fact]
    public void A_blueprint_that_cannot_be_used_is_named()
    {
        _team.Folder.Write("broken.yaml", "id: broken\n");
        _team.With("main", Team.Graph("  nodes: [{ node_id: a, agent_ref: broken }]\n"));

        Assert.Contains("'broken.yaml' beside this one cannot be used", Assert.Single(Findings()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_came_from_no_file_has_no_neighbours()
    {
        _team.With("main", Team.Graph("  nodes: [{ node_id: a, agent_ref: nobody }]\n"));
        string text = File.ReadAllText(Path.Combine(_team.Folder.Path, "main.yaml"));

        Assert.Empty(BlueprintReader.Read(text, BlueprintFile.NoFile).Diagnostics.Where(d => d.Severity != DiagnosticSeverity.Information));
    }

    [Theory]
    [InlineData("scor > 0.8", "Did you mean 'score'?")]
    [InlineData("review.dept > 1", "")]
    [InlineData("judge.grade > 1", "It has: score, review.")]
    [InlineData("results.judge.grade > 1", "It has: score, review.")]
    [InlineData("output.grade > 1", "It has: score, review.")]
    [InlineData("score > 0.8", null)]
    [InlineData("review.depth == 1", null)]
    [InlineData("judge.score > 1", null)]
    [InlineData("output.score > 1", null)]
    [InlineData("status == failed", null)]
    [InlineData("execution_time > 5", null)]
    [InlineData("output == yes", null)]
    [InlineData("execution_count < 5", null)]
    [InlineData("plain.text == 1", "Give the agent an 'output_schema'")]
    public void A_field_that_no_output_has_is_told(string condition, string? advice)
    {
        _team.With("judge", Score).With("plain").With("main", Team.Graph($$"""
              nodes: [{ node_id: judge, agent_ref: judge }, { node_id: plain, agent_ref: plain }]
              edges: [{ from_node: judge, to_node: plain, condition: {{condition}} }]

            """));

        Diagnostic[] found = Findings();

        Assert.Equal(advice is null ? [] : [DiagnosticCodes.ConditionFieldUnknown], found.Select(d => d.Code));
        Assert.All(found, d => Assert.Contains(advice!, d.Suggestion, StringComparison.Ordinal));
        Assert.All(found, d => Assert.Equal(condition[..1], d.LineText!.Substring(d.LineText.IndexOf("condition: ", StringComparison.Ordinal) + 11, 1)));
    }

    [Theory]
    [InlineData("score > high", "'score' is a number, and is compared with a text in a way that never holds.", "Compare with a number.")]
    [InlineData("score > 80", "'score' is at least 0 and at most 1, so the condition never holds.", "Compare with a value within that range.")]
    [InlineData("score < 80", "'score' is at least 0 and at most 1, so the condition always holds.", "Compare with a value within that range.")]
    [InlineData("score > 1", "'score' is at least 0 and at most 1, so the condition never holds.", "Compare with a value within that range.")]
    [InlineData("score == -1", "'score' is at least 0 and at most 1, so the condition never holds.", "Compare with a value within that range.")]
    [InlineData("score >= 1", null, null)]
    [InlineData("score <= 0", null, null)]
    [InlineData("score != 0.5", null, null)]
    [InlineData("verdict == aproved", "'verdict' is one of approved, rejected, so the condition never holds.", "Did you mean 'approved'?")]
    [InlineData("verdict != Approved", "'verdict' is one of approved, rejected, so the condition always holds.", "Did you mean 'approved'?")]
    [InlineData("verdict == approved", null, null)]
    [InlineData("verdict > b", null, null)]
    [InlineData("done == yes", "'done' is true or false, and is compared with a text in a way that never holds.", "Compare with == or != and true or false.")]
    [InlineData(
        "done > false", "'done' is true or false, and is compared with true or false in a way that never holds.",
        "Compare with == or != and true or false.")]
    [InlineData("done == True", null, null)]
    [InlineData("version == 2", "'version' is a text, and is compared with a number in a way that never holds.", "Put the value in quotes: version == '2'.")]
    [InlineData("version == '2'", null, null)]
    [InlineData("tags == a", "'tags' is a list, and is compared with a text in a way that never holds.", "Let the output have a field that can be compared.")]
    [InlineData("any == 3", null, null)]
    [InlineData("mixed == 3", null, null)]
    [InlineData("judge.score > 80", "'judge.score' is at least 0 and at most 1, so the condition never holds.", "Compare with a value within that range.")]
    [InlineData("status == COMPLETED", "'status' is one of completed, failed, pending, so the condition never holds.", "Did you mean 'completed'?")]
    [InlineData("execution_time < 0", "'execution_time' is at least 0, so the condition never holds.", "Compare with a value within that range.")]
    [InlineData(
        "execution_count > many", "'execution_count' is a whole number, and is compared with a text in a way that never holds.",
        "Compare with a number.")]
    public void A_condition_that_can_tell_nothing_of_its_field_is_told(string condition, string? message, string? advice)
    {
        _team.With("judge", """
            output_schema:
              type: object
              properties:
                score: { type: number, minimum: 0, maximum: 1 }
                verdict: { enum: [approved, rejected] }
                done: { type: boolean }
                version: { type: string }
                tags: { type: array, items: { type: string } }
                any: {}
                mixed: { anyOf: [{ type: string }, { type: number }] }

            """).With("plain").With("main", Team.Graph($$"""
              nodes: [{ node_id: judge, agent_ref: judge }, { node_id: plain, agent_ref: plain }]
              edges: [{ from_node: judge, to_node: plain, condition: "{{condition}}" }]

            """));

        Diagnostic[] found = Findings();

        Assert.Equal(message is null ? [] : [(DiagnosticCodes.ConditionUnfit, message, advice)], found.Select(d => (d.Code, d.Message, d.Suggestion)));
    }

    [Fact]
    public void What_is_wrong_with_the_graph_is_told_beside_what_could_not_be_read()
    {
        _team.With("judge", Score).With("main", """
            multi_agent:
              pattern: grahp
              entry_point: 3
              nodes: [{ node_id: judge, agent_ref: judge }, { node_id: other, agent_ref: jude, timeout: 5 }, { agent_ref: judge }]
              edges:
                - { from_node: judge }
                - { from_node: judge, to_node: other, condition: score >> 1 }

            """);

        Assert.Superset(
            new HashSet<string?> { "multi_agent.pattern", "multi_agent.nodes[1].agent_ref", "multi_agent.nodes[2].node_id", "multi_agent.edges[1].condition" },
            Findings().Select(d => d.Path).ToHashSet());
    }

    [Theory]
    [InlineData("score > 0.8", 0)]
    [InlineData("scor > 0.8", 1)]
    public void A_gate_is_about_what_leads_to_it(string condition, int count)
    {
        _team.With("judge", Score).With("main", Team.Graph($$"""
              nodes:
                - { node_id: judge, agent_ref: judge }
                - { node_id: first, type: gate, trip_condition: score > 0.1 }
                - { node_id: second, type: gate, trip_condition: {{condition}}, fallback: judge }
              edges: [{ from_node: judge, to_node: first }, { from_node: first, to_node: second }]

            """));

        Assert.Equal(count, Findings().Count(d => d.Code == DiagnosticCodes.ConditionFieldUnknown));
    }

    [Fact]
    public async Task Two_that_name_each_other_are_read_and_start_no_run()
    {
        _team.With("b", Team.Graph("  nodes: [{ node_id: x, agent_ref: main }]\n")).With("main", Team.Graph("  nodes: [{ node_id: y, agent_ref: b }]\n"));

        Assert.Empty(Findings());
        Checked<ChatPlan> plan = await _team.PlanAsync();
        Assert.Null(plan.Value);
        Diagnostic circle = Assert.Single(plan.Diagnostics, d => d.Code == DiagnosticCodes.AgentCircle);
        Assert.Contains("main > b > main", circle.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_of_the_callers_leads_to_no_circle()
    {
        _team.With("main", Team.Graph("  nodes: [{ node_id: x, agent_ref: other }]\n"));
        AgentBlueprint main = BlueprintFile.Read(Path.Combine(_team.Folder.Path, "main.yaml")).Value!;

        ImmutableDictionary<string, AgentBlueprint> given = ImmutableDictionary<string, AgentBlueprint>.Empty.Add("other", main);
        Checked<ChatPlan> plan = await _team.PlanAsync(options: new CallOptions { Agents = given });

        Assert.Contains(plan.Diagnostics, d => d.Code == DiagnosticCodes.AgentCircle);
    }

    [Fact]
    public async Task A_swarm_has_no_gates_and_one_of_gates_alone_starts_no_run()
    {
        _team.With("main", "multi_agent: { nodes: [{ node_id: g, type: gate, trip_condition: a == 1 }] }\n");

        Assert.Equal([DiagnosticCodes.SettingIgnored], Findings().Select(d => d.Code));
        Assert.Contains((await _team.PlanAsync()).Diagnostics, d => d.Message.StartsWith("'nodes' names no agent", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "The schema of the answer that is given goes to nobody")]
    [InlineData("  role: coordinator\n", null)]
    public async Task What_the_caller_sets_for_the_agent_that_he_names_is_told_where_it_is_not_asked(string role, string? warning)
    {
        _team.With("a").With("main", Team.Graph("  nodes: [{ node_id: x, agent_ref: a }]\n", role));
        OutputSchema schema = OutputSchema.Read("""{"type":"object"}""", out _)!;

        Checked<ChatPlan> plan = await _team.PlanAsync(options: new CallOptions { Output = schema });

        Diagnostic? found = plan.Diagnostics.FirstOrDefault(d => d.Code == DiagnosticCodes.SettingIgnored);
        Assert.True(plan.IsUsable);
        Assert.StartsWith(warning ?? "", found?.Message ?? "", StringComparison.Ordinal);
        Assert.Equal(warning is null, found is null);
    }

    [Fact]
    public async Task An_agent_that_may_not_be_asked_starts_no_run()
    {
        _team.With("a", "execution_modes: { production: false, simulation: true }\n").With("main", Team.Graph("  nodes: [{ node_id: x, agent_ref: a }]\n"));

        Checked<ChatPlan> plan = await _team.PlanAsync();

        Diagnostic refused = Assert.Single(plan.Diagnostics, d => d.Code == DiagnosticCodes.ModeNotEnabled);
        Assert.EndsWith("a.yaml", refused.File, StringComparison.Ordinal);
        Assert.Null(plan.Value);
    }

    private Diagnostic[] Findings() =>
        [.. BlueprintFile.Read(Path.Combine(_team.Folder.Path, "main.yaml")).Diagnostics.Where(d => d.Severity != DiagnosticSeverity.Information)];
}
