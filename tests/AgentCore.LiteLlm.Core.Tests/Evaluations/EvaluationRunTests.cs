using AgentCore.LiteLlm.Evaluations;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Evaluations;

public sealed class EvaluationRunTests
{
    private static readonly CaseChoice Everything = new((_, _) => false);

    [Fact]
    public void A_case_is_run_as_often_as_it_says_and_knows_its_files_blueprint()
    {
        EvaluationRun evaluation = new(isUnordered: false);
        evaluation.Add(File("one", "a.yaml", Case("x", repeat: 2), Case("y")), Everything);
        evaluation.Add(File("two", null, Case("z")), Everything);

        Assert.Equal(["x a.yaml", "x a.yaml", "y a.yaml", "z "], evaluation.Runs.Select(r => $"{r.Case.Name} {r.Blueprint}"));
        Assert.Equal(["1/2", "2/2", "1/1", "1/1"], evaluation.ToFinal().Select(r => $"{r.Run}/{r.Runs}"));
    }

    [Fact]
    public void Cases_that_are_not_chosen_are_not_run()
    {
        EvaluationRun evaluation = new(isUnordered: false);
        evaluation.Add(File("one", null, Case("x"), Case("y")), new CaseChoice((_, _) => false) { Names = ["Y"] });

        Assert.Equal("y", Assert.Single(evaluation.Runs).Case.Name);
    }

    [Theory]
    [InlineData(false, "", "bad,x,y")]
    [InlineData(true, "y", "bad")]
    public void Results_are_given_in_the_order_of_files_and_cases_unless_none_is_asked_for(bool isUnordered, string first, string second)
    {
        EvaluationRun evaluation = new(isUnordered);
        CaseRun unread = evaluation.AddUnread("folder/bad");
        evaluation.Add(File("one", null, Case("x"), Case("y")), Everything);

        evaluation.Runs[2].Skip("s");
        Assert.Equal(first, Names(evaluation.Take(evaluation.Runs[2])));
        evaluation.Runs[1].Skip("s");
        unread.Fail("Id", "no", null);
        Assert.Equal(second, Names(evaluation.Take(unread)));
    }

    [Fact]
    public void What_did_not_come_to_an_end_is_an_error_and_counted_as_not_run()
    {
        EvaluationRun evaluation = new(isUnordered: false);
        evaluation.Add(File("one", null, Case("x"), Case("y"), Case("z")), Everything);
        evaluation.Runs[0].Skip("s");
        evaluation.Runs[1].Fail("Id", "no", null);

        Assert.Equal("1 not run, 1 Errored, 1 Skipped", $"{evaluation}");
        Assert.Equal([null, "Id", "EvaluationStopped"], evaluation.ToFinal().Select(r => r.ErrorId));
    }

    [Fact]
    public void An_evaluation_that_was_stopped_before_anything_was_read_has_one_result_that_is_an_error()
    {
        EvaluationResult result = Assert.Single(new EvaluationRun(isUnordered: false).ToFinal());

        Assert.Equal((EvaluationOutcome.Errored, "EvaluationStopped"), (result.Outcome, result.ErrorId));
    }

    private static string Names(IEnumerable<EvaluationResult> results) => string.Join(',', results.Select(r => r.Name));

    private static EvaluationFile File(string path, string? blueprint, params EvaluationCase[] cases) =>
        new() { Path = path, Blueprint = blueprint, Cases = [.. cases] };

    private static EvaluationCase Case(string name, int repeat = 1) => new() { Name = name, Prompt = "p", File = "f", Line = 1, Repeat = repeat };
}
