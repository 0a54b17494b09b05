using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Modes;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Evaluations;

public sealed class CaseRowTests
{
    // + passed, - failed, ? came to no answer, 0 was not to be run.
    [Theory]
    [InlineData("+++++++++-", 0.9, EvaluationOutcome.Passed, 9, 10)]
    [InlineData("++++++++--", 0.9, EvaluationOutcome.Failed, 8, 10)]
    [InlineData("+++++++---", 0.7, EvaluationOutcome.Passed, 7, 10)]
    [InlineData("++++++++?-", 0.9, EvaluationOutcome.Errored, 8, 9)]
    [InlineData("+++++++++?", 0.9, EvaluationOutcome.Passed, 9, 9)]
    [InlineData("++++++?---", 0.9, EvaluationOutcome.Failed, 6, 9)]
    [InlineData("++0", 1.0, EvaluationOutcome.Passed, 2, 2)]
    [InlineData("--", 0.0, EvaluationOutcome.Passed, 0, 2)]
    [InlineData("+-", null, EvaluationOutcome.Failed, 1, 2)]
    public void The_share_that_passed_decides_and_a_run_without_an_answer_may_have_gone_either_way(
        string runs, double? required, EvaluationOutcome outcome, int passed, int judged)
    {
        EvaluationResult result = Run(runs, required).Result!;

        Assert.Equal((outcome, passed, judged), (result.Outcome, result.PassRate!.Passed, result.PassRate.Runs));
        Assert.Equal((required, 0, runs.Length), (result.PassRate.Required, result.Run, result.RunResults.Length));
    }

    [Fact]
    public void What_speaks_against_it_is_counted_and_costs_and_times_are_added_up()
    {
        EvaluationResult result = Run("++---", 0.9).Result!;

        Assert.Equal(
            [
                "pass_rate: expected 90 % of the runs to pass, but 2 of 5 passed, 40 % (11.8 to 76.9 %).",
                "contains: expected the answer to contain '+', but the answer is '-' (3 of 5 runs).",
            ],
            result.Failures.Select(f => $"{f}"));
        Assert.Equal((0.05m, TimeSpan.FromSeconds(10), "a"), (result.Cost, result.Duration, result.Title));
        Assert.Null(result.Reply);
    }

    [Fact]
    public void A_cost_of_which_nobody_knows_a_part_is_not_known()
    {
        EvaluationResult result = Run("+-?", 0.9).Result!;
        EvaluationResult partly = result with
        {
            RunResults = [.. result.RunResults.Select((r, n) => n == 0 ? r with { Reply = r.Reply! with { Cost = null } } : r)],
        };

        Assert.Equal(0.02m, result.Cost);
        Assert.Null(partly.Cost);
        Assert.Equal("1 failed (3 runs); 0.02 US dollars; 3.0 s.", $"{new EvaluationTotals([result], TimeSpan.FromSeconds(3))}");
        Assert.Equal(
            "1 passed, 1 failed, 1 errored; at least 0.01 US dollars; 0.5 s.", $"{new EvaluationTotals(partly.RunResults, TimeSpan.FromSeconds(0.5))}");
    }

    [Fact]
    public void Runs_of_which_none_is_made_come_to_nothing()
    {
        EvaluationResult errored = Run("??", 0.5).Result!;
        EvaluationResult skipped = Run("00", 0.5).Result!;

        Assert.Equal((EvaluationOutcome.Errored, "Id", "no", null), (errored.Outcome, errored.ErrorId, errored.Reason, errored.PassRate));
        Assert.Equal((EvaluationOutcome.Skipped, "later"), (skipped.Outcome, skipped.Reason));
        Assert.Null(Run("+ ", 0.5).Result);
        Assert.Equal("EvaluationStopped", Run("- ", 0.5).ToFinal().ErrorId);
    }

    private static CaseRow Run(string runs, double? required)
    {
        EvaluationCase asked = new()
        {
            Name = "a",
            Prompt = "p",
            File = "f",
            Line = 1,
            Repeat = runs.Length,
            PassRate = required,
            Assertions = [new CaseAssertion.Contains("+", true, false)],
        };
        return new CaseRow([.. runs.Select((kind, at) => Run(asked, at + 1, kind))], isWhole: true);
    }

    private static CaseRun Run(EvaluationCase asked, int number, char kind)
    {
        CaseRun run = new(asked, number);
        switch (kind)
        {
            case '?':
                run.Fail("Id", "no", null);
                break;
            case '0':
                run.Skip("later");
                break;
            case '+' or '-':
                AgentReply reply = new()
                {
                    Text = $"{kind}",
                    RequestedModel = "m",
                    Endpoint = "e",
                    Mode = ExecutionMode.Production,
                    Cost = 0.01m,
                    Duration = TimeSpan.FromSeconds(2),
                };
                run.Judge(reply, reply, []);
                break;
        }

        return run;
    }
}
