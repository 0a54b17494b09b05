using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Reports;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;
using static AgentCore.LiteLlm.Tests.Support.SampleReport;

namespace AgentCore.LiteLlm.Tests.Reports;

public sealed class HtmlReportTests
{
    private static readonly string[] Loading = ["src", "srcset", "href", "xlink:href", "action", "formaction", "poster", "background", "data", "cite", "ping"];

    [Fact]
    public void A_report_of_nothing_says_so()
    {
        string html = SampleReport.Write(AgentReportFormat.Html, _ => { });

        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\" />", html, StringComparison.Ordinal);
        Assert.Equal("A report", Parse(html).Element("body")!.Element("header")!.Element("h1")!.Value);
        Assert.Contains("Nothing was given to report on.", Parse(html).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void What_others_wrote_is_text_wherever_it_stands()
    {
        string html = Hostilely(AgentReportFormat.Html);
        XElement report = Parse(html);

        Assert.InRange(Count(report.Value, "alert(1)"), 8, 30);
        Assert.DoesNotContain(
            report.DescendantsAndSelf(),
            e => e.Name.LocalName is "script" or "img" or "iframe" or "object" or "embed" or "link" or "base" or "form");
        Assert.DoesNotContain(
            report.DescendantsAndSelf().Attributes(), a => a.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        Assert.All(
            report.DescendantsAndSelf().Attributes().Where(a => Loading.Contains(a.Name.LocalName)), a =>
                Assert.StartsWith("#", a.Value, StringComparison.Ordinal));
        Assert.DoesNotContain("url(", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\u202E', html);
        Assert.DoesNotContain('\u001B', html);
        Assert.DoesNotContain('\0', html);
        Assert.Contains("\\u202etxt.exe", html, StringComparison.Ordinal);
        Assert.Contains("␛[31mred", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_policy_lets_a_browser_load_nothing_and_knows_its_own_style()
    {
        XElement head = Parse(SampleReport.Write(AgentReportFormat.Html, d => d.Add(Reply("hi")))).Element("head")!;

        string policy = head.Elements("meta").Single(m => m.Attribute("http-equiv") is not null).Attribute("content")!.Value;
        string style = head.Element("style")!.Value;
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.Contains($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain('<', style);
        Assert.Contains("prefers-color-scheme:dark", style, StringComparison.Ordinal);
        Assert.Contains("@media print", style, StringComparison.Ordinal);
        Assert.Empty(head.Parent!.DescendantsAndSelf().Attributes("style"));
    }

    [Fact]
    public void Links_lead_to_what_is_there_and_no_id_stands_twice()
    {
        XElement report = Parse(SampleReport.Write(AgentReportFormat.Html, d =>
        {
            for (int i = 0; i < 3; i++)
            {
                d.Add(Reply($"{i}", Turn(1, 0.5, calls: 1), Tool(1, "Get-Stock", 0.5), Turn(2, 1)));
            }
        }));

        string[] ids = [.. report.DescendantsAndSelf().Attributes("id").Select(a => a.Value)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(report.Descendants("a"), a => Assert.Contains(a.Attribute("href")!.Value[1..], ids));
        Assert.All(
            report.DescendantsAndSelf().Attributes("aria-labelledby").SelectMany(a => a.Value.Split(' ')), id => Assert.Contains(id, ids));
        Assert.Equal(["#run-1", "#run-2", "#run-3"], report.Descendants("td").Elements("a").Attributes("href").Select(a => a.Value));
    }

    [Fact]
    public void Tables_regions_and_pictures_have_names()
    {
        XElement report = Parse(Hostilely(AgentReportFormat.Html));

        Assert.All(report.Descendants().Where(e => e.Attribute("role")?.Value is "group" or "table"), e => Assert.NotEmpty(e.Attribute("aria-label")!.Value));
        Assert.All(report.Descendants("svg").Where(s => s.Parent!.Name == "figure"), svg =>
        {
            Assert.Equal("img", svg.Attribute("role")!.Value);
            Assert.NotEmpty(svg.Element("title")!.Value);
            Assert.NotEmpty(svg.Element("desc")!.Value);
        });
        Assert.All(report.Descendants("tr").Where(r => r.Parent!.Name == "tbody"), r => Assert.Equal(
            r.Ancestors("table").Single().Descendants("th").Select(h => h.Value), r.Elements("td").Select(c => c.Attribute("data-name")!.Value)));
    }

    [Fact]
    public void A_graph_is_shown_with_the_steps_within_its_nodes()
    {
        XElement report = Parse(SampleReport.Write(AgentReportFormat.Html, d => d.Add(Reply(
            "done",
            Node(1, "draft", 1, Turn(1, 0.4, calls: 1), Tool(1, "Get-Stock", 0.2, ToolOutcome.Failed), Turn(2, 0.4)),
            new AgentStep { Iteration = 1, Kind = AgentStepKind.Gate, Node = "good", Reason = "score >= 0.8 holds", Result = "passed" },
            Node(2, "review", 1)))));

        Assert.Equal(
            ["1 agent draft", "1.1 model calls a tool", "1.2 tool Get-Stock: failed", "1.3 model answers", "2 gate good", "3 agent review"],
            report.Descendants("svg").Where(s => s.Parent!.Name == "svg").Select(s => s.Value));
        Assert.Equal(["1", "1.1", "1.2", "1.3", "2", "3"], Column(report, "Steps", "step"));
        Assert.Equal(["succeeded", "", "failed", "", "passed", "succeeded"], Column(report, "Steps", "came to"));
        Assert.Equal("score >= 0.8 holds", Column(report, "Steps", "why")[4]);
        Assert.Contains("what draft came to", report.Value, StringComparison.Ordinal);
        Assert.Equal(["bad"], report.Descendants("tr").Attributes("class").Select(a => a.Value).Distinct());
    }

    [Fact]
    public void A_thousand_steps_make_a_bounded_report_that_shows_what_went_wrong()
    {
        AgentStep[] steps =
            [.. Enumerable.Range(1, 1_000)
                .Select(i => Tool(i, $"Tool-{i}", 0.1, i == 500 ? ToolOutcome.Failed : ToolOutcome.Succeeded, new string('x', 50_000)))];

        string html = SampleReport.Write(AgentReportFormat.Html, d => d.Add(Reply("done", [.. steps])));

        XElement report = Parse(html);
        Assert.InRange(html.Length, 100_000, 9_000_000);
        Assert.Equal(161, Column(report, "Steps", "step").Length);
        Assert.Contains("Tool-500", report.Value, StringComparison.Ordinal);
        Assert.Contains("Tool-1000", report.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("Tool-501", report.Value, StringComparison.Ordinal);
        Assert.Contains("839 of 1,000 steps are not shown", report.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_runs_are_counted_and_the_first_are_shown()
    {
        XElement report = Parse(SampleReport.Write(AgentReportFormat.Html, d =>
        {
            for (int i = 1; i <= 1_200; i++)
            {
                d.Add(Reply($"answer {i}"));
            }
        }));

        Assert.Equal("1,200", Card(report, "Runs"));
        Assert.Equal("15", Card(report, "Cost in US dollars")[..2]);
        Assert.Equal(1_000, Column(report, "All runs", "run").Length);
        Assert.Equal(100, report.Descendants("section").Count(s => s.Attribute("id")!.Value.StartsWith("run-", StringComparison.Ordinal)));
        Assert.Contains("200 further runs are counted", report.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_says_what_went_wrong_and_what_to_do()
    {
        XElement report = Parse(SampleReport.Write(AgentReportFormat.Html, d => d.Add(
            new ChatFailure
            {
                Kind = FailureKind.RateLimited,
                Summary = "The endpoint answered 429.",
                Advice = "Wait.",
                Endpoint = "https://proxy.example.com",
                HttpStatus = 429,
                PartialText = "half an ans",
                Steps = [Turn(1, 1, calls: 1), Tool(1, "Get-Stock", 1)],
            },
            "how much ink?")));

        Assert.Equal(["What went wrongThe endpoint answered 429.Wait."],
            report.Descendants("div").Where(d => (string?)d.Attribute("class") == "notes bad").Select(d => d.Value));
        Assert.Contains("half an ans", report.Value, StringComparison.Ordinal);
        Assert.Contains("how much ink?", report.Value, StringComparison.Ordinal);
        Assert.Equal("1", Card(report, "Runs"));
        Assert.Equal("1", Card(report, "Calls of tools"));
    }

    [Fact]
    public void Gates_and_what_was_protected_are_shown()
    {
        AgentReply reply = Reply("ok") with { Gates = [new GateDecision("key", "the variable KEY holds one")], Protection = Found("EMAIL_ADDRESS") };

        XElement report = Parse(SampleReport.Write(AgentReportFormat.Html, d => d.Add(reply)));

        Assert.Equal(["key"], Column(report, "What had to hold before the call", "gate"));
        Assert.Equal(["EMAIL_ADDRESS"], Column(report, "Personal data in what was sent", "kind"));
        Assert.Equal(["replaced by a placeholder"], Column(report, "Personal data in what was sent", "what was done"));
        Assert.Equal("1", Card(report, "Personal data in calls"));
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes() => Assert.Equal(Hostilely(AgentReportFormat.Html), Hostilely(AgentReportFormat.Html));

    /// <summary>Writes a report in which whatever can come from elsewhere is hostile.</summary>
    internal static string Hostilely(AgentReportFormat format)
    {
        AgentReply reply = Reply(Hostile, Turn(1, 1, calls: 1), Tool(1, Hostile, 1, ToolOutcome.UnknownTool, Hostile)).Asked(Hostile) with
        {
            Model = Hostile,
            RequestId = Hostile,
            FinishReason = Hostile,
            Reasoning = Hostile,
            Warnings = [Hostile],
        };
        ReportDraft draft = new(format);
        draft.Add(reply);
        return draft.Write(format, title: Hostile);
    }

    private static int Count(string text, string part) => (text.Length - text.Replace(part, "", StringComparison.Ordinal).Length) / part.Length;

    private static string Card(XElement report, string name) => report.Descendants("dt").Single(d => d.Value == name).ElementsAfterSelf("dd").First().Value;

    private static string[] Column(XElement report, string table, string name) =>
        [.. report.Descendants("table").Single(t => t.Attribute("aria-label")!.Value == table).Descendants("td")
            .Where(c => c.Attribute("data-name")!.Value == name).Select(c => c.Value)];
}
