using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Graphs;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Graphs;

/// <summary>Whole graphs of blueprints in a folder, over loopback and in simulation: who is asked when and with what, and what all of it comes to.</summary>
public sealed class GraphProviderTests : IDisposable
{
    private const string Line = """
          nodes:
            - { node_id: one, agent_ref: a }
            - { node_id: two, agent_ref: b }
          edges:
            - { from_node: one, to_node: two }

        """;

    private const string Diamond = """
          nodes:
            - { node_id: start, agent_ref: a }
            - { node_id: left, agent_ref: b }
            - { node_id: right, agent_ref: c }
            - { node_id: end, agent_ref: d }
          edges:
            - { from_node: start, to_node: left }
            - { from_node: start, to_node: right }
            - { from_node: right, to_node: end }
            - { from_node: left, to_node: end }

        """;

    private const string Gate = """
          nodes:
            - { node_id: j, agent_ref: r }
            - { node_id: g, type: gate, trip_condition: score >= 0.8, fallback: again }
            - { node_id: pass, agent_ref: a }
            - { node_id: again, agent_ref: b }
          edges: [{ from_node: j, to_node: g }, { from_node: g, to_node: pass }]

        """;

    private const string Score = """
        output_schema:
          type: object
          required: [score]
          properties: { score: { type: number } }

        """;

    private readonly Team _team = new();

    public void Dispose() => _team.Dispose();

    [Fact]
    public async Task One_after_the_other_each_gets_the_request_and_what_came_before()
    {
        _team.With("a", "", Team.Says("From a.", 10, 5)).With("b", "", Team.Says("From b.", 20, 7)).With("main", Team.Graph(Line));

        ChatRun run = await _team.AskAsync("What is it?");

        Assert.Equal("From b.", run.Reply.Text);
        Assert.Equal("1:one() 2:two(one)", Team.Tell(run.Reply.Steps));
        Assert.Equal(
            [("a", "What is it?"), ("b", "The request:\nWhat is it?\n\nResults of others so far:\n\n[one]\nFrom a.")],
            _team.Asked);
        Assert.Equal(
            (30L, 12L, 2, 2), (run.Reply.Usage.InputTokens!.Value, run.Reply.Usage.OutputTokens!.Value, run.Reply.Iterations, run.Reply.Attempts));
        Assert.Equal([ChatRole.System, ChatRole.User, ChatRole.Assistant], run.Reply.Messages.Select(m => m.Role));
    }

    [Fact]
    public async Task A_step_is_a_tree_of_nodes_turns_and_tools()
    {
        _team.With("a", "", AgentRuns.Call("look", "{}") with { Usage = new TestUsage(1, 2) }, Team.Says("Seen.", 4, 8)).With("b", "", Team.Says("b", 16, 32))
            .With("main", Team.Graph(Line));

        ChatRun run = await _team.AskAsync(options: new CallOptions { Tools = [Look] }, answer: _ => ToolResult.Of("\"there\""));

        Assert.Equal(["one", "two"], run.Reply.Steps.Select(s => s.Node));
        Assert.Equal(["a", "b"], run.Reply.Steps.Select(s => s.Agent));
        Assert.Equal([AgentStepKind.Turn, AgentStepKind.Tool, AgentStepKind.Turn], run.Reply.Steps[0].Steps.Select(s => s.Kind));
        Assert.Equal([AgentStepKind.Turn], run.Reply.Steps[1].Steps.Select(s => s.Kind));
        Assert.Equal((5L, 10L), (run.Reply.Steps[0].Usage.InputTokens!.Value, run.Reply.Steps[0].Usage.OutputTokens!.Value));
        Assert.Equal((21L, 42L), (run.Reply.Usage.InputTokens!.Value, run.Reply.Usage.OutputTokens!.Value));
        Assert.All(run.Events.OfType<ChatEvent.ToolCalled>(), e => Assert.Equal("one", e.Node));
        Assert.All(run.Events.Where(e => e is not ChatEvent.Completed), e => Assert.Contains(e.Node, (string?[])["one", "two"]));
        Assert.Equal(
            run.Reply.Steps.SelectMany(s => s.Steps.Append(s)).Select(s => (s.Kind, s.Usage)),
            run.Events.OfType<ChatEvent.Stepped>().Select(e => (e.Step.Kind, e.Step.Usage)));
    }

