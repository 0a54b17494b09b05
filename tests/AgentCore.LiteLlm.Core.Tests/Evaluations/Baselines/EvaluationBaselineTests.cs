using System.Globalization;
using System.Text;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Evaluations.Baselines;
using AgentCore.LiteLlm.Evaluations.Reports;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Modes;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Evaluations.Baselines;

public sealed class EvaluationBaselineTests
{
    private const int Simulations = 1000;
    private const double JudgeError = 0.1;

    private static readonly string Root = Path.GetFullPath("root");

    private static AgentReply Reply { get; } = new() { Text = "", RequestedModel = "m", Endpoint = "e", Mode = ExecutionMode.Production };

    // What the issue asks for: the judge errs in one of ten judgements, both ways, and so does the agent now and then. Nothing changed.
    [Theory]
    [InlineData(10, 8, 0.9)]
    [InlineData(40, 1, 0.8)]
    [InlineData(1, 40, 0.7)]
    public void Noise_alone_raises_an_alarm_in_one_evaluation_of_twenty_at_most(int cases, int repeat, double quality) =>
        Assert.InRange(CountAlarms(cases, repeat, quality, quality), 0, Simulations * 5 / 100);

    [Theory]
    [InlineData(10, 8, 0.9, 0.5)]
    [InlineData(60, 1, 0.9, 0.4)]
    [InlineData(1, 60, 0.9, 0.4)]
    public void An_agent_that_was_made_worse_is_caught(int cases, int repeat, double before, double now) =>
        Assert.InRange(CountAlarms(cases, repeat, before, now), Simulations * 95 / 100, Simulations);

    // Among many that stayed as they are, one case that broke.
    [Fact]
    public void One_case_that_broke_is_named()
    {
        EvaluationBaseline baseline = ToBaseline([Result("a", 9, 10), Result("b", 10, 10), Result("c", 8, 10)]);

        EvaluationResult[] told = [.. baseline.Compare([Result("a", 8, 10), Result("b", 2, 10), Result("c", 8, 10), Result("d", 0, 10)], Root)];

        Assert.Equal(
            [
                "a Known NoChange", "b Failed Worse", "c Known NoChange", "d Failed New", "all cases Failed Worse",
            ],
            told.Select(r => $"{r.Name} {r.Outcome} {r.Baseline!.Verdict}"));
        Assert.Equal([true, false, true, false, false], told.Select(r => r.Passed));
        Assert.Equal("baseline", told[1].Failures[0].Assertion);
        Assert.StartsWith("2 of 10 passed, 10 of 10 before (-94.3 to -", told[1].Failures[0].Actual, StringComparison.Ordinal);
        Assert.Equal("x", told[1].Failures[1].Assertion);
    }

    // 5 of 5 and 0 of 5 are p = 1 / 32, which is not beyond noise; 6 of 6 and 0 of 6 are.
    [Theory]
    [InlineData(1, EvaluationOutcome.Failed, "baseline: expected enough runs to tell noise from a change, but with so few even a failure of all would be noise "
        + "(p = 0.5 > 0.025): 0 of 1 passed, 1 of 1 before (-100 to +12.2 points, p = 0.5). (1 more)")]
    [InlineData(5, EvaluationOutcome.Failed, "baseline: expected enough runs to tell noise from a change, but with so few even a failure of all would be noise "
        + "(p = 0.0313 > 0.025): 0 of 1 passed, 1 of 1 before (-100 to +12.2 points, p = 0.5). (1 more)")]
    [InlineData(6, EvaluationOutcome.Known, "x: expected y, but z.")]
    public void Failures_stay_failures_where_so_few_runs_could_never_be_worse_beyond_noise(int cases, EvaluationOutcome outcome, string message)
    {
        string[] names = [.. Enumerable.Range(0, cases).Select(n => $"{n}")];
        EvaluationBaseline baseline = ToBaseline([.. names.Select(n => Result(n, 1, 1))]);

        EvaluationResult[] told = [.. baseline.Compare([.. names.Select(n => Result(n, 0, 1))], Root)];

        Assert.All(told[..^1], r => Assert.Equal((outcome, BaselineVerdict.NoChange), (r.Outcome, r.Baseline!.Verdict)));
        Assert.Equal(message, told[0].Message);
        Assert.Equal(cases == 6 ? BaselineVerdict.Worse : BaselineVerdict.NoChange, told[^1].Baseline!.Verdict);
        Assert.Contains(told, r => !r.Passed);
    }

