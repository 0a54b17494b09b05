using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Graphs;

/// <summary>Agents that other agents call as tools, over loopback and in simulation: who is asked when and with what, and what all of it comes to.</summary>
public sealed class DelegationTests : IDisposable
{
    private static readonly ToolDefinition Look = new("look", "Looks.", SchemaText.Parse("""{"type":"object","properties":{}}"""));

    private readonly Team _team = new();

    public void Dispose() => _team.Dispose();

    [Fact]
    public async Task Three_deep_each_is_asked_what_its_caller_says_and_all_of_it_is_one_account()
    {
        _team.With("main", Calls("chief"), Asks("chief", "Find it.", 1, 1), Team.Says("Main says 42.", 2, 2))
            .With("chief", Calls("scout"), Asks("scout", "Where is it?", 4, 4), Team.Says("Chief says 42.", 8, 8))
            .With("scout", Calls("mole"), Asks("mole", "Dig.", 16, 16), Team.Says("Scout says 42.", 32, 32))
            .With("mole", "", Team.Says("Mole says 42.", 64, 64));

        ChatRun run = await _team.AskAsync("What is it?");

        Assert.Equal("Main says 42.", run.Reply.Text);
        Assert.Equal(
            [
                ("main", "What is it?"), ("chief", "Find it."), ("scout", "Where is it?"), ("mole", "Dig."),
                ("scout", "Mole says 42."), ("chief", "Scout says 42."), ("main", "Chief says 42."),
            ],
            _team.Asked);
        Assert.Equal((127L, 127L, 7, 7), Totals(run.Reply));
        Assert.Equal("turn chief[turn scout[turn mole[turn] turn] turn] turn", Tell(run.Reply.Steps));
        AgentStep chief = run.Reply.Steps[1];
        Assert.Equal((AgentStepKind.Tool, "chief", "chief", "Chief says 42."), (chief.Kind, chief.Tool, chief.Agent, chief.Result));
        Assert.Equal((124L, 28L + 96), (chief.Usage.InputTokens!.Value, chief.Usage.OutputTokens!.Value));
        Assert.Equal(112L, chief.Steps[1].Usage.InputTokens);
        Assert.Equal(64L, chief.Steps[1].Steps[1].Usage.InputTokens);
        Assert.Equal(
            ["chief", "chief/scout", "chief/scout/mole"],
            run.Events.OfType<ChatEvent.Notice>().Where(n => n.Message.EndsWith("begins.", StringComparison.Ordinal)).Select(n => n.Node));
        Assert.Equal("You are mole.", SystemOf("mole"));
    }

    [Theory]
    [InlineData(3, "main chief scout", 3)]
    [InlineData(20, "main chief scout mole", 20)]
    [InlineData(21, "main chief scout mole scout chief main", null)]
    public async Task One_budget_binds_all_however_deep(int most, string asked, int? failed)
    {
        _team.With("main", Calls("chief"), Asks("chief", "Find it.", 1, 0), Team.Says("Main.", 0, 0))
            .With("chief", Calls("scout"), Asks("scout", "Where?", 1, 0), Team.Says("Chief.", 0, 0))
            .With("scout", Calls("mole"), Asks("mole", "Dig.", 1, 0), Team.Says("Scout.", 0, 0))
            .With("mole", "", Team.Says("Mole.", 17, 0));

        ChatRun run = await _team.AskAsync(options: new CallOptions { MaxTokens = most });

        Assert.Equal(asked, string.Join(' ', _team.Asked.Select(a => a.Agent)));
        Assert.Equal(failed, run.Failure?.Usage.InputTokens);
        if (run.Failure is { } failure)
        {
            Assert.Equal(FailureKind.TokenLimitReached, failure.Kind);
            Assert.Equal(failed, failure.Steps.SelectMany(s => s.All).Where(s => s.Kind == AgentStepKind.Turn).Sum(s => s.Usage.InputTokens));
        }
        else
        {
            Assert.Equal("Main.", run.Reply.Text);
        }
    }

