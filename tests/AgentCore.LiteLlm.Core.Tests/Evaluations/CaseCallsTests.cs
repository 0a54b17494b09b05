using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Evaluations;

public sealed class CaseCallsTests
{
    private static readonly ChatPlan Plan = ChatPlan.Make(
        ModelResolver.Resolve(
            Blueprint.With("provider: litellm\nmodel_id: m\nbase_url: http://localhost:4000\n"), new ModelOverrides(), new FixedVariables()).Value!,
        new CallOptions(), new FixedVariables()).Value!;

    private static readonly ChatRequest Request = Plan.ToRequest(new ChatMessage(ChatRole.User, "p"), AgentConversation.Empty);

    private static readonly AgentReply Reply = new() { Text = "x", RequestedModel = "m", Endpoint = "e", Mode = ExecutionMode.Production, Cost = 0.1m };

    private static readonly Spent Answered = new() { Attempts = 1, Iterations = 1, Usage = new TokenUsage { InputTokens = 5, OutputTokens = 5 } };

    [Theory]
    [InlineData(false, 0.7)]
    [InlineData(true, 1)]
    public async Task What_a_call_cost_that_failed_is_spent_unless_a_cassette_answers(bool isReplayed, double left)
    {
        EvaluationBudget budget = new("It", 1m);
        CaseRun run = Run();

        await FailAsync(new CaseCalls(budget, (_, token) => Fails(Answered with { Cost = 0.3m }, token), isReplayed), run);

        Assert.Equal((decimal)left, budget.Left);
        Assert.Equal(0.3m, run.Result!.Cost);
    }

    // What the agent's answer cost is booked with the evaluation alone, what the judge's did with the judge too.
    [Fact]
    public async Task What_a_judge_cost_that_failed_is_spent_of_its_budget_and_of_the_whole()
    {
        EvaluationBudget budget = new("It", 1m);
        EvaluationBudget own = new("The judge", 0.5m);
        CaseRun run = Run();
        run.Judges = [new SeatedJudge(new Judge { Name = "j", ModelId = "m", Scale = [1, 5] }, Plan, Redactor.Idle, own) { AtLeast = 3 }];
        int calls = 0;

        await FailAsync(new CaseCalls(budget, (_, token) => calls++ == 0 ? Answers(Reply) : Fails(Answered with { Cost = 0.2m }, token)), run);

        Assert.Equal((0.7m, 0.3m), (budget.Left, own.Left));
        Assert.Equal((EvaluationOutcome.Errored, 0.3m), (run.Result!.Outcome, run.Result.Cost));
    }

    [Fact]
    public void What_failed_calls_cost_is_in_the_sums()
    {
        EvaluationResult paid = Failed(FailureKind.TimedOut, Answered with { Cost = 0.2m });
        EvaluationResult departed = Failed(FailureKind.OutputSchemaMismatch, Answered with { Cost = 0.1m });
        EvaluationResult unknown = Failed(FailureKind.TimedOut, Answered);
        EvaluationResult unsent = Failed(FailureKind.TimedOut, Spent.OneAttempt.Add(Spent.Unanswered));
        EvaluationResult whole = paid with { Run = 0, Lost = Spent.Nothing, RunResults = [paid, departed, unsent] };

        Assert.Equal([0.2m, 0.1m, null, null, 0.3m], new[] { paid, departed, unknown, unsent, whole }.Select(r => r.Cost));
        Assert.Null((whole with { RunResults = [paid, unknown] }).Cost);
        Assert.EndsWith("errored; 0.2 US dollars; 0.0 s.", $"{new EvaluationTotals([paid, unsent], TimeSpan.Zero)}", StringComparison.Ordinal);
        Assert.EndsWith("; at least 0.2 US dollars; 0.0 s.", $"{new EvaluationTotals([paid, unknown], TimeSpan.Zero)}", StringComparison.Ordinal);
    }

    // Each run is told to end where what it has set aside does: together they cannot spend more than there is.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Runs_with_tools_or_agents_have_as_their_limit_what_is_set_aside_for_them(bool isGraph)
    {
        EvaluationBudget budget = new("It", 1m, mostAtOnce: 4);
        ChatRequest request = isGraph
            ? Request with { Graph = new AgentGraph { Agent = "a", Entry = "a", Nodes = [], Limits = new GraphLimits() } }
            : Request with { Loop = new LoopLimits { MaxCost = 99 } };
        List<(decimal? Limit, decimal? Left)> told = [];
        TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        CaseCalls calls = new(budget, AnswerAsync);

        async IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest asked, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            int number;
            lock (told)
            {
                told.Add((isGraph ? asked.Budget!.MaxCost : asked.Loop!.MaxCost, budget.Left));
                number = told.Count;
            }

            if (number == 4)
            {
                all.SetResult();
            }

            await (number == 1 ? Task.CompletedTask : all.Task.WaitAsync(cancellationToken));
            yield return new ChatEvent.Completed(Reply with { Cost = 0.05m });
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PullAsync(calls, Run(), request)));

        Assert.Equal((1m, 0m), told[0]);
        Assert.Equal(0.95m, told.Skip(1).Sum(t => t.Limit) + told[^1].Left);
        Assert.Equal(0.8m, budget.Left);
    }

    private static EvaluationResult Failed(FailureKind kind, Spent spent)
    {
        CaseRun run = Run();
        run.Fail(new ChatException(new ChatFailure { Kind = kind, Summary = "s", Endpoint = "e", Spent = spent }));
        return run.Result!;
    }

    private static async Task FailAsync(CaseCalls calls, CaseRun run)
    {
        run.Fail(await Assert.ThrowsAsync<ChatException>(() => PullAsync(calls, run, Request)), run.Answer);
    }

    private static async Task PullAsync(CaseCalls calls, CaseRun run, ChatRequest request)
    {
        await foreach (ChatEvent _ in calls.AnswerAsync(run, request, TestContext.Current.CancellationToken))
        {
        }
    }

    private static async IAsyncEnumerable<ChatEvent> Answers(AgentReply reply)
    {
        await Task.Yield();
        yield return new ChatEvent.Completed(reply);
    }

    private static async IAsyncEnumerable<ChatEvent> Fails(Spent spent, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Delay(0, cancellationToken);
        yield return new ChatEvent.Notice("asked");
        throw new ChatException(new ChatFailure { Kind = FailureKind.OutputSchemaMismatch, Summary = "s", Endpoint = "e", Spent = spent });
    }

    private static CaseRun Run() => new(new EvaluationCase { Name = "n", Prompt = "p", File = "f", Line = 1 }, 1);
}
