using System.Globalization;
using System.Xml.Linq;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Evaluations.Reports;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Evaluations.Reports;

public sealed class JUnitReportTests
{
    private static readonly DateTimeOffset Start = new(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(2));

    private static readonly string Root = Path.GetFullPath("root");

    private static EvaluationResult Passed { get; } = new()
    {
        Name = "good",
        File = Path.Combine(Root, "sub", "agent.cases.yaml"),
        Line = 3,
        Outcome = EvaluationOutcome.Passed,
        Reply = new AgentReply
        {
            Text = "PROMPT-AND-ANSWER",
            RequestedModel = "m",
            Endpoint = "e",
            Mode = ExecutionMode.Simulation,
            Duration = TimeSpan.FromSeconds(1234.5678),
        },
    };

    [Fact]
    public void Every_outcome_has_its_element_and_its_count()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        XElement root;
        try
        {
            root = Parse(
                Passed,
                Passed with
                {
                    Name = "bad",
                    Outcome = EvaluationOutcome.Failed,
                    Run = 2,
                    Runs = 3,
                    Failures = [new("contains", "x", "y"), new("schema", "s", "t")],
                },
                Passed with { Name = "broken", Outcome = EvaluationOutcome.Errored, Reply = null, ErrorId = "TimedOut", Reason = "It took too long." },
                Passed with { Name = "later", Outcome = EvaluationOutcome.Skipped, Reply = null, Reason = "not yet" },
                Passed with { Name = "other", File = Path.Combine(Root, "b.yml") });
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Equal(
            ("testsuites", "5", "1", "1", "3703.703"),
            (root.Name.LocalName, Value(root, "tests"), Value(root, "failures"), Value(root, "errors"), Value(root, "time")));
        XElement[] suites = [.. root.Elements("testsuite")];
        Assert.Equal(["sub/agent.cases.yaml", "b.yml"], suites.Select(s => Value(s, "name")));
        Assert.Equal(
            ["4 1 1 1 2026-02-03T02:05:06", "1 0 0 0 2026-02-03T02:05:06"],
            suites.Select(s => $"{Value(s, "tests")} {Value(s, "failures")} {Value(s, "errors")} {Value(s, "skipped")} {Value(s, "timestamp")}"));
        XElement[] cases = [.. root.Descendants("testcase")];
        Assert.Equal(["good", "bad (2 of 3)", "broken", "later", "other"], cases.Select(c => Value(c, "name")));
        Assert.Equal(["sub/agent", "b"], cases.Select(c => Value(c, "classname")).Distinct());
        Assert.Equal(["1234.568", "1234.568", "0.000", "0.000", "1234.568"], cases.Select(c => Value(c, "time")));
        Assert.Equal("contains: expected x, but y.\nschema: expected s, but t.\nat sub/agent.cases.yaml:3", cases[1].Element("failure")!.Value);
        Assert.Equal(
            ("contains", "TimedOut", "not yet"),
            (Value(cases[1].Element("failure")!, "type"), Value(cases[2].Element("error")!, "type"), Value(cases[3].Element("skipped")!, "message")));
        Assert.DoesNotContain("PROMPT-AND-ANSWER", root.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_xml_cannot_hold_is_replaced_and_what_it_could_mistake_is_escaped()
    {
        const string hostile = "a\0b\u001b]0;\uFFFE \uD83D \uDE80 🚀 <b>&\"' ]]> <!-- \u202e\u2028";

        XElement root = Parse(Passed with { Name = hostile, File = hostile, Outcome = EvaluationOutcome.Failed, Failures = [new(hostile, hostile, hostile)] });

        string name = Value(root.Descendants("testcase").Single(), "name");
        Assert.Equal("a\uFFFDb\uFFFD]0;\uFFFD \uFFFD \uFFFD 🚀 <b>&\"' ]]> <!-- \u202e\u2028", name);
        Assert.Contains("🚀 <b>&", root.Descendants("failure").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_named_by_the_way_to_them_wherever_they_lie()
    {
        XElement root = Parse(Passed, Passed with { File = Path.Combine(Path.GetDirectoryName(Root)!, "other", "b.cases.yaml") });

        Assert.Equal(["sub/agent.cases.yaml", "../other/b.cases.yaml"], root.Elements("testsuite").Select(s => Value(s, "name")));
        Assert.Equal(["sub/agent", "../other/b"], root.Descendants("testcase").Select(c => Value(c, "classname")));
    }

    [Fact]
    public void Only_a_report_an_empty_file_or_nothing_may_be_replaced()
    {
        using TempFolder folder = new();
        string report = Path.Combine(folder.Path, "r.xml");

        ResultFile.Check(report, overwrites: false);
        ResultFile.Write(report, [Passed], Start, Root);
        ResultFile.Write(Path.Combine(folder.Path, "r.json"), [Passed], Start, Root);
        ResultFile.Check(Path.Combine(folder.Path, "r.json"), overwrites: false);
        ResultFile.Check(report, overwrites: false);
        ResultFile.Check(folder.Write("empty.xml", ""), overwrites: false);
        foreach (string other in (string[])
            [folder.Write("agent.yaml", "id: <testsuite"), folder.Write("other.xml", "<html></html>"), folder.Write("other.json", "{}")])
        {
            Assert.Equal(FileProblem.AlreadyThere, Assert.Throws<FileException>(() => ResultFile.Check(other, overwrites: false)).Problem);
            ResultFile.Check(other, overwrites: true);
        }

        Assert.Equal(6, Directory.GetFiles(folder.Path).Length);
    }

    private static XElement Parse(params EvaluationResult[] results) => XDocument.Parse(JUnitReport.Write(results, Start, Root)).Root!;

    private static string Value(XElement element, string attribute) => element.Attribute(attribute)!.Value;
}