    [Fact]
    public async Task Those_of_one_turn_run_at_the_same_time_and_are_answered_in_its_order()
    {
        using SemaphoreSlim both = new(0);
        TestReply Meets(string text) => new TestReply.Computed(_ =>
        {
            // Each answers when the other has been asked.
            both.Release(1);
            SpinWait.SpinUntil(() => both.CurrentCount == 2, Patience.Limit);
            return Team.Says(text);
        });
        _team.With("main", Calls("left", "right"), AsksBoth("right", "left"), Team.Says("Both."))
            .With("left", "", Meets("L l l")).With("right", "", Meets("R r r"));

        ChatRun run = await _team.AskAsync(options: new CallOptions { Stream = true });

        Assert.Equal("turn right[turn] left[turn] turn", Tell(run.Reply.Steps));
        IEnumerable<IGrouping<string?, AgentChunk>> texts = run.Chunks.Where(c => c.Kind == ChunkKind.Text).GroupBy(c => c.Node);
        Assert.Equal("right:R r r left:L l l :Both.", string.Join(' ', texts.Select(g => $"{g.Key}:{string.Concat(g.Select(c => c.Text))}")));
        string[] speakers = [.. run.Chunks.Where(c => c.Kind == ChunkKind.Text).Select(c => c.Node ?? "")];
        Assert.Equal(["right", "left", ""], speakers.Where((s, at) => at == 0 || speakers[at - 1] != s));
    }

    [Fact]
    public async Task Those_of_one_turn_pass_no_limit_together()
    {
        using ManualResetEventSlim second = new();
        int asked = 0;
        TestReply Spends() => new TestReply.Computed(_ =>
        {
            // Where both are asked, neither has answered before the other is.
            if (Interlocked.Increment(ref asked) == 2)
            {
                second.Set();
            }

            second.Wait(TimeSpan.FromMilliseconds(300));
            return Team.Says("Done.", 30, 0);
        });
        _team.With("main", Calls("left", "right"), AsksBoth("right", "left"), Team.Says("Both.")).With("left", "", Spends()).With("right", "", Spends());

        ChatRun run = await _team.AskAsync(options: new CallOptions { MaxTokens = 25 });

        Assert.Equal(FailureKind.TokenLimitReached, run.Failure!.Kind);
        Assert.Single(_team.Asked, a => a.Agent is "left" or "right");
    }

    [Fact]
    public async Task A_failure_of_an_agent_is_told_to_the_model_and_counts()
    {
        _team.With("main", Calls("scout"), Asks("scout", "Go.", 1, 1), Team.Says("Then without.", 2, 2))
            .With("scout", "", new TestReply.Failure(400, "No."));

        ChatRun run = await _team.AskAsync();

        Assert.Equal("Then without.", run.Reply.Text);
        Assert.Equal((ToolOutcome.Failed, "scout"), (run.Reply.Steps[1].Outcome!.Value, run.Reply.Steps[1].Agent));
        Assert.StartsWith("Error: the agent 'scout' came to no answer: ", run.Reply.Steps[1].Result, StringComparison.Ordinal);
        Assert.Equal(3, run.Reply.Attempts);
    }