    [Fact]
    public async Task All_at_once_and_together_again_inputs_stand_in_the_order_of_the_edges()
    {
        _team.With("a", "", Team.Says("A")).With("b", "", Team.Says("B") with { Delay = TimeSpan.FromMilliseconds(200) }).With("c", "", Team.Says("C"))
            .With("d", "", Team.Says("D")).With("main", Team.Graph(Diamond));

        ChatRun run = await _team.AskAsync();

        Assert.Equal("1:start() 2:left(start) 2:right(start) 3:end(right,left)", Team.Tell(run.Reply.Steps));
        Assert.EndsWith("\n\n[right]\nC\n\n[left]\nB", _team.Asked[^1].Input, StringComparison.Ordinal);
        Assert.Equal((40L, 20L, 4), (run.Reply.Usage.InputTokens!.Value, run.Reply.Usage.OutputTokens!.Value, run.Reply.Iterations));
    }

    [Fact]
    public async Task Nodes_of_a_round_run_at_the_same_time()
    {
        using SemaphoreSlim both = new(0);
        TestReply Meets(string text) => new TestReply.Computed(_ =>
        {
            // Each answers when the other has been asked.
            both.Release(1);
            SpinWait.SpinUntil(() => both.CurrentCount == 2, Patience.Limit);
            return Team.Says(text);
        });
        _team.With("a", "", Team.Says("A")).With("b", "", Meets("B")).With("c", "", Meets("C")).With("d", "", Team.Says("D")).With("main", Team.Graph(Diamond));

        ChatRun run = await _team.AskAsync();

        Assert.Equal("D", run.Reply.Text);
    }

    [Fact]
    public async Task Text_of_nodes_that_run_at_the_same_time_is_passed_on_one_after_the_other()
    {
        _team.With("a", "", Team.Says("A a")).With("b", "", Team.Says("B b b") with { Delay = TimeSpan.FromMilliseconds(300) })
            .With("c", "", Team.Says("C c c")).With("d", "", Team.Says("D")).With("main", Team.Graph(Diamond));

        ChatRun run = await _team.AskAsync(options: new CallOptions { Stream = true });

        string[] speakers = [.. run.Chunks.Where(c => c.Kind == ChunkKind.Text).Select(c => c.Node!)];
        Assert.Equal("start left right end", string.Join(' ', speakers.Where((s, at) => at == 0 || speakers[at - 1] != s)));
        Assert.Equal("A aB b bC c cD", run.Pieces.Text);
    }

    [Fact]
    public async Task Several_ends_are_shown_each_under_its_name()
    {
        _team.With("a", "", Team.Says("A")).With("b", "", Team.Says("B")).With("c", "", Team.Says("C")).With("main", Team.Graph("""
              nodes: [{ node_id: one, agent_ref: a }, { node_id: two, agent_ref: b }, { node_id: three, agent_ref: c }]
              edges: [{ from_node: one, to_node: two }, { from_node: one, to_node: three }]

            """));

        Assert.Equal("[two]\nB\n\n[three]\nC", (await _team.AskAsync()).Reply.Text);
    }

    [Fact]
    public async Task A_circle_goes_on_until_its_condition_no_longer_holds_and_an_agent_remembers_what_it_said()
    {
        _team.With("w", "", Team.Says("Draft."), Team.Says("Better.")).With("r", Score, Team.Says("""{"score":0.5}"""), Team.Says("""{"score":0.9}"""))
            .With("main", Team.Graph("""
                  nodes: [{ node_id: write, agent_ref: w }, { node_id: judge, agent_ref: r }]
                  edges: [{ from_node: write, to_node: judge }, { from_node: judge, to_node: write, condition: score < 0.8 }]

                """));

        ChatRun run = await _team.AskAsync();

        Assert.Equal("1:write() 2:judge(write) 3:write(judge) 4:judge(write)", Team.Tell(run.Reply.Steps));
        Assert.Contains("\"Draft.\"", _team.Endpoint.Requests[2].Body, StringComparison.Ordinal);
        Assert.Equal("""{"score":0.9}""", run.Reply.Output!.ToString());
    }

