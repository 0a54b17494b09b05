using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Failures;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Evaluations;

public sealed class EvaluationBudgetTests
{
    [Fact]
    public void A_call_that_would_exceed_it_is_not_made()
    {
        EvaluationBudget budget = new("It", 1m);
        Spend(budget, "a", 0.4m);
        Spend(budget, "a", 0.3m);

        ChatFailure refused = Assert.Throws<ChatException>(() => budget.Begin("a", "e")).Failure;
        Assert.Equal(FailureKind.CostLimitReached, refused.Kind);
        Assert.Equal("It may cost 1 US dollars, 0.7 are spent, and the dearest call of 'a' cost 0.4: nothing was sent.", refused.Summary);
        Assert.Equal((0, 0.3m), (refused.Attempts, budget.Left));

        // Another model may be cheaper: nobody knows before its first call.
        Spend(budget, "b", 0.3m);
        Assert.Equal("It may cost 1 US dollars, 1.0 are spent: nothing was sent.", Assert.Throws<ChatException>(() => budget.Begin("c", "e")).Failure.Summary);
    }

    [Fact]
    public void Calls_at_the_same_time_set_aside_what_they_may_cost()
    {
        EvaluationBudget budget = new("It", 1m);
        Spend(budget, "a", 0.3m);
        decimal one = budget.Begin("a", "e");
        decimal two = budget.Begin("a", "e");

        Assert.Throws<ChatException>(() => budget.Begin("a", "e"));
        budget.End("a", one, 0.1m);
        budget.End("a", two, null);
        Assert.Equal(0.6m, budget.Left);
        Assert.Equal(0.3m, budget.Begin("a", "e"));
    }

    [Fact]
    public void Without_a_limit_every_call_is_made()
    {
        EvaluationBudget budget = new("It", null);
        Spend(budget, "a", 1_000_000m);

        Assert.Equal((1_000_000m, null, null), (budget.Begin("a", "e"), budget.Left, budget.FindWarning("a")));
    }

    [Fact]
    public void That_it_cannot_bind_is_said_once()
    {
        EvaluationBudget budget = new("It", 1m);

        Assert.Contains("'a'", budget.FindWarning("a"), StringComparison.Ordinal);
        Assert.Null(budget.FindWarning("b"));
    }

    private static void Spend(EvaluationBudget budget, string kind, decimal cost) => budget.End(kind, budget.Begin(kind, "e"), cost);
}
