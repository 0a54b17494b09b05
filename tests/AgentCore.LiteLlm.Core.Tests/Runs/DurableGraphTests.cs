using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Clients;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Runs;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Runs;

/// <summary>Runs of several agents that are kept: whatever was on the disk when a process ended, another one goes on from it.</summary>
public sealed class DurableGraphTests : IDisposable
{
    // Two rounds of a diamond, whose judge is content with the second; each of two agents calls a tool each time. The coordinator answers.
    private const string Rounds = """
        multi_agent:
          role: coordinator
          pattern: graph
          nodes:
            - { node_id: start, agent_ref: a }
            - { node_id: left, agent_ref: b }
            - { node_id: right, agent_ref: c }
            - { node_id: judge, agent_ref: r }
            - { node_id: enough, type: gate, trip_condition: score >= 0.8, fallback: start }
            - { node_id: end, agent_ref: d }
          edges:
            - { from_node: start, to_node: left }
            - { from_node: start, to_node: right }
            - { from_node: left, to_node: judge }
            - { from_node: right, to_node: judge }
            - { from_node: judge, to_node: enough }
            - { from_node: enough, to_node: end }

        """;

    private const string Swarm = """
        multi_agent:
          pattern: swarm
          nodes: [{ node_id: one, agent_ref: a }, { node_id: two, agent_ref: h }]

        """;

    private const string Nested = """
        multi_agent:
          pattern: graph
          nodes:
            - { node_id: first, agent_ref: c }
            - { node_id: team, agent_ref: inner }
            - { node_id: other, agent_ref: a }
            - { node_id: last, agent_ref: d }
          edges:
            - { from_node: first, to_node: team }
            - { from_node: first, to_node: other }
            - { from_node: team, to_node: last }
            - { from_node: other, to_node: last }

        """;

    private const string Inner = """
        multi_agent:
          pattern: graph
          nodes:
            - { node_id: bad, agent_ref: f, fallback: good }
            - { node_id: good, agent_ref: a }
          edges: []

        """;

    private const string Score = """
        output_schema:
          type: object
          required: [score]
          properties: { score: { type: number } }

        """;

    private readonly Team _team = new(("OTHER_KEY", "sk-other-3f9a1c77d2e4"));
    private readonly TempFolder _folder = new();
    private readonly List<string> _made = [];
    private int _asked;
    private volatile bool _isBroken;
    private Action _whenSeen = static () => { };