    [Theory]
    [InlineData("0.9", "pass", "1:judge() 1:gate?(judge) 2:pass(judge)")]
    [InlineData("0.3", "again", "1:judge() 1:gate?(judge) 2:again(judge)")]
    public async Task A_gate_is_passed_where_its_condition_holds_and_else_leads_to_its_fallback(string score, string text, string told)
    {
        _team.With("r", Score, Team.Says($$"""{"score":{{score}}}""")).With("p", "", Team.Says("pass")).With("f", "", Team.Says("again"))
            .With("main", Team.Graph("""
                  nodes:
                    - { node_id: judge, agent_ref: r }
                    - { node_id: gate, type: gate, trip_condition: score >= 0.8, fallback: again }
                    - { node_id: pass, agent_ref: p }
                    - { node_id: again, agent_ref: f }
                  edges: [{ from_node: judge, to_node: gate }, { from_node: gate, to_node: pass }]

                """));

        ChatRun run = await _team.AskAsync();

        Assert.Equal((text, told), (run.Reply.Text, Team.Tell(run.Reply.Steps)));
        Assert.EndsWith("[judge]\n" + $$"""{"score":{{score}}}""", _team.Asked[^1].Input, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_condition_that_finds_nothing_is_a_warning_once()
    {
        _team.With("a", "", Team.Says("A"), Team.Says("A"), Team.Says("A")).With("main", Team.Graph("""
              nodes: [{ node_id: one, agent_ref: a }, { node_id: two, agent_ref: a }]
              edges:
                - { from_node: one, to_node: one, condition: execution_count < 3 }
                - { from_node: one, to_node: two, condition: score > 0.8 }

            """));

        ChatRun run = await _team.AskAsync();

        Assert.Equal("1:one() 2:one(one) 3:one(one)", Team.Tell(run.Reply.Steps));
        string warning = Assert.Single(run.Events.OfType<ChatEvent.Warning>()).Message;
        Assert.Contains("score > 0.8", warning, StringComparison.Ordinal);
        Assert.Equal([warning], run.Reply.Warnings);
    }

    [Fact]
    public async Task A_coordinator_answers_in_the_end_with_what_all_came_to()
    {
        _team.With("a", "", Team.Says("A")).With("b", "", Team.Says("B"))
            .With("main", Team.Graph(Line, "  role: coordinator\n"), Team.Says("All in all.", 100, 50));

        ChatRun run = await _team.AskAsync("What?");

        Assert.Equal("All in all.", run.Reply.Text);
        Assert.Equal("1:one() 2:two(one) 3:main(one,two)", Team.Tell(run.Reply.Steps));
        Assert.Equal(
            "The request:\nWhat?\n\nThe agents that were asked came to these results. Answer the request with them.\n\n[one]\nA\n\n[two]\nB",
            _team.Asked[^1].Input);
        Assert.Equal((120L, 60L, 3), (run.Reply.Usage.InputTokens!.Value, run.Reply.Usage.OutputTokens!.Value, run.Reply.Iterations));
    }

    [Fact]
    public async Task A_swarm_hands_over_by_a_tool_and_ends_with_who_hands_over_to_nobody()
    {
        _team.With("a", "", Team.HandsOver("two", "Look at it.", """{"found":1}"""), Team.Says("I asked two.")).With("b", "", Team.Says("Done."))
            .With("main", "multi_agent:\n  nodes: [{ node_id: one, agent_ref: a }, { node_id: two, agent_ref: b }]\n");

        ChatRun run = await _team.AskAsync("What?");

        Assert.Equal("Done.", run.Reply.Text);
        Assert.Equal("1:one() 2:two(one)", Team.Tell(run.Reply.Steps));
        Assert.Equal(
            "The request:\nWhat?\n\nAgents to whom you can hand over with handoff_to_agent:\n- two: Does b.\n\n"
                + "If you hand over to nobody, the task is done with your answer.",
            _team.Asked[0].Input);
        Assert.Equal(
            "'one' hands this task over to you, and says:\nLook at it.\n\nThe request:\nWhat?\n\nAgents that had the task before you: one\n\n"
                + "What they noted for all:\n- one: {\"found\":1}\n\nAgents to whom you can hand over with handoff_to_agent:\n- one: Does a.\n\n"
                + "If you hand over to nobody, the task is done with your answer.",
            _team.Asked[^1].Input);
        Assert.Empty(run.Events.OfType<ChatEvent.ToolCalled>());
        Assert.Equal(3, run.Reply.Iterations);
    }

    [Fact]
    public async Task The_last_hand_over_of_a_turn_holds_and_one_to_nobody_is_an_error_to_the_model()
    {
        TestReply.Chat twice = new()
        {
            ToolCalls =
            [
                new TestToolCall("handoff_to_agent", """{"agent_name":"nobody","message":"x"}"""),
                new TestToolCall("handoff_to_agent", """{"agent_name":"b","message":"to b"}"""),
                new TestToolCall("handoff_to_agent", """{"agent_name":"c","message":"to c"}"""),
            ],
        };
        _team.With("b", "", Team.Says("B")).With("c", "", Team.Says("C"))
            .With("main", "multi_agent: { specialists: [b, c] }\n", twice, Team.Says("Over."));

        ChatRun run = await _team.AskAsync();

        Assert.Equal(("C", "1:main() 2:c(main)"), (run.Reply.Text, Team.Tell(run.Reply.Steps)));
        Assert.Equal(
            [ToolOutcome.InvalidArguments, ToolOutcome.Succeeded, ToolOutcome.Succeeded],
            run.Reply.Steps[0].Steps.Where(s => s.Kind == AgentStepKind.Tool).Select(s => s.Outcome!.Value));
    }

    [Fact]
    public async Task Two_who_hand_the_task_to_each_other_are_told_of_once_and_end_at_the_limit()
    {
        TestReply[] Back(string to) => [.. Enumerable.Range(0, 5).SelectMany(_ => (TestReply[])[Team.HandsOver(to, "yours"), Team.Says("Over.")])];
        _team.With("a", "", Back("two")).With("b", "", Back("one"))
            .With("main", "multi_agent:\n  max_handoffs: 7\n  nodes: [{ node_id: one, agent_ref: a }, { node_id: two, agent_ref: b }]\n");

        ChatRun run = await _team.AskAsync();

        Assert.Equal(FailureKind.IterationLimitReached, run.Failure!.Kind);
        Assert.Contains("7 times", run.Failure.Summary, StringComparison.Ordinal);
        Assert.Equal(8, run.Failure.Steps.Length);
        Assert.Contains("again and again", Assert.Single(run.Events.OfType<ChatEvent.Warning>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_fails_fails_the_run_names_itself_and_ends_the_others()
    {
        _team.With("a", "", Team.Says("A")).With("b", "", new TestReply.Failure(400, "No such thing."))
            .With("c", "", Team.Says("C") with { Delay = TimeSpan.FromMinutes(5) }).With("d")
            .With("main", Team.Graph(Diamond, "  execution_timeout: 900\n  node_timeout: 900\n"));

        ChatRun run = await _team.AskAsync();

        Assert.Equal((FailureKind.BadRequest, "left"), (run.Failure!.Kind, run.Failure.Node));
        Assert.StartsWith("The agent 'left' failed: ", run.Failure.Summary, StringComparison.Ordinal);
        Assert.Equal("1:start() 2:left(start)! 2:right(start)-", Team.Tell(run.Failure.Steps));
        Assert.Equal(10, run.Failure.Usage.InputTokens);
    }

    [Theory]
    [InlineData("fallback: three", "")]
    [InlineData("", ", { from_node: one, to_node: three, condition: status == failed }")]
    public async Task A_failure_that_is_covered_goes_on(string fallback, string edge)
    {
        _team.With("a", "", new TestReply.Failure(400, "No.")).With("b").With("c", "", Team.Says("Instead.")).With("main", Team.Graph($$"""
              nodes: [{ node_id: one, agent_ref: a, {{fallback}} }, { node_id: two, agent_ref: b }, { node_id: three, agent_ref: c }]
              edges: [{ from_node: one, to_node: two }{{edge}}]

            """));

        ChatRun run = await _team.AskAsync();

        Assert.Equal("Instead.", run.Reply.Text);
        Assert.StartsWith("1:one()! 2:three(", Team.Tell(run.Reply.Steps), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_that_takes_too_long_fails_with_the_limit_named_and_can_be_stood_in_for()
    {
        TestReply slow = Team.Says("late") with { Delay = TimeSpan.FromMinutes(5) };
        _team.With("a", "", slow, slow).With("b", "", Team.Says("Instead."))
            .With("main", Team.Graph("  nodes: [{ node_id: one, agent_ref: a }]\n", "  node_timeout: 1\n"))
            .With("covered", Team.Graph("  nodes: [{ node_id: one, agent_ref: a, fallback: two }, { node_id: two, agent_ref: b }]\n", "  node_timeout: 1\n"));

        ChatRun run = await _team.AskAsync();

        Assert.Equal((FailureKind.TimedOut, "one"), (run.Failure!.Kind, run.Failure.Node));
        Assert.Contains("'one' did not come to an answer within 1 s", run.Failure.Summary, StringComparison.Ordinal);
        Assert.Contains("node_timeout", run.Failure.Advice, StringComparison.Ordinal);
        File.Copy(Path.Combine(_team.Folder.Path, "covered.yaml"), Path.Combine(_team.Folder.Path, "main.yaml"), overwrite: true);
        Assert.Equal("Instead.", (await _team.AskAsync()).Reply.Text);
    }

    [Fact]
    public async Task All_together_may_take_no_longer_than_the_graph_says_whatever_stands_in()
    {
        _team.With("a", "", Team.Says("late") with { Delay = TimeSpan.FromMinutes(5) }).With("b")
            .With("main", Team.Graph("  nodes: [{ node_id: one, agent_ref: a, fallback: two }, { node_id: two, agent_ref: b }]\n", "  execution_timeout: 1\n"));

        ChatRun run = await _team.AskAsync();

        Assert.Equal(FailureKind.TimedOut, run.Failure!.Kind);
        Assert.Contains("multi_agent.execution_timeout", run.Failure.Advice, StringComparison.Ordinal);
        Assert.Equal("1:one()!", Team.Tell(run.Failure.Steps));
    }

    [Theory]
    [InlineData(16, null, FailureKind.TokenLimitReached, "1:one() 2:two(one)", 30)]
    [InlineData(null, 0.5, FailureKind.CostLimitReached, "1:one() 2:two(one)", 30)]
    [InlineData(1000, 5.0, null, "1:one() 2:two(one) 3:three(two)", 45)]
    public async Task One_budget_binds_all(int? tokens, double? cost, FailureKind? kind, string told, int used)
    {
        TestReply.Chat Costs(string text) => Team.Says(text) with { Headers = [new("x-litellm-response-cost", "0.3")] };
        _team.With("a", "", Costs("A")).With("b", "", Costs("B")).With("c", "", Costs("C")).With("main", Team.Graph("""
              nodes: [{ node_id: one, agent_ref: a }, { node_id: two, agent_ref: b }, { node_id: three, agent_ref: c }]
              edges: [{ from_node: one, to_node: two }, { from_node: two, to_node: three }]

            """));

        ChatRun run = await _team.AskAsync(options: new CallOptions { MaxTokens = tokens, MaxCost = (decimal?)cost });

        ImmutableArray<AgentStep> steps = run.Failure?.Steps ?? run.Reply.Steps;
        TokenUsage usage = run.Failure?.Usage ?? run.Reply.Usage;
        Assert.Equal((kind, told, (long)used), (run.Failure?.Kind, Team.Tell(steps), usage.CountedTokens));
        Assert.Equal(0.3m * steps.Length, run.Failure?.Cost ?? run.Reply.Cost);
    }

    [Fact]
    public async Task A_budget_binds_within_an_agent_that_calls_tools_too()
    {
        _team.With("a", "", Team.Says("A", 90, 5)).With("b", "", AgentRuns.Call("look", "{}") with { Usage = new TestUsage(5, 5) }, Team.Says("never"))
            .With("main", Team.Graph(Line));

        ChatRun run = await _team.AskAsync(options: new CallOptions { Tools = [Look], MaxTokens = 100 }, answer: _ => ToolResult.Of("1"));

        Assert.Equal((FailureKind.TokenLimitReached, "two", 105L), (run.Failure!.Kind, run.Failure.Node, run.Failure.Usage.CountedTokens));
        Assert.Equal("1:one() 2:two(one)!", Team.Tell(run.Failure.Steps));
    }

    [Fact]
    public async Task One_vault_stands_for_all_and_what_one_must_not_send_leaves_by_nobody()
    {
        const string Filter = "observability:\n  data_protection: { provider: presidio, presidio_entities: [EMAIL_ADDRESS] }\n";
        _team.With("a", Filter, Team.Says("Write to <EMAIL_ADDRESS_1> or to <EMAIL_ADDRESS_2>.")).With("b", "", Team.Says("Sent to <EMAIL_ADDRESS_2>."))
            .With("main", Team.Graph(Line));

        ChatRun run = await _team.AskAsync($"Who is {Sessions.Email}, not {Sessions.OtherEmail}?");

        Assert.Equal($"Sent to {Sessions.OtherEmail}.", run.Reply.Text);
        Assert.Equal(2, _team.Asked.Length);
        Assert.All(_team.Endpoint.Requests, r => Assert.DoesNotContain("@example", r.Body, StringComparison.Ordinal));
        Assert.Contains("Write to <EMAIL_ADDRESS_1> or to <EMAIL_ADDRESS_2>.", _team.Asked[1].Input, StringComparison.Ordinal);
        Assert.Equal($"Write to {Sessions.Email} or to {Sessions.OtherEmail}.", run.Reply.Steps[0].Result);
    }

    [Fact]
    public async Task An_agent_of_a_graph_may_put_agents_together_itself()
    {
        _team.With("a", "", Team.Says("A")).With("b", "", Team.Says("B")).With("inner", Team.Graph(Line)).With("c", "", Team.Says("C"))
            .With("main", Team.Graph("""
                  nodes: [{ node_id: deep, agent_ref: inner }, { node_id: last, agent_ref: c }]
                  edges: [{ from_node: deep, to_node: last }]

                """));

        ChatRun run = await _team.AskAsync();

        Assert.Equal("1:deep() 2:last(deep)", Team.Tell(run.Reply.Steps));
        Assert.Equal("1:one() 2:two(one)", Team.Tell(run.Reply.Steps[0].Steps));
        Assert.Contains(run.Events, e => e.Node == "deep/two");
        Assert.Equal((3, 45L), (run.Reply.Iterations, run.Reply.Usage.CountedTokens));
    }

    [Theory]
    [InlineData("one")]
    [InlineData("deep")]
    public async Task A_failure_is_named_by_its_whole_way_whatever_the_nodes_are_called(string outer)
    {
        _team.With("a", "", new TestReply.Failure(400, "no")).With("b").With("inner", Team.Graph(Line))
            .With("main", Team.Graph($"  nodes: [{{ node_id: {outer}, agent_ref: inner }}]\n"));

        ChatRun run = await _team.AskAsync();

        Assert.Equal((FailureKind.BadRequest, $"{outer}/one"), (run.Failure!.Kind, run.Failure.Node));
    }

    [Fact]
    public async Task What_others_came_to_is_bounded_and_the_cut_is_said()
    {
        string said = $"{new string('x', 99_999)}😀{new string('y', 100_000)}";
        _team.With("a", "", Team.Says(said)).With("b", "", Team.Says("B")).With("main", Team.Graph(Line));

        ChatRun run = await _team.AskAsync();

        Assert.Equal("B", run.Reply.Text);
        Assert.EndsWith(
            $"[one]\n{new string('x', 99_999)}\n… cut: these are the first 99999 of 200001 characters.", _team.Asked[1].Input, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_says_what_it_had_come_to()
    {
        _team.With("a", "", Team.Says("A")).With("b", "", Team.Says("B") with { Delay = TimeSpan.FromMinutes(5) }).With("main", Team.Graph(Line));
        using CancellationTokenSource stop = new();
        ChatPlan plan = (await _team.PlanAsync()).Value!;

        RunCancelledException cancelled = await Assert.ThrowsAsync<RunCancelledException>(async () =>
        {
            await foreach (ChatEvent item in _team.Client.AnswerAsync(plan, "go", stop.Token))
            {
                if (item is ChatEvent.Notice { Node: "two" })
                {
                    await stop.CancelAsync();
                }
            }
        });

        Assert.Equal("1:one() 2:two(one)-", Team.Tell(cancelled.Failure.Steps));
    }

    [Fact]
    public async Task A_run_that_nobody_pulls_any_more_ends_its_calls()
    {
        _team.With("a", "", Team.Says("A") with { Delay = TimeSpan.FromMinutes(5) }).With("main", Team.Graph("  nodes: [{ node_id: one, agent_ref: a }]\n"));
        ChatPlan plan = (await _team.PlanAsync()).Value!;

        await foreach (ChatEvent item in _team.Client.AnswerAsync(plan, "go", TestContext.Current.CancellationToken))
        {
            Assert.IsType<ChatEvent.Notice>(item);
            break;
        }
    }

    [Fact]
    public async Task A_simulation_runs_graphs_conditions_included_and_always_the_same_way()
    {
        _team.With("w").With("r", Score).With("p").With("main", Team.Graph("""
              role: coordinator
              nodes:
                - { node_id: write, agent_ref: w }
                - { node_id: judge, agent_ref: r }
                - { node_id: gate, type: gate, trip_condition: score >= 0, fallback: write }
                - { node_id: publish, agent_ref: p }
              edges:
                - { from_node: write, to_node: judge }
                - { from_node: judge, to_node: gate }
                - { from_node: gate, to_node: publish }

            """));

        ChatRun one = await _team.SimulateAsync();
        ChatRun other = await _team.SimulateAsync();

        Assert.Equal("1:write() 2:judge(write) 2:gate?(judge) 3:publish(judge) 4:main(write,judge,publish)", Team.Tell(one.Reply.Steps));
        Assert.True(one.Reply.Simulated);
        Assert.Equal((one.Reply.Text, Team.Tell(one.Reply.Steps), one.Reply.Usage), (other.Reply.Text, Team.Tell(other.Reply.Steps), other.Reply.Usage));
        Assert.Empty(_team.Asked);
    }

    [Theory]
    [InlineData(Line, 0.9, "1:one() 2:two(one)")]
    [InlineData(Diamond, 0.9, "1:start() 2:left(start) 2:right(start) 3:end(right,left)")]
    [InlineData("  nodes: [{ node_id: w, agent_ref: a }, { node_id: j, agent_ref: r }]\n"
        + "  edges: [{ from_node: w, to_node: j }, { from_node: j, to_node: w, condition: execution_count < 3 }]\n", 0.9, "1:w() 2:j(w) 3:w(j) 4:j(w)")]
    [InlineData(Gate, 0.9, "1:j() 1:g?(j) 2:pass(j)")]
    [InlineData(Gate, 0.3, "1:j() 1:g?(j) 2:again(j)")]
    [InlineData("  nodes: [{ node_id: j, agent_ref: r }, { node_id: low, agent_ref: a }, { node_id: high, agent_ref: b }]\n"
        + "  edges: [{ from_node: j, to_node: low, condition: score < 0.5 }, { from_node: j, to_node: high, condition: score >= 0.5 }]\n", 0.9,
        "1:j() 2:high(j)")]
    public async Task A_simulation_takes_the_ways_that_its_outputs_say(string graph, double score, string told)
    {
        string example = score.ToString(CultureInfo.InvariantCulture);
        _team.With("a").With("b").With("c").With("d")
            .With("r", Score.Replace("type: number", $"type: number, examples: [{example}]", StringComparison.Ordinal)).With("main", Team.Graph(graph));

        ChatRun one = await _team.SimulateAsync();
        ChatRun other = await _team.SimulateAsync();

        Assert.Equal((told, told), (Team.Tell(one.Reply.Steps), Team.Tell(other.Reply.Steps)));
        Assert.Equal(one.Reply.Steps.Sum(s => s.Usage.CountedTokens), one.Reply.Usage.CountedTokens);
        Assert.Equal((one.Reply.Text, one.Reply.Usage), (other.Reply.Text, other.Reply.Usage));
    }

    [Fact]
    public async Task A_budget_binds_in_a_simulation_too()
    {
        _team.With("a").With("b").With("main", Team.Graph(Line));

        ChatRun run = await _team.AskAsync(options: new CallOptions { Mode = ExecutionMode.Simulation, MaxTokens = 5 });

        Assert.Equal((FailureKind.TokenLimitReached, "1:one()"), (run.Failure!.Kind, Team.Tell(run.Failure.Steps)));
    }

    [Fact]
    public async Task Random_graphs_come_to_an_end_whatever_their_agents_do()
    {
        Random random = new(20261130);
        for (int graphs = 0; graphs < 200; graphs++)
        {
            AgentGraph graph = GraphProgressTests.ToRandomGraph(random);
            Moody agents = new(random.Next());
            GraphProvider provider = new(agents, TimeProvider.System);

            ChatRun run = await ChatRun.OfAsync(provider, ChatRun.Request with { Graph = graph });

            ImmutableArray<AgentStep> steps = run.Failure?.Steps ?? run.Reply.Steps;
            AgentStep[] ran = [.. steps.Where(s => s.Kind == AgentStepKind.Node)];
            Assert.True(ran.Length <= (graph.Limits.MaxExecutions ?? int.MaxValue), $"graph {graphs}");
            Assert.All(ran, s => Assert.InRange(s.Iteration, 1, graph.Limits.MaxRounds));
            Assert.True(agents.Asked <= ran.Length, $"graph {graphs}");
            Assert.Equal(ran.Length, (run.Failure?.Spent ?? run.Reply.Spent).Attempts);
        }
    }

    [Fact]
    public async Task A_simulated_swarm_gives_everybody_a_turn()
    {
        _team.With("a").With("b").With("main", "multi_agent: { specialists: [a, b] }\n");

        ChatRun run = await _team.SimulateAsync();

        Assert.Equal("1:main() 2:a(main) 3:b(a)", Team.Tell(run.Reply.Steps));
    }

    [Fact]
    public async Task What_was_said_before_goes_to_everybody_and_the_conversation_holds_what_the_user_sees()
    {
        _team.With("a", "", Team.Says("A1"), Team.Says("A2")).With("b", "", Team.Says("B1"), Team.Says("B2")).With("main", Team.Graph(Line));
        ChatPlan plan = (await _team.PlanAsync()).Value!;
        AgentReply first = await AnswerAsync(plan, AgentConversation.Empty, "One?");

        AgentReply second = await AnswerAsync(plan, first.Conversation!, "Two?");

        Assert.Equal(["You are main.", "One?", "B1", "Two?", "B2"], second.Conversation!.Messages.Select(m => m.Text));
        Assert.All(_team.Endpoint.Requests.Skip(2), r => Assert.Contains("\"B1\"", r.Body, StringComparison.Ordinal));
        Assert.DoesNotContain("You are main.", string.Concat(_team.Endpoint.Requests.Select(r => r.Body)), StringComparison.Ordinal);
    }

    private static ToolDefinition Look { get; } = new("look", "Looks.", SchemaText.Parse("""{"type":"object","properties":{}}"""));

    private async Task<AgentReply> AnswerAsync(ChatPlan plan, AgentConversation before, string prompt)
    {
        ChatMessage next = new(ChatRole.User, prompt);
        await foreach (ChatEvent item in _team.Client.ContinueAsync(plan, before, next, TestContext.Current.CancellationToken))
        {
            if (item is ChatEvent.Completed done)
            {
                return done.Reply;
            }
        }

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"'{prompt}' was not answered in {ExecutionMode.Production}."));
    }

    // Agents that answer, with an output or without, or fail, as it comes.
    private sealed class Moody(int seed) : IChatProvider
    {
        private readonly Random _random = new(seed);
        private int _asked;

        public int Asked => _asked;

        public async IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            int mood;
            lock (_random)
            {
                mood = _random.Next(10);
            }

            await Task.Yield();
            yield return new ChatEvent.Arrived(new AgentChunk(ChunkKind.Text, "text"));
            if (mood == 0)
            {
                throw new ChatException(new ChatFailure { Kind = FailureKind.ServerError, Summary = "no", Endpoint = "e" });
            }

            yield return new ChatEvent.Completed(new AgentReply
            {
                Text = "text",
                Output = mood < 5 ? System.Text.Json.JsonElement.Parse($$"""{"n":{{mood}}}""") : null,
                RequestedModel = "m",
                Endpoint = "e",
                Mode = ExecutionMode.Production,
            });
        }
    }
}
