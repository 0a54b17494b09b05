using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Clients;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Runs;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.RemoteAgents;

/// <summary>Kept runs whose process ended while a remote agent was asked: nobody knows what it did, so it is asked again only by whoever says so.</summary>
public sealed class KeptRemoteAgentTests : IDisposable
{
    private static readonly Dictionary<string, ToolResult> None = [];

    private readonly Team _team = new();
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _team.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(UncertainCalls.Fail)]
    [InlineData(UncertainCalls.Skip)]
    [InlineData(UncertainCalls.Retry)]
    public async Task A_remote_agent_that_was_asked_is_uncertain(UncertainCalls choice)
    {
        await using OddAgent agent = await OddAgent.StartAsync(Token);
        byte[]? ended = null;
        string session = _folder.Path;
        agent.Answer = async (_, context, _) =>
        {
            ended ??= await File.ReadAllBytesAsync(Path.Combine(Directory.GetDirectories(session).Single(RunFolder.IsRun), RunFile.Name), Token);
            await OddAgent.Say(context, OddAgent.Done("Did it."));
        };
        _team.With("a", "", Team.Says("A")).With("b", "", Team.Says("Instead."), Team.Says("Instead.")).With("main", $$"""
            multi_agent:
              pattern: graph
              nodes:
                - { node_id: one, agent_ref: a }
                - { node_id: far, a2a_url: '{{agent.Address}}', fallback: two }
                - { node_id: two, agent_ref: b }
              edges: [{ from_node: one, to_node: far }]

            """);
        (ChatPlan plan, ChatRequest request) = await PlanAsync();
        ChatRun whole = await RunAsync(DurableRun.New(session, RunSubject.Of(plan, request, static _ => []), null, TimeProvider.System), request);
        Assert.Equal("Did it.", whole.Reply.Text);
        string folder = Directory.GetDirectories(session).Single(RunFolder.IsRun);
        await File.WriteAllBytesAsync(Path.Combine(folder, RunFile.Name), ended!, Token);

        DurableRun run = DurableRun.TakeUp(folder, null, TimeProvider.System);
        run.Check(RunSubject.Of(plan, request, static _ => []), accepts: false);
        if (choice == UncertainCalls.Fail)
        {
            RunException refused = Assert.Throws<RunException>(() => run.Settle(choice, None, static _ => false, request));
            run.Dispose();
            Assert.Equal(RunProblem.Uncertain, refused.Problem);
            Assert.Contains("'far'", refused.Message, StringComparison.Ordinal);
            return;
        }

        run.Settle(choice, None, static _ => false, request);
        ChatRun resumed = await RunAsync(run, request);

        Assert.Equal(choice == UncertainCalls.Skip ? "Instead." : "Did it.", resumed.Reply.Text);
        Assert.Equal(choice == UncertainCalls.Skip ? 1 : 2, agent.Requests.Count(r => r.Method == "SendMessage"));
        Assert.Equal(["a"], _team.Asked.Select(q => q.Agent).Where(q => q == "a"));
    }

    [Theory]
    [InlineData(504, true)]
    [InlineData(0, true)]
    [InlineData(200, true)]
    [InlineData(400, false)]
    public async Task One_that_failed_without_telling_the_end_is_uncertain(int status, bool isUncertain)
    {
        await using OddAgent agent = await OddAgent.StartAsync(Token);
        agent.Answer = (_, context, _) =>
        {
            if (status > 0)
            {
                return OddAgent.Write(context, status, "{}");
            }

            context.Abort();
            return Task.CompletedTask;
        };
        _team.With("main", $$"""
            multi_agent:
              pattern: graph
              nodes: [{ node_id: far, a2a_url: '{{agent.Address}}' }]
              edges: []

            """);

        await FailAsync(isUncertain, 1, agent);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_took_too_long_is_uncertain(bool hasTask)
    {
        await using OddAgent agent = await OddAgent.StartAsync(Token);
        agent.Answer = (_, context, _) => hasTask
            ? OddAgent.Say(context, $$"""{"task":{{OddAgent.Task("TASK_STATE_WORKING")}}}""")
            : Task.Delay(Timeout.Infinite, context.RequestAborted);
        _team.With("main", $$"""
            multi_agent:
              pattern: graph
              node_timeout: 1
              nodes: [{ node_id: far, a2a_url: '{{agent.Address}}' }]
              edges: []

            """);

        await FailAsync(isUncertain: true, 1, agent);
    }

    [Fact]
    public async Task One_that_another_failure_ended_is_uncertain()
    {
        await using OddAgent agent = await OddAgent.StartAsync(Token);
        agent.Answer = (_, context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted);
        TestReply.Computed fails = new(_ =>
        {
            SpinWait.SpinUntil(() => agent.Requests.Any(r => r.Method == "SendMessage"), Patience.Limit);
            return new TestReply.Failure(400, "No.");
        });
        _team.With("a", "", Team.Says("A")).With("b", "", fails).With("main", $$"""
            multi_agent:
              pattern: graph
              nodes:
                - { node_id: one, agent_ref: a }
                - { node_id: far, a2a_url: '{{agent.Address}}' }
                - { node_id: two, agent_ref: b }
              edges: [{ from_node: one, to_node: far }, { from_node: one, to_node: two }]

            """);

        await FailAsync(isUncertain: true, 1, agent);
    }

    [Fact]
    public async Task One_whose_failure_is_covered_is_not_asked_again_and_is_not_uncertain()
    {
        await using OddAgent agent = await OddAgent.StartAsync(Token);
        agent.Answer = (_, context, _) => OddAgent.Write(context, 504, "{}");
        _team.With("b", "", new TestReply.Failure(400, "No.")).With("main", $$"""
            multi_agent:
              pattern: graph
              nodes: [{ node_id: far, a2a_url: '{{agent.Address}}', fallback: two }, { node_id: two, agent_ref: b }]
              edges: []

            """);

        await FailAsync(isUncertain: false, 1, agent);
    }

    private async Task FailAsync(bool isUncertain, int sent, OddAgent agent)
    {
        (ChatPlan plan, ChatRequest request) = await PlanAsync();
        ChatRun failed = await RunAsync(DurableRun.New(_folder.Path, RunSubject.Of(plan, request, static _ => []), null, TimeProvider.System), request);
        Assert.NotNull(failed.Failure);
        using DurableRun run = DurableRun.TakeUp(Directory.GetDirectories(_folder.Path).Single(RunFolder.IsRun), null, TimeProvider.System);
        run.Check(RunSubject.Of(plan, request, static _ => []), accepts: false);

        Exception? refused = Record.Exception(() => run.Settle(UncertainCalls.Fail, None, static _ => false, request));

        Assert.Equal(isUncertain ? RunProblem.Uncertain : null, (refused as RunException)?.Problem);
        Assert.Equal(sent, agent.Requests.Count(r => r.Method == "SendMessage"));
    }

    private async Task<(ChatPlan Plan, ChatRequest Request)> PlanAsync()
    {
        ChatPlan plan = (await _team.PlanAsync()).Value!;
        return (plan, plan.ToRequest("Do it."));
    }

    private Task<ChatRun> RunAsync(DurableRun run, ChatRequest request) => ChatRun.OfAsync(new Kept(_team, run), request);

    private sealed class Kept(Team team, DurableRun run) : IChatProvider
    {
        public IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, CancellationToken cancellationToken) =>
            team.Client.AnswerAsync(request, new CallContext { Run = run }, cancellationToken);
    }
}
