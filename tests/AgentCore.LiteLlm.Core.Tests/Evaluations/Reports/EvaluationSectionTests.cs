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
