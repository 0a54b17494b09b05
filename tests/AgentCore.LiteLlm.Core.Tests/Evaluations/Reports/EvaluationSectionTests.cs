using System.Xml.Linq;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Evaluations.Reports;
using AgentCore.LiteLlm.Reports;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Evaluations.Reports;

public sealed class EvaluationSectionTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetTempPath(), "checkout"));

    [Fact]
    public void Results_are_shown_in_their_order_and_what_did_not_pass_is_shown_first_and_open()
    {
        XElement report = Write(
            Result("one", EvaluationOutcome.Passed),
            Result("two", EvaluationOutcome.Failed) with { Failures = [new AssertionFailure("contains", "'Paris'", "the answer is 'London'")] },
            Result("three", EvaluationOutcome.Errored) with { Reply = null, ErrorId = "RateLimited", Reason = "The endpoint answered 429." },
            Result("four", EvaluationOutcome.Skipped) with { Reply = null, Reason = "not yet" });

        XElement table = report.Descendants("table").First();
        Assert.Equal(["one", "two", "three", "four"], table.Descendants("td").Where(c => c.Attribute("data-name")!.Value == "case").Select(c => c.Value));
        Assert.Equal(["agents/a.cases.yaml:3"], table.Descendants("td").Where(c => c.Attribute("data-name")!.Value == "file").Select(c => c.Value).Distinct());
        XElement[] shown = [.. report.Descendants("h3").Select(h => h.Parent!)];
        Assert.Equal(["two", "three", "one"], shown.Select(h => h.Element("h3")!.Value));
        Assert.Equal(["div", "div", "summary"], shown.Select(h => h.Name.LocalName));
        Assert.Contains("1 passed, 1 failed, 1 errored, 1 skipped", report.Value, StringComparison.Ordinal);
        Assert.Contains("the answer is 'London'", report.Value, StringComparison.Ordinal);
        Assert.Contains("The endpoint answered 429.", report.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void What_quotes_an_answer_holds_none_of_its_personal_data()
    {
        EvaluationResult result = Result("one", EvaluationOutcome.Failed) with
        {
            Reply = SampleReport.Reply("I am Anna Berger") with
            {
                Vault = SampleReport.Vault("PERSON", "Anna Berger"),
                Protection = SampleReport.Found("PERSON"),
            },
            Failures = [new AssertionFailure("contains", "'Paris'", "the answer is 'I am Anna Berger'")],
        };

        Assert.DoesNotContain("Anna", Write(result).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_that_stands_for_all_runs_is_shown_with_them_and_counted_once_for_each()
    {
        EvaluationResult fails = Named("Paul Maier") with { Run = 2, Runs = 2, Outcome = EvaluationOutcome.Failed };
        EvaluationResult whole = Result("one", EvaluationOutcome.Failed) with
        {
            Run = 0,
            Runs = 2,
            Reply = null,
            PassRate = new PassRate(1, 2) { Required = 0.9 },
            RunResults = [Named("Anna Berger") with { Run = 1, Runs = 2 }, fails],
            Failures = [new AssertionFailure("pass_rate", "90 % of the runs to pass", "Anna Berger and Paul Maier (1 of 2 runs)")],
            Baseline = new BaselineComparison { Passed = 1, Runs = 2, PassedBefore = 20, RunsBefore = 20, Probability = 0.01, Verdict = BaselineVerdict.Worse },
        };

        XElement report = Write(whole);

        Assert.DoesNotContain("Anna", report.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("Paul", report.Value, StringComparison.Ordinal);
        Assert.Contains("<PERSON_1> and <PERSON_2> (1 of 2 runs)", report.Value, StringComparison.Ordinal);
        Assert.Equal(["one (2 of 2)", "one (1 of 2)"], report.Descendants("h4").Select(h => h.Value));
        Assert.Equal("200", Cell(report, "tokens in"));
        Assert.Equal("0.025", Cell(report, "US dollars"));
        Assert.Equal(whole.PassRate.ToString(), Cell(report, "runs"));
        Assert.StartsWith("worse: 1 of 2 passed, 20 of 20 before", Cell(report, "beside the baseline"), StringComparison.Ordinal);
        Assert.Contains("worse than before", report.Value, StringComparison.Ordinal);
        Assert.Equal("240", report.Descendants("dt").First(d => d.Value == "Tokens").ElementsAfterSelf("dd").First().Value);
    }

    [Fact]
    public void One_run_whose_values_are_not_known_hides_what_quotes_it()
    {
        EvaluationResult lost = Named("Paul Maier") with { Reply = SampleReport.Reply("Paul Maier") with { Protection = SampleReport.Found("PERSON") } };
        EvaluationResult whole = Result("one", EvaluationOutcome.Failed) with
        {
            Reply = null,
            RunResults = [Named("Anna Berger"), lost],
            Failures = [new AssertionFailure("contains", "'x'", "it is 'Paul Maier'")],
        };

        XElement report = Write(whole);

        Assert.DoesNotContain("Paul", report.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("Anna", report.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void What_judges_said_is_shown_and_what_they_cost_is_counted()
    {
        EvaluationResult result = Result("one", EvaluationOutcome.Known) with
        {
            Failures = [new AssertionFailure("judge", "'tone' to give at least 4", "it gave 2")],
            Judgements = [new Judgement { Judge = "tone", Mark = 2, AtLeast = 4, Worst = 1, Best = 5, Reason = "It is <rude> to a@example.com.", Cost = 0.5m }],
        };

        XElement report = Write(result);

        Assert.Equal("It is <rude> to <EMAIL_ADDRESS_1>.", report.Descendants("td").Last(c => c.Attribute("data-name")!.Value == "why").Value);
        Assert.Equal("known", Cell(report, "outcome"));
        Assert.Equal("0.5125", report.Descendants("dt").Single(d => d.Value == "Cost in US dollars").ElementsAfterSelf("dd").First().Value);
        Assert.Equal("div", report.Descendants("h3").Single().Parent!.Name.LocalName);
    }

    private static string Cell(XElement report, string column) => report.Descendants("td").First(c => c.Attribute("data-name")!.Value == column).Value;

    private static EvaluationResult Named(string person) => Result("one", EvaluationOutcome.Passed) with
    {
        Reply = SampleReport.Reply($"I am {person}") with { Vault = SampleReport.Vault("PERSON", person), Protection = SampleReport.Found("PERSON") },
    };

    private static EvaluationResult Result(string name, EvaluationOutcome outcome) => new()
    {
        Name = name,
        File = Path.Combine(Root, "agents", "a.cases.yaml"),
        Line = 3,
        Outcome = outcome,
        Reply = SampleReport.Reply("an answer"),
    };

    private static XElement Write(params EvaluationResult[] results) =>
        SampleReport.Parse(SampleReport.Write(AgentReportFormat.Html, d => EvaluationSection.AddTo(d, results, Root)));
}
