using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Evaluations.Reports;
using AgentCore.LiteLlm.Modes;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Evaluations.Reports;

public sealed class JsonReportTests
{
    private static readonly string Root = Path.GetFullPath("root");

    [Fact]
    public void Everything_but_prompts_and_answers_is_in_it()
    {
        EvaluationResult run = new()
        {
            Name = "a",
            File = Path.Combine(Root, "sub", "f.cases.yaml"),
            Line = 3,
            Outcome = EvaluationOutcome.Failed,
            Tags = ["smoke"],
            Failures = [new AssertionFailure("judge", "x", "y")],
            Judgements = [new Judgement { Judge = "j", Mark = 2, Label = "bad", AtLeast = 3, Worst = 1, Best = 5, Reason = "short \u001b[31m", Cost = 0.01m }],
            Reply = new AgentReply
            {
                Text = "ANSWER",
                RequestedModel = "m",
                Endpoint = "e",
                Mode = ExecutionMode.Production,
                Cost = 0.02m,
                Duration = TimeSpan.FromSeconds(1.5),
            },
        };
        EvaluationResult whole = run with
        {
            Run = 0,
            Runs = 2,
            Outcome = EvaluationOutcome.Known,
            Reply = null,
            Judgements = [],
            PassRate = new PassRate(1, 2) { Required = 0.9 },
            RunResults = [run, run with { Outcome = EvaluationOutcome.Passed, Failures = [] }],
            Baseline = new BaselineComparison
            {
                PassedBefore = 2,
                RunsBefore = 2,
                Passed = 1,
                Runs = 2,
                Probability = 0.5,
                Verdict = BaselineVerdict.NoChange,
            },
        };

        string text = JsonReport.Write([whole], new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(2)), Root);

        Assert.DoesNotContain("ANSWER", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
        using JsonDocument json = JsonDocument.Parse(text);
        Assert.Equal("2026-02-03T02:05:06Z", json.RootElement.GetProperty("started").GetString());
        Assert.Equal(
            (1, 0, 2, 0.06m),
            (Number(json.RootElement, "known"), Number(json.RootElement, "failed"), Number(json.RootElement, "runs"),
                json.RootElement.GetProperty("cost").GetDecimal()));
        JsonElement result = json.RootElement.GetProperty("results")[0];
        Assert.Equal(("sub/f.cases.yaml", "known"), (result.GetProperty("file").GetString(), result.GetProperty("outcome").GetString()));
        Assert.Equal((1, 2, 3, 0), (Number(result, "passedRuns"), Number(result, "judgedRuns"), Number(result, "line"), Number(result, "run")));
        Assert.Equal(
            (0.9, 0.5, "noChange"),
            (result.GetProperty("requiredRate").GetDouble(), result.GetProperty("baseline").GetProperty("probability").GetDouble(),
                result.GetProperty("baseline").GetProperty("verdict").GetString()));
        JsonElement first = result.GetProperty("runResults")[0];
        Assert.Equal((0.03, 0.01, 1.5, "m"), (Real(first, "cost"), Real(first, "judgeCost"), Real(first, "seconds"), first.GetProperty("model").GetString()));
        JsonElement judgement = first.GetProperty("judgements")[0];
        Assert.Equal((2.0, "bad", 3.0, false), (Real(judgement, "mark"), judgement.GetProperty("label").GetString(), Real(judgement, "atLeast"),
            judgement.GetProperty("passed").GetBoolean()));
    }

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private static double Real(JsonElement element, string name) => element.GetProperty(name).GetDouble();
}