    public void Dispose()
    {
        _team.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(Rounds, "main says so", 14)]
    [InlineData(Swarm, "a", 4)]
    [InlineData(Nested, "d", 8)]
    public async Task Whoever_goes_on_repeats_nothing_unsaid_wherever_a_process_ended(string together, string answer, int questions)
    {
        Script(together);
        List<(byte[] File, int Asked, string[] Made)> seen = [];
        string session = _folder.Write("whole/lock", "")[..^"/lock".Length];
        _whenSeen = () =>
        {
            lock (seen)
            {
                if (Directory.GetDirectories(session) is [var folder] && RunFolder.IsRun(folder))
                {
                    // Before the file: what another branch does meanwhile is written down first, so the file knows at least of these.
                    int asked = Volatile.Read(ref _asked);
                    string[] made = Made();
                    byte[] file = File.ReadAllBytes(Path.Combine(folder, RunFile.Name));
                    if (seen.Count == 0 || !file.AsSpan().SequenceEqual(seen[^1].File))
                    {
                        seen.Add((file, asked, made));
                    }
                }
            }
        };
        ChatRun whole = await BeginAsync(session);
        _whenSeen = static () => { };
        Assert.Equal((answer, questions), (whole.Reply.Text, _asked));
        Assert.True(seen.Count >= questions, $"{seen.Count} states of the file were seen.");
        Assert.Equal(_made.Distinct(), _made);

        // Each write waits for the disk: of many states every other one is enough.
        for (int at = 0; at < seen.Count; at += seen.Count > 40 ? 2 : 1)
        {
            (byte[] file, int asked, string[] made) = seen[at];
            string run = Path.Combine(_folder.Path, $"run{at}");
            Directory.CreateDirectory(run);
            await File.WriteAllBytesAsync(Path.Combine(run, RunFile.Name), file, TestContext.Current.CancellationToken);
            (_asked, _) = (asked, 0);
            _made.Clear();
            _made.AddRange(made);

            ChatRun again = await ResumeAsync(run, choice: UncertainCalls.Skip);

            string because = $"state {at} of {seen.Count}: {RunFolder.Look(run, null).Steps.Length} steps";
            Assert.True(again.Failure is null, $"{because}: {again.Failure?.Summary}");
            Assert.Equal((because, whole.Reply.Text), (because, again.Reply.Text));
            Assert.Equal((because, Team.Tell(whole.Reply.Steps)), (because, Team.Tell(again.Reply.Steps)));
            Assert.Equal((because, whole.Reply.Usage, whole.Reply.Iterations), (because, again.Reply.Usage, again.Reply.Iterations));
            Assert.Equal(_made.Distinct(), _made);
            int said = RunFolder.Look(run, null).RepeatedTurns.Length;
            Assert.True(_asked - questions <= said, because);
            Assert.Equal(said, again.Reply.Warnings.Count(w => w.Contains("may have been paid", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Nodes_that_wait_for_decisions_are_named_and_let_the_others_finish()
    {
        Script(Rounds.Replace("score >= 0.8", "score >= 0", StringComparison.Ordinal));
        ChatRun first = await BeginAsync(defers: "look");
        Assert.Equal(FailureKind.ApprovalPending, first.Failure!.Kind);
        AgentOpenCall waiting = Assert.Single(Look().PendingApprovals);
        Assert.Equal((RunStatus.Pending, "start", 1, "look"), (Look().Status, waiting.Node, waiting.Round, waiting.Tool));
        Decide(waiting, true);

        ChatRun second = await ResumeAsync(defers: "add");
        Assert.Equal(FailureKind.ApprovalPending, second.Failure!.Kind);
        AgentSavedRun now = Look();
        AgentOpenCall next = Assert.Single(now.PendingApprovals);
        Assert.Equal(("right", 2, "add"), (next.Node, next.Round, next.Tool));
        Assert.Equal(
            [("start", ToolOutcome.Succeeded), ("left", ToolOutcome.Succeeded), ("right", null)],
            now.Steps.OrderBy(s => s.Iteration).ThenBy(s => s.Node).Select(s => (s.Node, s.Outcome)));
        Decide(next, false);
        int asked = _asked;

        ChatRun third = await ResumeAsync(defers: "add");

        Assert.Equal("main says so", third.Reply.Text);
        Assert.Equal("look start#1", Assert.Single(_made));
        Assert.Equal(asked + 4, _asked);
        Assert.Empty(Look().PendingApprovals);
        Assert.Equal(ToolOutcome.Denied, third.Reply.Steps.SelectMany(s => s.All).Single(s => s.Tool == "add").Outcome);
    }

    [Fact]
    public async Task What_failed_and_is_covered_is_not_asked_again_and_what_ended_the_run_is()
    {
        Script(Nested);
        _isBroken = true;
        ChatRun first = await BeginAsync();
        Assert.Equal("last", first.Failure!.Node);
        Assert.Equal((RunStatus.Failed, "last"), (Look().Status, Look().Steps[^1].Node));
        int asked = _asked;
        _isBroken = false;

        ChatRun again = await ResumeAsync();

        Assert.Equal(("d", asked + 1), (again.Reply.Text, _asked));
        Assert.Empty(again.Reply.Warnings);
        Assert.Equal(["bad", "good"], again.Reply.Steps.Single(s => s.Node == "team").Steps.Select(s => s.Node));
    }

    [Fact]
    public async Task A_budget_and_the_time_go_on_counting()
    {
        Script(Rounds);
        ChatRun first = await BeginAsync(options: new CallOptions { MaxTokens = 70 });
        Assert.Equal(FailureKind.TokenLimitReached, first.Failure!.Kind);
        TimeSpan took = RunFile.Read(Folder, null).Content!.Nodes[0].Elapsed;

        ChatRun again = await ResumeAsync(options: new CallOptions { MaxTokens = 70 });
        Assert.Equal(FailureKind.TokenLimitReached, again.Failure!.Kind);
        Assert.Equal(first.Failure.Usage, again.Failure.Usage);
        Assert.True(RunFile.Read(Folder, null).Content!.Nodes[0].Elapsed > took);

        Assert.Equal("main says so", (await ResumeAsync(options: new CallOptions { MaxTokens = 7000 })).Reply.Text);
        Assert.Equal(14, _asked);
    }

    [Fact]
    public async Task A_member_that_has_changed_is_named_and_refused_unless_that_is_accepted()
    {
        Script(Rounds.Replace("score >= 0.8", "score >= 0", StringComparison.Ordinal));
        await BeginAsync(defers: "add");
        _team.Folder.Write("prompts/r-prompt.md", "You judge harshly.");
        _team.With("b", "runtime: { max_iterations: 9 }\n");
        RunException refused = await Assert.ThrowsAsync<RunException>(() => ResumeAsync());
        Assert.Equal(RunProblem.Changed, refused.Problem);
        Assert.EndsWith("begun: agent 'judge': system message has changed.", refused.Message, StringComparison.Ordinal);

        Assert.Equal("main says so", (await ResumeAsync(accepts: true)).Reply.Text);
    }

    [Theory]
    [InlineData("b", "[EMAIL_ADDRESS]", "", "protection of personal data has changed")]
    [InlineData("b", "[EMAIL_ADDRESS, IBAN_CODE]", "api_key_env: OTHER_KEY", "agent 'left': key variable has changed")]
    [InlineData("b", "[EMAIL_ADDRESS, IBAN_CODE]", "extra_headers_env: { X-Team: TEAM }", "agent 'left': header names has changed")]
    [InlineData("main", "[EMAIL_ADDRESS, IBAN_CODE]", "extra_headers_env: { X-Team: TEAM }", "header names has changed")]
    [InlineData("b", "[EMAIL_ADDRESS, IBAN_CODE]", "", null)]
    public async Task What_protects_and_what_authenticates_is_compared_of_every_agent(string agent, string entities, string setting, string? change)
    {
        Script(Rounds);
        Set("b", "[EMAIL_ADDRESS, IBAN_CODE]", "");
        RunSubject before = await SubjectAsync();

        Set("b", entities, agent == "b" ? setting : "");
        if (agent == "main")
        {
            string file = Path.Combine(_team.Folder.Path, "main.yaml");
            await File.WriteAllTextAsync(
                file, (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))
                    .Replace("  max_tokens: 100\n", $"  max_tokens: 100\n  {setting}\n", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        }

        Assert.Equal(change is null ? [] : [change], (await SubjectAsync()).FindChanges(before.Parts));

        async Task<RunSubject> SubjectAsync()
        {
            (ChatPlan plan, ChatRequest request) = await PlanAsync(null, "");
            return RunSubject.Of(plan, request, static _ => []);
        }

        void Set(string id, string kinds, string ofModel)
        {
            _team.With(id, $"observability:\n  data_protection:\n    provider: presidio\n    presidio_entities: {kinds}\n");
            string file = Path.Combine(_team.Folder.Path, $"{id}.yaml");
            File.WriteAllText(
                file, File.ReadAllText(file).Replace("  max_tokens: 100\n", $"  max_tokens: 100\n  {ofModel}\n", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task An_agent_that_is_new_or_gone_is_named_once()
    {
        Script(Rounds);
        (ChatPlan plan, ChatRequest request) = await PlanAsync(null, "");
        RunSubject before = RunSubject.Of(plan, request, static _ => []);
        _team.With(
            "main",
            Rounds.Replace("node_id: end", "node_id: last", StringComparison.Ordinal).Replace("to_node: end", "to_node: last", StringComparison.Ordinal));
        (plan, request) = await PlanAsync(null, "");

        Assert.Equal(
            ["agent 'end' is gone", "agent 'last' is new", "other agents has changed"], RunSubject.Of(plan, request, static _ => []).FindChanges(before.Parts));
    }

    [Fact]
    public async Task Calls_of_two_nodes_that_share_an_id_are_told_apart_by_the_nodes()
    {
        Script("""
            multi_agent:
              pattern: graph
              nodes: [{ node_id: start, agent_ref: d }, { node_id: x, agent_ref: a }, { node_id: y, agent_ref: a }]
              edges: [{ from_node: start, to_node: x }, { from_node: start, to_node: y }]

            """);
        await BeginAsync(defers: "look");
        AgentOpenCall[] open = [.. Look().PendingApprovals.OrderBy(c => c.Node)];
        Assert.Equal([("x", "call_1"), ("y", "call_1")], open.Select(c => (c.Node, c.CallId!)));
        Assert.NotEqual(open[0].Hash, open[1].Hash);
        Decide(open[0], true);
        Assert.Equal([OpenCallState.Approved, OpenCallState.Waiting], Look().PendingApprovals.OrderBy(c => c.Node).Select(c => c.State));

        RunException refused = await Assert.ThrowsAsync<RunException>(() => ResumeAsync(result: ("call_1", "7")));
        Assert.Contains("'x/call_1', 'y/call_1'", refused.Message, StringComparison.Ordinal);
        ChatRun run = await ResumeAsync(defers: "look", result: ("y/call_1", "7"));

        Assert.Equal("look x#2", Assert.Single(_made));
        Assert.Equal(["\"made\"", "7"], run.Reply.Steps.SelectMany(s => s.Steps).Where(s => s.Kind == AgentStepKind.Tool).Select(s => s.Result));
    }

    [Fact]
    public async Task All_agents_go_on_with_the_placeholders_of_before()
    {
        const string Protects = "observability:\n  data_protection:\n    provider: presidio\n    presidio_entities: [EMAIL_ADDRESS]\n";
        Script(Rounds.Replace("score >= 0.8", "score >= 0", StringComparison.Ordinal) + Protects);
        const string Prompt = "Write to one@example.com and two@example.com.";
        await BeginAsync(defers: "add", prompt: Prompt);

        ChatRun run = await ResumeAsync();

        Assert.Equal("main says so", run.Reply.Text);
        Assert.All(_team.Endpoint.Requests, r => Assert.DoesNotContain("@example.com", r.Body, StringComparison.Ordinal));
        Assert.All(
            _team.Endpoint.Requests, r => Assert.Contains("Write to <EMAIL_ADDRESS_1> and <EMAIL_ADDRESS_2>", JsonDocument.Parse(r.Body).RootElement
                .GetProperty("messages").EnumerateArray().First(m => m.GetProperty("role").GetString() == "user").GetProperty("content").GetString()!,
                StringComparison.Ordinal));
    }

    private string Folder => Assert.Single(Directory.GetDirectories(_folder.Path));

    private AgentSavedRun Look() => RunFolder.Look(Folder, null);

    private void Decide(AgentOpenCall call, bool isApproved)
    {
        using DurableRun run = DurableRun.TakeUp(Folder, null, TimeProvider.System);
        run.Decide(call, new CallDecision(isApproved, null));
    }

    // What each agent says follows from what it is asked, whichever process asks.
    private void Script(string together)
    {
        With("a", "", r => IsLast(r, "tool") ? Team.Says("a") : Calls("look"));
        With("b", "", _ => Team.Says("b"));
        With("c", "", r => IsLast(r, "tool") ? Team.Says("c") : Calls("add"));
        With("d", "", _ => _isBroken ? new TestReply.Failure(400, "no") : Team.Says("d"));
        With("f", "", _ => new TestReply.Failure(400, "no"));
        With("h", "", _ => Team.Says("h"));
        With("r", Score, r => Team.Says(Roles(r).Contains("assistant") ? """{"score":0.9}""" : """{"score":0.5}"""));
        With("inner", Inner, _ => Team.Says("never"));
        With("main", together, _ => Team.Says("main says so"));
        if (together == Swarm)
        {
            With("a", "", r => IsLast(r, "tool") ? Team.Says("a") : Calls("look"));
            _team.With("main", Swarm.Replace("one, agent_ref: a", "one, agent_ref: s", StringComparison.Ordinal)
                .Replace("two, agent_ref: h", "two, agent_ref: a", StringComparison.Ordinal));
            With("s", "", r => IsLast(r, "tool") ? Team.Says("s") : Team.HandsOver("two", "go on", """{"fact":1}"""));
        }
    }

    private void With(string id, string tail, Func<TestRequest, TestReply> answer) =>
        _team.With(id, tail, [.. Enumerable.Repeat(Asks(answer), 400)]);

    private TestReply.Computed Asks(Func<TestRequest, TestReply> answer) => new(request =>
    {
        Interlocked.Increment(ref _asked);
        _whenSeen();
        return answer(request);
    });

    private static TestReply.Chat Calls(string tool) => new()
    {
        ToolCalls = [new TestToolCall(tool, "{}") { Id = "call_1" }],
        Usage = new TestUsage(10, 5),
    };

    private static string[] Roles(TestRequest request)
    {
        using JsonDocument body = JsonDocument.Parse(request.Body);
        return [.. body.RootElement.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("role").GetString()!)];
    }

    private static bool IsLast(TestRequest request, string role) => Roles(request)[^1] == role;

    private async Task<ChatRun> BeginAsync(string? session = null, string? defers = null, CallOptions? options = null, string prompt = "Do it.")
    {
        (ChatPlan plan, ChatRequest request) = await PlanAsync(options, prompt);
        RunSubject subject = RunSubject.Of(plan, request, static _ => []);
        return await RunAsync(DurableRun.New(session ?? _folder.Path, subject, null, TimeProvider.System), request, defers);
    }

    private async Task<ChatRun> ResumeAsync(
        string? folder = null, string? defers = null, UncertainCalls choice = UncertainCalls.Fail, bool accepts = false, CallOptions? options = null,
        (string Id, string Text)? result = null)
    {
        (ChatPlan plan, ChatRequest request) = await PlanAsync(options, "");
        DurableRun run = DurableRun.TakeUp(folder ?? Folder, null, TimeProvider.System);
        try
        {
            run.Check(RunSubject.Of(plan, request, static _ => []), accepts);
            run.Settle(
                choice, result is { } given ? new Dictionary<string, ToolResult> { [given.Id] = ToolResult.Of(given.Text) } : [], static _ => false);
        }
        catch
        {
            run.Dispose();
            throw;
        }

        return await RunAsync(run, request, defers);
    }

    private async Task<(ChatPlan Plan, ChatRequest Request)> PlanAsync(CallOptions? options, string prompt)
    {
        CallOptions set = (options ?? new CallOptions()) with { Tools = [Tool("look"), Tool("add")], Retries = new RetryOptions { MaximumRetryCount = 0 } };
        Checked<ChatPlan> plan = await _team.PlanAsync(options: set);
        Assert.True(plan.IsUsable, string.Join('\n', plan.Diagnostics));
        return (plan.Value!, plan.Value!.ToRequest(prompt));
    }

    private static ToolDefinition Tool(string name) => new(name, "Does it.", SchemaText.Parse("""{"type":"object","properties":{}}"""));

    private string[] Made()
    {
        lock (_made)
        {
            return [.. _made];
        }
    }

    private Task<ChatRun> RunAsync(DurableRun run, ChatRequest planned, string? defers)
    {
        Watched chain = new(_team, run, () => _whenSeen());
        return ChatRun.OfAsync(new AgentScript(chain, pending => Make(pending, defers)), planned);
    }

    private ToolResult? Make(PendingToolCall pending, string? defers)
    {
        if (pending.Call.Name == AgentGraph.HandOffTool)
        {
            return null;
        }

        const string Fingerprint = "as it is";
        CallDecision? decided = pending.Record!.FindDecision(Fingerprint);
        if (decided is { IsApproved: false })
        {
            return ToolResult.Error(ToolOutcome.Denied, "denied");
        }

        if (pending.Call.Name == defers && decided is null)
        {
            pending.Defer(Fingerprint);
            return null;
        }

        Assert.True(pending.Record.Start());
        _whenSeen();
        lock (_made)
        {
            _made.Add($"{pending.Call.Name} {((DurableRun.CallRecord)pending.Record).Node}");
        }

        _whenSeen();
        return ToolResult.Of("\"made\"");
    }

    private sealed class Watched(Team team, DurableRun run, Action whenSeen) : IChatProvider
    {
        public async IAsyncEnumerable<ChatEvent> AnswerAsync(
            ChatRequest request, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (ChatEvent item in team.Client.AnswerAsync(request, new CallContext { Run = run }, cancellationToken))
            {
                whenSeen();
                yield return item;
            }
        }
    }
}
