using System.Text;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Reports;
using AgentCore.LiteLlm.Tests.Support;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Xunit;
using static AgentCore.LiteLlm.Tests.Support.SampleReport;

namespace AgentCore.LiteLlm.Tests.Reports;

public sealed class MarkdownReportTests
{
    private static readonly MarkdownPipeline GitHub = new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().UseEmphasisExtras().Build();

    [Fact]
    public void A_report_of_nothing_says_so() =>
        Assert.Contains("\nNothing was given to report on.\n", SampleReport.Write(AgentReportFormat.Markdown, _ => { }), StringComparison.Ordinal);

    [Fact]
    public void What_others_wrote_is_code_and_nothing_else()
    {
        MarkdownDocument report = Markdig.Markdown.Parse(HtmlReportTests.Hostilely(AgentReportFormat.Markdown), GitHub);

        Assert.Empty(report.Descendants<LinkInline>());
        Assert.Empty(report.Descendants<AutolinkInline>());
        Assert.All(report.Descendants<HtmlInline>(), h => Assert.Matches("^</?(code|details|summary)>$", h.Tag));
        Assert.All(
            report.Descendants<HtmlBlock>(), h =>
                Assert.Matches(@"^(<!-- agentcore-report -->|<details><summary>[^<>]*(<code>[^<>]*</code>)?</summary>|</details>)$",
                    h.Lines.ToString().Trim()));
        Assert.All(report.Descendants<LiteralInline>().Where(l => !IsInCode(l)), l => Assert.DoesNotMatch("alert|somebody|evil|heading", l.Content.ToString()));
        Assert.All(report.Descendants<HeadingBlock>(),
            h => Assert.DoesNotContain("heading", h.Inline!.FirstChild is LiteralInline first ? first.Content.ToString() : "", StringComparison.Ordinal));
    }

    [Fact]
    public void Hostile_cells_leave_tables_whole()
    {
        string markdown = SampleReport.Write(AgentReportFormat.Markdown, d =>
        {
            d.Add(Reply("a").Asked(@"a | b \| c ` d `` e \"));
            d.Add(Reply("b").Asked(Hostile));
        });

        Table runs = Markdig.Markdown.Parse(markdown, GitHub).Descendants<Table>().Single(t => ToText(t).Contains("state", StringComparison.Ordinal));
        Assert.Equal([8, 8, 8], runs.Cast<TableRow>().Select(r => r.Count));
        Assert.Contains("&#124; b &#92;&#124; c &#96; d", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_timeline_is_drawn_with_letters()
    {
        string markdown = SampleReport.Write(AgentReportFormat.Markdown,
            d => d.Add(Reply("ok", Turn(1, 1, calls: 1), Tool(1, "Get-Stock", 1, ToolOutcome.Failed))));

        Assert.Contains("████████████              1 model calls a tool, 1.0 s\n            ▒▒▒▒▒▒▒▒▒▒▒▒  2 tool Get-Stock: failed, 1.0 s\n", markdown,
            StringComparison.Ordinal);
    }

    [Fact]
    public void It_stays_within_what_a_summary_may_have()
    {
        string markdown = SampleReport.Write(AgentReportFormat.Markdown, d =>
        {
            for (int i = 0; i < 200; i++)
            {
                d.Add(Reply(new string('€', 5_000), [.. Enumerable.Range(1, 300).Select(s => Tool(s, "Get-Stock", 0.1, result: new string('€', 5_000)))]));
            }
        });

        Assert.InRange(Encoding.UTF8.GetByteCount(markdown), 50_000, 1_000_000);
        Assert.Contains("200", markdown, StringComparison.Ordinal);
    }

    private static bool IsInCode(Inline inline) =>
        inline.PreviousSibling is { } before && (before is HtmlInline html ? html.Tag == "<code>" : IsInCode(before));

    private static string ToText(Table table) => string.Join(' ', table.Descendants<LiteralInline>().Select(l => l.Content.ToString()));
}
