using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Failures;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Evaluations;

public sealed class EvaluationBudgetTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_that_would_exceed_it_is_not_made()
    {
        EvaluationBudget budget = new("It", 1m);
        await SpendAsync(budget, "a", 0.4m);
        await SpendAsync(budget, "a", 0.3m);

        ChatFailure refused = await RefusedAsync(budget, "a");
        Assert.Equal(FailureKind.CostLimitReached, refused.Kind);
        Assert.Equal("It may cost 1 US dollars, 0.7 are spent, and the dearest call of 'a' cost 0.4: nothing was sent.", refused.Summary);
        Assert.Equal((0, 0.3m), (refused.Attempts, budget.Left));

        // Another model may be cheaper: nobody knows before its first call.
        await SpendAsync(budget, "b", 0.3m);
        Assert.Equal("It may cost 1 US dollars, 1.0 are spent: nothing was sent.", (await RefusedAsync(budget, "c")).Summary);
    }

    [Fact]
    public async Task A_call_waits_for_those_under_way_where_too_little_is_left_beside_them()
    {
        EvaluationBudget budget = new("It", 1m, mostAtOnce: 9);
        await SpendAsync(budget, "a", 0.3m);
        decimal?[] underWay = [await Begin(budget, "a"), await Begin(budget, "a")];
        Task<decimal?> third = Begin(budget, "a");
        Task<decimal?> other = Begin(budget, "a");

        Assert.Equal([0.3m, 0.3m], underWay);
        Assert.False(third.IsCompleted || other.IsCompleted);

        // Two more do not fit, even if this one cost next to nothing.
        budget.End("a", underWay[0], 0.05m, isAnswered: true);
        Assert.Equal(0.3m, await await Task.WhenAny(third, other));
        Assert.False(third.IsCompleted && other.IsCompleted);
        budget.End("a", underWay[1], 0.3m, isAnswered: true);
        budget.End("a", 0.3m, 0.3m, isAnswered: true);
        await Assert.ThrowsAsync<ChatException>(() => Task.WhenAll(third, other));
        Assert.Equal(0.05m, budget.Left);
    }

    // However many may run at once: else all of them would begin before anybody knew what one costs.
    [Fact]
    public async Task The_first_call_of_a_model_is_alone_among_its_kind_until_it_ends()
    {
        EvaluationBudget budget = new("It", 1m, mostAtOnce: 50);
        decimal? first = await Begin(budget, "a");
        List<Task<decimal?>> others = [.. Enumerable.Range(0, 49).Select(_ => Begin(budget, "a"))];

        Assert.Equal(0, await Begin(budget, "b"));
        Assert.DoesNotContain(others, o => o.IsCompleted);
        budget.End("a", first, 0.3m, isAnswered: true);

        // Two of the 49 can be paid.
        for (int begun = 0; begun < 2; begun++)
        {
            Task<decimal?> next = await Task.WhenAny(others);
            others.Remove(next);
            Assert.Equal(0.3m, await next);
        }

        budget.End("a", 0.3m, 0.3m, isAnswered: true);
        budget.End("a", 0.3m, 0.3m, isAnswered: true);
        foreach (Task<decimal?> refused in others)
        {
            await Assert.ThrowsAsync<ChatException>(() => refused);
        }

        Assert.Equal(0.1m, budget.Left);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_model_whose_cost_nobody_knows_is_asked_at_once_as_soon_as_one_answer_came(bool isAnswered)
    {
        EvaluationBudget budget = new("It", 1m, mostAtOnce: 9);
        budget.End("a", await Begin(budget, "a"), null, isAnswered);

        await Begin(budget, "a");
        Assert.Equal(isAnswered, Begin(budget, "a").IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Runs_at_the_same_time_never_have_limits_that_are_more_together_than_what_is_left()
    {
        EvaluationBudget budget = new("It", 1m, mostAtOnce: 4);
        decimal? first = await Begin(budget, "a", isBounded: true);
        Task<decimal?> other = Begin(budget, "b", isBounded: true);
        Assert.Equal((1m, false), (first, other.IsCompleted));

        budget.End("a", first, 0.02m, isAnswered: true);
        budget.End("b", await other, 0.1m, isAnswered: true);
        Assert.Equal(0.88m, budget.Left);

        // A share of what is left, or much more than was ever needed, or what is there.
        decimal?[] limits = [await Begin(budget, "a", isBounded: true), await Begin(budget, "b", isBounded: true), await Begin(budget, "b", isBounded: true)];
        Assert.Equal([0.22m, 0.4m, 0.26m], limits);
        Assert.Equal((0m, false), (budget.Left, Begin(budget, "a", isBounded: true).IsCompleted));
    }

    [Fact]
    public async Task A_run_that_is_alone_has_all_that_is_left()
    {
        EvaluationBudget budget = new("It", 1m);
        await SpendAsync(budget, "a", 0.1m);

        Assert.Equal(0.9m, await Begin(budget, "a", isBounded: true));
    }

    [Fact]
    public async Task A_wait_can_be_cancelled()
    {
        EvaluationBudget budget = new("It", 1m, mostAtOnce: 2);
        decimal? first = await Begin(budget, "a");
        using CancellationTokenSource stop = new();
        Task<decimal?> waits = budget.BeginAsync("a", "e", isBounded: false, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
        budget.End("a", first, null, isAnswered: false);
        Assert.Equal((0m, 1m), (await Begin(budget, "a"), budget.Left));
    }

    [Fact]
    public async Task Without_a_limit_every_call_is_made_at_once()
    {
        EvaluationBudget budget = new("It", null, mostAtOnce: 2);
        Task<decimal?>[] begun = [Begin(budget, "a"), Begin(budget, "a", isBounded: true)];

        Assert.All(begun, b => Assert.True(b.IsCompletedSuccessfully));
        await SpendAsync(budget, "a", 1_000_000m);
        Assert.Equal((null, null, null), (await Begin(budget, "a"), budget.Left, budget.FindWarning("a")));
    }

    [Fact]
    public void That_it_cannot_bind_is_said_once()
    {
        EvaluationBudget budget = new("It", 1m);

        Assert.Contains("'a'", budget.FindWarning("a"), StringComparison.Ordinal);
        Assert.Null(budget.FindWarning("b"));
    }

    private static Task<decimal?> Begin(EvaluationBudget budget, string kind, bool isBounded = false) => budget.BeginAsync(kind, "e", isBounded, Token);

    private static async Task<ChatFailure> RefusedAsync(EvaluationBudget budget, string kind) =>
        (await Assert.ThrowsAsync<ChatException>(() => Begin(budget, kind))).Failure;

    private static async Task SpendAsync(EvaluationBudget budget, string kind, decimal cost) =>
        budget.End(kind, await Begin(budget, kind), cost, isAnswered: true);
}