    [Fact]
    public void What_failed_as_often_before_is_known_however_few_runs_there_are()
    {
        EvaluationBaseline baseline = ToBaseline([Result("a", 0, 1), Result("b", 1, 2), Result("c", 2, 2)]);

        EvaluationResult[] told = [.. baseline.Compare([Result("a", 0, 1), Result("b", 1, 2), Result("c", 2, 2)], Root)];

        Assert.Equal([EvaluationOutcome.Known, EvaluationOutcome.Known, EvaluationOutcome.Passed, EvaluationOutcome.Passed], told.Select(r => r.Outcome));
    }

    [Fact]
    public void What_was_not_judged_is_not_compared()
    {
        EvaluationResult errored = Result("a", 9, 10) with { Outcome = EvaluationOutcome.Errored, ErrorId = "TimedOut", Reason = "late" };
        EvaluationBaseline baseline = ToBaseline([Result("a", 10, 10), Result("b", 0, 0)]);

        EvaluationResult[] told = [.. baseline.Compare([errored, Result("b", 5, 10), Result("c", 0, 0) with { PassRate = null }], Root)];

        Assert.Equal((EvaluationOutcome.Errored, false), (told[0].Outcome, told[0].Passed));
        Assert.Equal([BaselineVerdict.NoChange, BaselineVerdict.New, BaselineVerdict.New, BaselineVerdict.NoChange], told.Select(r => r.Baseline!.Verdict));
        Assert.All(ToBaseline([Result("z", 1, 1)]).Compare([Result("a", 1, 1)], Root), r => Assert.Null(r.Baseline));
    }

