using System.Xml.Linq;
using AgentCore.LiteLlm.Reports;
using AgentCore.LiteLlm.Runs;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Runs;

public sealed class RunSectionTests
{
    private static readonly AgentSavedRun Run = new()
    {
        Id = "20261129-040506-abcd",
        Path = "/somewhere/else/20261129-040506-abcd",
        Status = RunStatus.Pending,
        Agent = "support",
        AgentVersion = "1.2.0",
        Model = "m",
        Started = SampleReport.Made,
        Updated = SampleReport.Made,
        Prompt = "Remove it, says anna.berger@example.com.",
        Steps = [SampleReport.Turn(1, 1, calls: 1)],
        PendingApprovals =
        [
            new AgentOpenCall
            {
                RunId = "r", Path = "/p", Turn = 1, State = OpenCallState.Waiting, CallId = "c1", Tool = "Remove-Line", Arguments = """{"Text":"<b>"}""",
            },
        ],
        UncertainCalls = [new AgentOpenCall { RunId = "r", Path = "/p", Turn = 2, State = OpenCallState.MayBePaid }],
    };

    [Fact]
    public void What_waits_and_what_is_uncertain_is_shown()
    {
        XElement report = Write(Run);

        Assert.Equal(
            ["1 Remove-Line {\"Text\":\"<b>\"} waits c1", "2 the model may be paid for"],
            report.Descendants("tbody").Take(2).Elements("tr").Select(r => string.Join(' ', r.Elements("td").Select(c => c.Value))));
        Assert.Contains("waits for decisions", report.Value, StringComparison.Ordinal);
        Assert.Contains("Remove it, says <EMAIL_ADDRESS_1>.", report.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("/somewhere", report.Value, StringComparison.Ordinal);
        Assert.Single(report.Descendants("figure"));
    }

    [Fact]
    public void One_that_is_sealed_says_so() =>
        Assert.Contains("there was no key to read it", Write(Run with { IsSealed = true, PendingApprovals = [], UncertainCalls = [] }).Value,
            StringComparison.Ordinal);

    [Fact]
    public void One_with_an_answer_shows_it()
    {
        XElement report = Write(Run with
        {
            Status = RunStatus.Completed,
            PendingApprovals = [],
            UncertainCalls = [],
            Reply = SampleReport.Reply("It is removed.", SampleReport.Turn(1, 2)),
        });

        Assert.Contains("It is removed.", report.Value, StringComparison.Ordinal);
        Assert.Contains("completed", report.Value, StringComparison.Ordinal);
    }

    private static XElement Write(AgentSavedRun run) =>
        SampleReport.Parse(SampleReport.Write(AgentReportFormat.Html, d => RunSection.AddTo(d, run, Path.GetTempPath())));
}