    [Fact]
    public async Task Structured_output_of_an_agent_is_what_its_caller_gets()
    {
        const string Schema = """
            output_schema:
              type: object
              required: [score]
              properties: { score: { type: number } }

            """;
        _team.With("main", Calls("judge"), Asks("judge", "Judge."), Team.Says("0.9 it is.")).With("judge", Schema, Team.Says("""{"score":0.9}"""));

        ChatRun run = await _team.AskAsync();

        Assert.Equal("""{"score":0.9}""", run.Reply.Steps[1].Result!.Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_agent_may_be_a_graph_itself()
    {
        const string Line = """
              nodes: [{ node_id: one, agent_ref: a }, { node_id: two, agent_ref: b }]
              edges: [{ from_node: one, to_node: two }]

            """;
        _team.With("main", Calls("team"), Asks("team", "Do.", 1, 1), Team.Says("Done.", 2, 2)).With("team", Team.Graph(Line))
            .With("a", "", Team.Says("A", 4, 4)).With("b", "", Team.Says("B", 8, 8));

        ChatRun run = await _team.AskAsync();

        Assert.Equal("1:one() 2:two(one)", Team.Tell(run.Reply.Steps[1].Steps));
        Assert.Equal((15L, 15L, 4, 4), Totals(run.Reply));
        Assert.Contains(run.Events.OfType<ChatEvent.Stepped>(), e => e is { Node: "team/two", Step.Node: "two" });
    }

    [Fact]
    public async Task The_coordinator_of_a_graph_calls_its_specialists_in_the_end()
    {
        const string Team1 = "multi_agent:\n  pattern: graph\n  role: coordinator\n  specialists: [scout]\n  nodes: [{ node_id: one, agent_ref: a }]\n";
        _team.With("main", Team1, Asks("scout", "And?", 1, 1), Team.Says("Done.", 2, 2)).With("a", "", Team.Says("A", 4, 4))
            .With("scout", "", Team.Says("S", 8, 8));

        ChatRun run = await _team.AskAsync();

        Assert.Equal("Done.", run.Reply.Text);
        Assert.Equal(["a", "main", "scout", "main"], _team.Asked.Select(a => a.Agent));
        Assert.Equal((15L, 15L, 4, 4), Totals(run.Reply));
        Assert.Equal("turn scout[turn] turn", Tell(run.Reply.Steps[1].Steps));
    }

    [Fact]
    public async Task The_tools_of_the_call_are_the_specialists_too_under_the_policy_of_each()
    {
        const string Denied = """
            policy:
              engine: e
              mode: ENFORCE
              rules: [{ name: nothing, deny: look }]

            """;
        _team.With("main", Calls("scout", "blind"), Asks("scout", "Look.", 1, 1), Asks("blind", "Look.", 1, 1), Team.Says("Done."))
            .With("scout", "", AgentRuns.Call("look", "{}"), Team.Says("Seen."))
            .With("blind", Denied, AgentRuns.Call("look", "{}"), Team.Says("Nothing."));

        ChatRun run = await _team.AskAsync(
            options: new CallOptions { Tools = [Look] }, answer: call => call.Call.Name == "look" ? ToolResult.Of("\"there\"") : null);

        Assert.Equal("turn scout[turn look turn] turn blind[turn look turn] turn", Tell(run.Reply.Steps));
        Assert.Equal(ToolOutcome.Succeeded, run.Reply.Steps[1].Steps[1].Outcome);
        Assert.Equal(ToolOutcome.Denied, run.Reply.Steps[3].Steps[1].Outcome);
        Assert.Equal(["scout"], run.Events.OfType<ChatEvent.ToolCalled>().Where(e => e.Agent is null).Select(e => e.Node));
        Assert.Equal(["scout", "blind"], run.Events.OfType<ChatEvent.ToolCalled>().Select(e => e.Agent).OfType<string>());
    }

    [Fact]
    public async Task An_agent_offered_by_the_caller_has_its_own_tools_alone_and_stands_in_for_one_that_is_named()
    {
        _team.With("main", Calls("scout"), AgentRuns.Call("helper", """{"request":"Look."}"""), Team.Says("Done."))
            .With("scout", "", AgentRuns.Call("look", "{}"), Team.Says("Seen."));
        AgentBlueprint scout = BlueprintFile.Read(Path.Combine(_team.Folder.Path, "scout.yaml")).Value!;
        ToolDefinition other = new("other", "Does something else.", Look.Parameters);
        SpecialistOffer offer = SpecialistOffer.Of(scout, "helper") with { Tools = [Look] };

        ChatRun run = await _team.AskAsync(
            options: new CallOptions { Tools = [other, offer.Tool], Specialists = [offer] },
            answer: call => call.Call.Name == "look" ? ToolResult.Of("1") : null);

        Assert.Equal("turn helper[turn look turn] turn", Tell(run.Reply.Steps));
        Assert.Equal(["other helper", "look", "look", "other helper"], _team.Endpoint.Requests.Select(r => string.Join(' ', ToolsOf(r))));
    }

    [Fact]
    public async Task An_answer_in_place_of_an_agent_stands()
    {
        _team.With("main", Calls("scout"), Asks("scout", "Go."), Team.Says("Done.")).With("scout");

        ChatRun run = await _team.AskAsync(answer: call => ToolResult.Error(ToolOutcome.Denied, "not today."));

        Assert.Equal(["main", "main"], _team.Asked.Select(a => a.Agent));
        Assert.Equal(ToolOutcome.Denied, run.Reply.Steps[1].Outcome);
        Assert.Null(run.Reply.Steps[1].Agent);
    }

    [Fact]
    public async Task A_circle_and_a_chain_without_end_are_noticed_before_anything_is_sent()
    {
        _team.With("main", Calls("b")).With("b", Calls("main")).With("self", Calls("self"));
        for (int at = 1; at <= 6; at++)
        {
            _team.With(Deep(at), at == 6 ? "" : Calls(Deep(at + 1)));
        }

        _team.With("deep", Calls(Deep(1))).With("less", Calls(Deep(2)));

        foreach (string id in (string[])["main", "self", "deep"])
        {
            Checked<ChatPlan> plan = await _team.PlanAsync(id);
            Assert.False(plan.IsUsable);
            Assert.Contains(plan.Diagnostics, d => d.Code == DiagnosticCodes.AgentCircle);
        }

        Assert.True((await _team.PlanAsync("less")).IsUsable);
        Assert.Empty(_team.Endpoint.Requests);

        static string Deep(int at) => string.Create(CultureInfo.InvariantCulture, $"deep{at}");
    }

    [Fact]
    public async Task A_name_that_another_tool_has_and_an_agent_that_is_not_there_start_no_run()
    {
        _team.With("main", Calls("look")).With("look").With("lost", Calls("nobody"));

        Checked<ChatPlan> taken = await _team.PlanAsync(options: new CallOptions { Tools = [Look] });
        Checked<ChatPlan> lost = await _team.PlanAsync("lost");

        Assert.Equal(DiagnosticCodes.ToolNameTaken, Assert.Single(taken.Diagnostics, d => d.Severity == DiagnosticSeverity.Error).Code);
        Assert.Contains(lost.Diagnostics, d => d is { Code: DiagnosticCodes.AgentNotFound, Severity: DiagnosticSeverity.Error });
        Assert.False(taken.IsUsable || lost.IsUsable);
    }

    [Fact]
    public async Task One_set_of_placeholders_stands_for_all()
    {
        const string Protects = "observability:\n  data_protection: { provider: presidio, presidio_entities: [EMAIL_ADDRESS] }\n";
        _team.With("main", Calls("scout"), Asks("scout", "Write to <EMAIL_ADDRESS_1>."), Team.Says("Told <EMAIL_ADDRESS_1>."))
            .With("scout", Protects, Team.Says("<EMAIL_ADDRESS_1> knows."));

        ChatRun run = await _team.AskAsync("Tell ann@example.com.");

        Assert.Equal(
            [("main", "Tell <EMAIL_ADDRESS_1>."), ("scout", "Write to <EMAIL_ADDRESS_1>."), ("main", "<EMAIL_ADDRESS_1> knows.")], _team.Asked);
        Assert.Equal("Told ann@example.com.", run.Reply.Text);
        Assert.Equal("ann@example.com knows.", run.Reply.Steps[1].Result);
        Assert.True(run.Reply.Protection!.Total >= 2);
    }

    [Fact]
    public async Task A_simulation_calls_them_and_always_the_same_way()
    {
        _team.With("main", Calls("chief")).With("chief", Calls("scout")).With("scout");

        ChatRun one = await _team.SimulateAsync();
        ChatRun two = await _team.SimulateAsync();

        Assert.Equal("turn chief[turn scout[turn] turn] turn", Tell(one.Reply.Steps));
        Assert.Equal(one.Reply.Text, two.Reply.Text);
        Assert.Equal(one.Reply.Steps.SelectMany(s => s.All).Select(s => s.Result), two.Reply.Steps.SelectMany(s => s.All).Select(s => s.Result));
        Assert.True(one.Reply.Simulated);
        Assert.Empty(_team.Endpoint.Requests);
    }

    [Fact]
    public async Task Who_cancels_stops_every_agent_and_gets_what_they_had_come_to()
    {
        using CancellationTokenSource stop = new();
        _team.With("main", Calls("chief"), Asks("chief", "Find it.", 1, 1))
            .With("chief", Calls("scout"), Asks("scout", "Where?", 2, 2))
            .With("scout", "", new TestReply.Computed(_ =>
            {
                stop.Cancel();
                return Team.Says("Late.") with { Delay = Patience.Limit };
            }));
        Checked<ChatPlan> plan = await _team.PlanAsync();

        RunCancelledException cancelled = await Assert.ThrowsAsync<RunCancelledException>(async () =>
        {
            await foreach (ChatEvent item in _team.Client.AnswerAsync(plan.Value!, "Do it.", stop.Token))
            {
                Assert.IsNotType<ChatEvent.Completed>(item);
            }
        }).WaitAsync(Patience.Limit, TestContext.Current.CancellationToken);

        Assert.Equal(3, cancelled.Failure.Usage.InputTokens);
        Assert.Equal("turn chief[turn scout[]-]-", Tell(cancelled.Failure.Steps));
        AgentRuns.AssertEveryCallIsAnswered(cancelled.Failure.Messages);
    }

    [Fact]
    public async Task Whoever_pulls_no_more_stops_every_agent()
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _team.With("main", Calls("scout"), Asks("scout", "Where?"))
            .With("scout", "", new TestReply.Computed(_ =>
            {
                asked.SetResult();
                return Team.Says("Late.") with { Delay = Patience.Limit };
            }));
        Checked<ChatPlan> plan = await _team.PlanAsync();

        IAsyncEnumerator<ChatEvent> events = _team.Client.AnswerAsync(plan.Value!, "Do it.", TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        while (await events.MoveNextAsync() && events.Current is not ChatEvent.Notice { Node: "scout" })
        {
        }

        await asked.Task.WaitAsync(Patience.Limit, TestContext.Current.CancellationToken);
        await events.DisposeAsync().AsTask().WaitAsync(Patience.Limit, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_run_out_of_time_ends_its_agents_too()
    {
        _team.With("main", Calls("scout"), Asks("scout", "Where?", 1, 1)).With("scout", "", Team.Says("Late.") with { Delay = Patience.Limit });

        ChatRun run = await _team.AskAsync(options: new CallOptions { TimeLimit = TimeSpan.FromSeconds(1) });

        Assert.Equal(FailureKind.TimedOut, run.Failure!.Kind);
        Assert.Equal("scout", run.Failure.Steps[1].Tool);
    }

    [Fact]
    public async Task A_hook_that_fails_in_an_agent_ends_the_run_and_the_others()
    {
        _team.With("main", Calls("watched", "slow"), AsksBoth("watched", "slow")).With("watched", "hooks: [watch]\n", Team.Says("W"))
            .With("slow", "", Team.Says("Late.") with { Delay = Patience.Limit });
        Checked<ChatPlan> plan = await _team.PlanAsync(options: new CallOptions { Hooks = ["watch"] });
        Assert.True(plan.IsUsable, string.Join('\n', plan.Diagnostics));

        ChatException failed = await Assert.ThrowsAsync<ChatException>(async () =>
        {
            await foreach (ChatEvent item in _team.Client.AnswerAsync(plan.Value!, "Do it.", TestContext.Current.CancellationToken))
            {
                (item as ChatEvent.HookCalled)?.Hook.Fail("it broke.");
            }
        }).WaitAsync(Patience.Limit, TestContext.Current.CancellationToken);

        Assert.Equal((FailureKind.HookFailed, "watched"), (failed.Failure.Kind, failed.Failure.Node));
        Assert.Equal("turn watched[]! slow[]-", Tell(failed.Failure.Steps));
    }

    [Fact]
    public async Task Spans_lie_in_each_other_as_the_agents_do()
    {
        List<Activity> ended = [];
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == "AgentCore.LiteLlm",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                lock (ended)
                {
                    ended.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using Activity root = new("test");
        root.Start();
        _team.With("main", Calls("scout"), Asks("scout", "Go."), Team.Says("Done.")).With("scout", "", Team.Says("S"));

        await _team.AskAsync();

        Dictionary<ActivitySpanId, Activity> own = ended.Where(a => a.TraceId == root.TraceId).ToDictionary(a => a.SpanId);
        string[] paths = [.. own.Values.Select(PathOf).Order(StringComparer.Ordinal)];
        Assert.Equal(
            [
                "invoke_agent The main", "invoke_agent The main > chat main", "invoke_agent The main > chat main",
                "invoke_agent The main > execute_tool scout", "invoke_agent The main > execute_tool scout > invoke_agent The scout",
                "invoke_agent The main > execute_tool scout > invoke_agent The scout > chat scout",
            ],
            paths);

        string PathOf(Activity activity) =>
            own.TryGetValue(activity.ParentSpanId, out Activity? parent) ? $"{PathOf(parent)} > {activity.DisplayName}" : activity.DisplayName;
    }

    private static string Calls(params string[] specialists) =>
        $"multi_agent:\n  role: coordinator\n  specialists: [{string.Join(", ", specialists)}]\n";

    private static TestReply.Chat Asks(string agent, string request, int input = 10, int output = 5) =>
        AgentRuns.Call(agent, $$"""{"request":"{{request}}"}""") with { Usage = new TestUsage(input, output) };

    private static TestReply.Chat AsksBoth(string first, string second) => new()
    {
        ToolCalls = [new TestToolCall(first, """{"request":"1"}"""), new TestToolCall(second, """{"request":"2"}""")],
    };

    private static (long Input, long Output, int Iterations, int Attempts) Totals(AgentReply reply) =>
        (reply.Usage.InputTokens!.Value, reply.Usage.OutputTokens!.Value, reply.Iterations, reply.Attempts);

    // Turns, and tools with what lies in them.
    private static string Tell(ImmutableArray<AgentStep> steps) => string.Join(' ', steps.Select(s =>
        (s.Kind == AgentStepKind.Turn ? "turn" : s.Tool ?? s.Node)
        + (s.Agent is null ? "" : $"[{Tell(s.Steps)}]")
        + s.Outcome switch { ToolOutcome.Failed => "!", ToolOutcome.NotRun => "-", _ => "" }));

    private static IEnumerable<string> ToolsOf(TestRequest request)
    {
        System.Text.Json.JsonElement body = System.Text.Json.JsonDocument.Parse(request.Body).RootElement;
        return body.TryGetProperty("tools", out System.Text.Json.JsonElement tools)
            ? tools.EnumerateArray().Select(t => t.GetProperty("function").GetProperty("name").GetString()!)
            : [];
    }

    private string SystemOf(string agent)
    {
        using System.Text.Json.JsonDocument body = System.Text.Json.JsonDocument.Parse(_team.Endpoint.Requests.First(r => r.Model == agent).Body);
        return body.RootElement.GetProperty("messages")[0].GetProperty("content").GetString()!;
    }
}