    [Fact]
    public void Runs_that_are_results_of_their_own_are_added_up()
    {
        EvaluationResult one = new() { Name = "a", File = Path.Combine(Root, "f"), Outcome = EvaluationOutcome.Passed, Run = 1, Runs = 4 };
        EvaluationBaseline baseline = ToBaseline(
        [
            one, one with { Run = 2 }, one with { Run = 3, Outcome = EvaluationOutcome.Failed }, one with { Run = 4, Outcome = EvaluationOutcome.Errored },
        ]);

        BaselineComparison compared = baseline.Compare([Result("a", 1, 2)], Root)[0].Baseline!;
        Assert.Equal((2, 3, 1, 2), (compared.PassedBefore, compared.RunsBefore, compared.Passed, compared.Runs));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<testsuites/>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"format":"agentcore-evaluation/2","results":[]}""")]
    [InlineData("""{"format":7,"results":[]}""")]
    [InlineData("""{"format":"agentcore-evaluation/1","results":{}}""")]
    [InlineData("""{"format":"agentcore-evaluation/1","results":[1]}""")]
    [InlineData("""{"format":"agentcore-evaluation/1","results":[{"file":"f","name":"n","passedRuns":2,"judgedRuns":1}]}""")]
    [InlineData("""{"format":"agentcore-evaluation/1","results":[{"file":"f","name":"n","passedRuns":-1,"judgedRuns":1}]}""")]
    [InlineData("""{"format":"agentcore-evaluation/1","results":[{"file":"f","name":"n","passedRuns":1e99,"judgedRuns":1}]}""")]
    [InlineData("""{"format":"agentcore-evaluation/1","results":[{"file":"f","name":null,"passedRuns":1,"judgedRuns":1}]}""")]
    [InlineData("""{"format":"\ud800","results":[]}""")]
    [InlineData("""{"\ud800":1,"format":"agentcore-evaluation/1","results":[]}""")]
    [InlineData(
        """
        {"format":"agentcore-evaluation/1","results":[
        {"file":"f","name":"n","passedRuns":1,"judgedRuns":600000},{"file":"f","name":"n","passedRuns":1,"judgedRuns":600000}]}
        """)]
    [InlineData(
        """
        {"format":"agentcore-evaluation/1","results":[
        {"file":"f","name":"n","passedRuns":1,"judgedRuns":600000},{"file":"f","name":"m","passedRuns":1,"judgedRuns":600000}]}
        """)]
    public void What_is_no_report_is_said_so(string text) => Assert.Equal(
        FileProblem.Malformed, Assert.Throws<FileException>(() => EvaluationBaseline.Read(Encoding.UTF8.GetBytes(text), "b.json")).Problem);

    [Fact]
    public void Half_a_character_in_a_name_is_read_as_it_stands()
    {
        string text = """{"format":"agentcore-evaluation/1","results":[{"file":"f","name":"a\ud800","passedRuns":1,"judgedRuns":2}]}""";

        EvaluationResult told = EvaluationBaseline.Read(Encoding.UTF8.GetBytes(text), "b.json").Compare([Result("a\ud800", 1, 1)], Root)[0];
        Assert.Equal((1, 2), (told.Baseline!.PassedBefore, told.Baseline.RunsBefore));
    }

    // A byte that is no text is no reason to end with an error of our own.
    [Fact]
    public void Bytes_that_are_no_text_are_read_as_the_character_for_such()
    {
        byte[] bytes = Encoding.Latin1.GetBytes("""{"format":"agentcore-evaluation/1","results":[{"file":"f","name":"aÿ","passedRuns":1,"judgedRuns":2}]}""");

        Assert.NotNull(EvaluationBaseline.Read(bytes, "b.json").Compare([Result("a\uFFFD", 1, 1)], Root)[0].Baseline);
    }

    // The whole way: runs that are judged, a report on disk's bytes, the comparison.
    private static int CountAlarms(int cases, int repeat, double before, double now)
    {
        Random random = new(20);
        int alarms = 0;
        for (int at = 0; at < Simulations; at++)
        {
            EvaluationBaseline baseline = ToBaseline(Simulate(cases, repeat, before, random));
            alarms += baseline.Compare(Simulate(cases, repeat, now, random), Root).All(r => r.Passed) ? 0 : 1;
        }

        return alarms;
    }

    private static EvaluationResult[] Simulate(int cases, int repeat, double quality, Random random)
    {
        EvaluationRun evaluation = new(isUnordered: false, isByCase: true);
        EvaluationCase[] asked =
        [
            .. Enumerable.Range(0, cases).Select(n => new EvaluationCase
            {
                Name = n.ToString(CultureInfo.InvariantCulture),
                Prompt = "p",
                File = Path.Combine(Root, "f"),
                Line = 1,
                Repeat = repeat,
            }),
        ];
        evaluation.Add(new EvaluationFile { Path = Path.Combine(Root, "f"), Cases = [.. asked] }, new CaseChoice((_, _) => false));
        foreach (CaseRun run in evaluation.Runs)
        {
            bool isGood = random.NextDouble() < quality;
            bool isWrong = random.NextDouble() < JudgeError;
            run.Hold(Reply);
            run.Add(new Judgement { Judge = "j", Mark = isGood != isWrong ? 5 : 1, AtLeast = 3, Worst = 1, Best = 5 });
            run.Judge(Reply, Reply, []);
        }

        return [.. evaluation.ToResults()];
    }

    private static EvaluationBaseline ToBaseline(EvaluationResult[] results) =>
        EvaluationBaseline.Read(Encoding.UTF8.GetBytes(JsonReport.Write(results, DateTimeOffset.UnixEpoch, Root)), "b.json");

    private static EvaluationResult Result(string name, int passed, int runs) => new()
    {
        Name = name,
        File = Path.Combine(Root, "f"),
        Run = 0,
        Runs = runs,
        Outcome = passed == runs ? EvaluationOutcome.Passed : EvaluationOutcome.Failed,
        Failures = passed == runs ? [] : [new AssertionFailure("x", "y", "z")],
        PassRate = new PassRate(passed, runs),
    };
}
