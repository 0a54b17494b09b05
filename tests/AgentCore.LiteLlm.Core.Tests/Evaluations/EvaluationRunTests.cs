using AgentCore.LiteLlm.Diagnostics;
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
    public void What_did_not_come_to_an_end_is_an_error()
    {
        EvaluationRun evaluation = new(isUnordered: false);
        evaluation.Add(File("one", null, Case("x"), Case("y"), Case("z")), Everything);
        evaluation.Runs[0].Skip("s");
        evaluation.Runs[1].Fail("Id", "no", null);

        Assert.Equal([null, "Id", "EvaluationStopped"], evaluation.ToFinal().Select(r => r.ErrorId));
    }

    [Fact]
    public void A_file_with_mistakes_has_a_result_for_each_by_its_place()
    {
        EvaluationRun evaluation = new(isUnordered: false);
        foreach (int line in (int[])[4, 7])
        {
            evaluation.AddUnread("folder/bad.cases.yaml", new Diagnostic
            {
                Code = "X",
                Severity = DiagnosticSeverity.Error,
                Message = "m",
                Location = new SourceLocation("folder/bad.cases.yaml", line, 3),
            });
        }

        Assert.Equal([("bad.cases.yaml(4,3)", 4), ("bad.cases.yaml(7,3)", 7)], evaluation.ToFinal().Select(r => (r.Name, r.Line)));
    }

    [Theory]
    [InlineData(false, "b 1,b 2,a 0")]
    [InlineData(true, "b 0,a 0")]
    public void Runs_of_which_a_share_must_pass_come_to_one_result(bool isByCase, string expected)
    {
        EvaluationRun evaluation = new(isUnordered: false, isByCase);
        evaluation.Add(File("one", null, Case("b", repeat: 2), Case("a", repeat: 2) with { PassRate = 0.5 }), Everything);

        List<EvaluationResult> given = [];
        foreach (CaseRun run in evaluation.Runs)
        {
            run.Skip("s");
            given.AddRange(evaluation.Take(run));
        }

        Assert.Equal(expected, string.Join(',', given.Select(r => $"{r.Name} {r.Run}")));
        Assert.Equal(given, evaluation.ToResults());
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
