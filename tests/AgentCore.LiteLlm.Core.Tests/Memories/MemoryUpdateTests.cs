using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Memories;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Memories;

/// <summary>Memories through the whole chain: what the agent's own model says is to be remembered, and what is found of it later.</summary>
public sealed class MemoryUpdateTests : IDisposable
{
    private const string Block = """
        memory:
          strategies:
            - { type: SEMANTIC, name: facts, namespace: "/users/{actorId}/facts" }
            - { type: SUMMARY, name: summary, namespace: "/users/{actorId}/{sessionId}" }
            - { type: SEMANTIC, name: common, namespace: /common }
          retrieval:
            - { namespace: "/users/{actorId}", top_k: 3, relevance_score: 0.3 }
            - { namespace: /common }

        """;

    private readonly Team _team = new();

    private string Folder => Path.Combine(_team.Folder.Path, "session", "memory");

    public void Dispose() => _team.Dispose();

    [Fact]
    public async Task What_the_model_finds_worth_knowing_is_told_where_it_fits()
    {
        _team.With("main", Block,
            Team.Says("Nice."), Update(("facts", "Ann's favourite colour is blue.", 0), ("common", "The canteen opens at noon.", 0)),
            Team.Says("Blue."), Team.Says("At noon."), Team.Says("No idea."));

        ChatRun first = await AskAsync("I like blue best.", updates: true);
        await AskAsync("Which colour is my favourite colour?", session: "other");
        await AskAsync("When does the canteen open?", actor: "bob", session: "other");
        await AskAsync("Which colour is my favourite colour?", actor: "bob", session: "third");

        Assert.Equal(2, first.Reply.Iterations);
        Assert.Equal(20, first.Reply.Usage.InputTokens);
        Assert.Contains("- [/users/{actorId}] Ann's favourite colour is blue.\n", BodyOf(2), StringComparison.Ordinal);
        Assert.DoesNotContain("canteen", BodyOf(2), StringComparison.Ordinal);
        Assert.Contains("- [/common] The canteen opens at noon.\n", BodyOf(3), StringComparison.Ordinal);
        Assert.DoesNotContain("blue", BodyOf(4), StringComparison.Ordinal);
        Assert.DoesNotContain("/users/ann", BodyOf(2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_longer_true_gives_way_and_there_is_one_summary()
    {
        _team.With("main", Block,
            Team.Says("ok"), Update(("facts", "Ann lives in Bern.", 0), ("facts", "Ann has a dog.", 0), ("summary", "Ann talked of Bern.", 0)),
            Team.Says("ok"), Update(("facts", "Ann lives in Basel.", 1), ("summary", "Ann talked of moving.", 0), ("summary", "Ann moved to Basel.", 0)));

        await AskAsync("I live in Bern.", updates: true);
        await AskAsync("I moved from Bern to Basel, Ann lives there now.", updates: true);

        Assert.Contains("1. [facts] Ann lives in Bern.", BodyOf(3), StringComparison.Ordinal);
        Assert.Contains("[summary] Ann talked of Bern.", BodyOf(3), StringComparison.Ordinal);
        Assert.Equal(["Ann has a dog.", "Ann lives in Basel.", "Ann moved to Basel."], Kept("ann").Memories.Select(m => m.Text).Order(StringComparer.Ordinal));
        Assert.All(Kept("ann").Memories, m => Assert.Equal("ann", m.Actor));
    }

    [Fact]
    public async Task The_model_of_the_update_has_no_tools_and_its_words_are_not_the_answer()
    {
        _team.With("main", Block, Team.Says("The answer."), Update());

        ChatRun run = await AskAsync("hi", updates: true, stream: true);

        Assert.Equal(("The answer.", "The answer."), (run.Reply.Text, run.Pieces.Text));
        Assert.DoesNotContain("You are main.", BodyOf(1), StringComparison.Ordinal);
        Assert.Empty(Kept("ann").Memories);
    }

    [Fact]
    public async Task An_update_that_fails_costs_no_answer()
    {
        _team.With("main", Block, Team.Says("The answer."), new TestReply.Failure(500, "no"));

        ChatRun run = await AskAsync("hi", updates: true);

        Assert.Equal("The answer.", run.Reply.Text);
        Assert.StartsWith("The memory is not updated: ", Assert.Single(run.Reply.Warnings), StringComparison.Ordinal);
        Assert.Single(Kept("ann").Exchanges);
    }

    [Fact]
    public async Task What_is_deleted_while_the_model_is_asked_does_not_come_back()
    {
        _team.With("main", Block, Team.Says("Nice."), Update(("facts", "Ann lives in Bern.", 0), ("common", "Ann's canteen opens at noon.", 0)));
        Checked<ChatPlan> plan = await _team.PlanAsync(options: Options("ann", "s", true));
        MemoryStore store = new(Folder, null, TimeProvider.System);

        await foreach (ChatEvent item in _team.Client.AnswerAsync(plan.Value!, "I live in Bern.", TestContext.Current.CancellationToken))
        {
            if (item is ChatEvent.Notice { Message: "The model is asked what is to be remembered." })
            {
                await store.RemoveFileAsync(Assert.Single(store.Find()), TestContext.Current.CancellationToken);
            }
        }

        Assert.Equal(2, _team.Endpoint.Requests.Length);
        Assert.Equal(["lock"], Directory.GetFiles(Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Whoever_cancels_while_the_memory_is_kept_has_the_answer()
    {
        _team.With("main", Block, Team.Says("The answer."), Update());
        Checked<ChatPlan> plan = await _team.PlanAsync(options: Options("ann", "s", true));
        using CancellationTokenSource cancel = new();

        RunCancelledException cancelled = await Assert.ThrowsAnyAsync<RunCancelledException>(async () =>
        {
            await foreach (ChatEvent item in _team.Client.AnswerAsync(plan.Value!, "hi", cancel.Token))
            {
                if (item is ChatEvent.Notice { Message: "The model is asked what is to be remembered." })
                {
                    await cancel.CancelAsync();
                }
            }
        });

        Assert.Equal("The answer.", cancelled.Failure.PartialText);
        Assert.Equal("The answer.", cancelled.Failure.Messages[^1].Text);
    }

    [Fact]
    public async Task Agents_of_a_graph_remember_each_for_itself_what_was_asked_of_all()
    {
        const string Nodes = "  nodes: [{node_id: one, agent_ref: a}, {node_id: two, agent_ref: b}]\n  edges: [{from_node: one, to_node: two}]\n";
        _team.With("a", Block, Team.Says("from a"), Team.Says("again a")).With("b", "", Team.Says("from b"), Team.Says("again b"))
            .With("main", Team.Graph(Nodes));

        await AskAsync("Do it.");
        await AskAsync("Do more.");

        Assert.Contains("[user]: Do it.\n[assistant]: from a\n", BodyOf(2), StringComparison.Ordinal);
        Assert.DoesNotContain("memory_context", BodyOf(3), StringComparison.Ordinal);
        Assert.Equal(["Do it.", "Do more."], Kept("ann", "a").Exchanges.Select(e => e.Prompt));
        Assert.Single(new MemoryStore(Folder, null, TimeProvider.System).Find());
    }

    [Fact]
    public async Task A_coordinator_remembers_what_was_asked_and_not_what_it_was_given()
    {
        const string Nodes = "  role: coordinator\n  nodes: [{node_id: one, agent_ref: a}]\n";
        _team.With("a", "", Team.Says("from a")).With("main", Block + Team.Graph(Nodes), Team.Says("whole"));

        await AskAsync("Do it.");

        Assert.Equal([("Do it.", "whole")], Kept("ann", "main").Exchanges.Select(e => (e.Prompt, e.Answer)));
    }

    [Fact]
    public async Task A_specialist_that_is_called_as_a_tool_remembers_for_itself()
    {
        TestReply.Chat calls = new() { ToolCalls = [new TestToolCall("helper", """{"request":"Look it up."}""")] };
        _team.With("helper", Block, Team.Says("found"), Team.Says("found again"))
            .With("main", "multi_agent:\n  role: coordinator\n  specialists: [helper]\n", calls, Team.Says("done"), calls, Team.Says("done"));

        await AskAsync("Do it.");
        await AskAsync("Do it again.");

        Assert.Equal(["Look it up.", "Look it up."], Kept("ann", "helper").Exchanges.Select(e => e.Prompt));
        Assert.Contains("[user]: Look it up.\n[assistant]: found\n", BodyOf(4), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulation_remembers_and_updates_and_is_always_the_same()
    {
        _team.With("main", Block);
        CallOptions options = Options("ann", "s", true) with { Mode = ExecutionMode.Simulation };
        await _team.AskAsync("one", options);
        ChatRun second = await _team.AskAsync("two", options);
        string[] kept = [.. Kept("ann").Exchanges.Select(e => $"{e.Prompt} {e.Answer}")];
        Directory.Delete(Folder, recursive: true);
        await _team.AskAsync("one", options);
        ChatRun again = await _team.AskAsync("two", options);

        Assert.Equal(second.Reply.Text, again.Reply.Text);
        Assert.Equal(kept, Kept("ann").Exchanges.Select(e => $"{e.Prompt} {e.Answer}"));
        Assert.Equal((2, 2), (kept.Length, second.Reply.Iterations));
        Assert.All(Kept("ann").Exchanges, e => Assert.True(e.IsTrial));
        Assert.Empty(_team.Endpoint.Requests);
    }

    [Theory]
    [InlineData(null, "s", "names an actor")]
    [InlineData("ann", null, "names a session")]
    public async Task Whose_memory_it_is_has_to_be_said(string? actor, string? session, string why)
    {
        _team.With("main", Block);

        Checked<ChatPlan> plan = await _team.PlanAsync(options: Options(actor, session, false));

        Assert.False(plan.IsUsable);
        Assert.Contains(why, Assert.Single(plan.Diagnostics, d => d.Code == DiagnosticCodes.MemoryIncomplete).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_applied_is_said_by_findings_and_gates()
    {
        _team.With("main", Block).With("plain").With("team", Block + Team.Graph("  nodes: [{node_id: one, agent_ref: plain}]\n"));

        Checked<ChatPlan> without = await _team.PlanAsync(options: new CallOptions { CanNameMemory = true });
        Checked<ChatPlan> kept = await _team.PlanAsync(options: Options("ann", "s", false));
        Checked<ChatPlan> updated = await _team.PlanAsync(options: Options("ann", "s", true));
        Checked<ChatPlan> plain = await _team.PlanAsync("plain", Options("ann", "s", false));
        Checked<ChatPlan> together = await _team.PlanAsync("team", Options("ann", "s", false));

        Assert.Equal([(DiagnosticSeverity.Warning, "memory")], Unapplied(without));
        Assert.Equal(["memory: not applied: no folder is named to keep it in"], Gates(without));
        Assert.Equal([(DiagnosticSeverity.Information, "memory.strategies")], Unapplied(kept));
        Assert.Equal(
            [
                "memory: kept: the last 5 exchanges of the session are looked up, and memories in 2 namespaces",
                "memory.strategies: not applied: the model is not asked what is to be remembered",
            ],
            Gates(kept));
        Assert.Empty(Unapplied(updated));
        Assert.Equal("memory.strategies: the model is asked after each answer", Gates(updated)[1]);
        Assert.Contains(plain.Diagnostics, d => d.Code == DiagnosticCodes.SettingIgnored && d.Path == "memory");
        Assert.Equal([(DiagnosticSeverity.Warning, "memory")], Unapplied(together));
        Assert.Equal(["memory: not applied: the agent is not asked itself"], Gates(together));
    }

    private static TestReply.Chat Update(params (string Strategy, string Text, int Replaces)[] memories) => Team.Says(
        $$"""{"memories":[{{string.Join(',', memories.Select(m => $$"""{"strategy":"{{m.Strategy}}","text":"{{m.Text}}","replaces":{{m.Replaces}}}"""))}}]}""");

    private static (DiagnosticSeverity, string)[] Unapplied(Checked<ChatPlan> plan) =>
        [.. plan.Diagnostics.Where(d => d.Code == DiagnosticCodes.SettingNotApplied).Select(d => (d.Severity, d.Path!))];

    private static string[] Gates(Checked<ChatPlan> plan) =>
        [.. plan.Value!.ToRequest("hi").Gates.Where(g => g.Gate.StartsWith("memory", StringComparison.Ordinal)).Select(g => g.ToString())];

    private CallOptions Options(string? actor, string? session, bool updates) => new()
    {
        Retries = new RetryOptions { MaximumRetryCount = 0 },
        Memory = new MemoryOptions(Folder) { Actor = actor, Session = session, Updates = updates },
        CanNameMemory = true,
    };

    private Task<ChatRun> AskAsync(string prompt, string actor = "ann", string session = "s", bool updates = false, bool stream = false) =>
        _team.AskAsync(prompt, Options(actor, session, updates) with { Stream = stream });

    private MemoryContent Kept(string actor, string agent = "main") =>
        new MemoryStore(Folder, null, TimeProvider.System).Read(new MemoryOwner(agent, actor));

    private string BodyOf(int at) => System.Text.RegularExpressions.Regex.Unescape(_team.Endpoint.Requests[at].Body);
}
