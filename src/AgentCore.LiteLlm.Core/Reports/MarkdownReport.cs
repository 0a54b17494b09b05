using System.Globalization;
using System.Text;

namespace AgentCore.LiteLlm.Reports;

/// <summary>Writes a report as Markdown for the summary of a job. What others wrote stands in it as code.</summary>
internal sealed class MarkdownReport
{
    private const int DeepestHeading = 6;
    private const int MostBars = 40;
    private const int MostFacts = 6;
    private const int BarWidth = 24;

    // GitHub takes a summary of a megabyte, and Azure little more; what is beyond is said.
    private const int MostBytes = 900_000;

    private readonly StringBuilder _text = new();

    private MarkdownReport()
    {
    }

    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The Markdown.</returns>
    public static string Write(ReportDocument report)
    {
        MarkdownReport markdown = new();
        markdown.WriteHead(report);
        int bytes = Encoding.UTF8.GetByteCount(markdown._text.ToString());
        int left = 0;
        foreach (ReportSection section in report.Sections)
        {
            MarkdownReport part = new();
            part.Section(section, 2);
            string text = part._text.ToString();
            bytes += Encoding.UTF8.GetByteCount(text);
            if (left > 0 || bytes > MostBytes)
            {
                left++;
            }
            else
            {
                markdown._text.Append(text);
            }
        }

        if (left > 0)
        {
            markdown.Line($"\n{ReportFigures.Count(left, "part is", "parts are")} left out, as a summary takes no more. The report as HTML has them.");
        }

        return markdown._text.ToString();
    }

    private void WriteHead(ReportDocument report)
    {
        Line($"<!-- {ReportFile.Mark} -->");
        Line($"# {Inline(report.Title)}");
        if (report.Cards.Length > 0)
        {
            Line("\n| | | |\n|---|--:|---|");
            foreach (ReportCard card in report.Cards)
            {
                string figure = MarkdownText.Escape(card.Figure);
                Line($"| {MarkdownText.Escape(card.Name)} | {(card.Tone == ReportTone.Bad ? $"**{figure}**" : figure)} | "
                    + $"{MarkdownText.Escape(card.Note ?? "")} |");
            }
        }

        foreach (string notice in report.Notices)
        {
            Line($"\n{MarkdownText.Escape(notice)}");
        }

        Line($"\n{ReportDocument.Generator}, {ReportFigures.Moment(report.Made)}");
    }

    private void Section(ReportSection section, int level)
    {
        string badges = string.Join(", ",
            section.Badges.Select(b => b.Tone == ReportTone.Bad ? $"**{MarkdownText.Escape(b.Text)}**" : MarkdownText.Escape(b.Text)));
        if (section.IsClosed)
        {
            Line($"\n<details><summary>{MarkdownText.CodeElement(section.Title.ToWritten())}: "
                + $"{MarkdownText.Escape(section.Badges.FirstOrDefault()?.Text ?? "")}</summary>");
        }
        else
        {
            Line($"\n{new string('#', Math.Min(level, DeepestHeading))} {Inline(section.Title)}{(badges.Length == 0 ? "" : $": {badges}")}");
        }

        foreach (ReportBlock block in section.Blocks)
        {
            Block(block);
        }

        foreach (ReportSection inner in section.Sections)
        {
            Section(inner, level + 1);
        }

        if (section.IsClosed)
        {
            Line("\n</details>");
        }
    }

    private void Block(ReportBlock block)
    {
        switch (block)
        {
            case ReportBlock.Facts facts:
                Facts(facts);
                break;
            case ReportBlock.Table table:
                Table(table);
                break;
            case ReportBlock.Passage passage:
                Passage(passage);
                break;
            case ReportBlock.Timeline timeline:
                Timeline(timeline);
                break;
            case ReportBlock.Notes notes:
                Line($"\n**{MarkdownText.Escape(notes.Label)}**\n");
                foreach (ReportText item in notes.Items)
                {
                    Line($"- {Inline(item)}");
                }

                break;
        }
    }

    private void Facts(ReportBlock.Facts facts)
    {
        bool isClosed = facts.Items.Length > MostFacts;
        Line(isClosed ? "\n<details><summary>More of it</summary>\n" : "");
        foreach (ReportPart fact in facts.Items)
        {
            Line($"- {MarkdownText.Escape(fact.Name)}: {Inline(fact.Text)}");
        }

        if (isClosed)
        {
            Line("\n</details>");
        }
    }

    private void Table(ReportBlock.Table table)
    {
        int[] shown = [.. Enumerable.Range(0, table.Columns.Length).Where(c => table.Rows.Any(r => !r.Cells[c].IsEmpty))];
        string caption = MarkdownText.Escape(table.Caption);
        Line(table.IsClosed ? $"\n<details><summary>{caption}</summary>\n" : $"\n**{caption}**\n");
        if (shown.Length > 0)
        {
            Line($"| {string.Join(" | ", shown.Select(c => MarkdownText.Escape(table.Columns[c].Name)))} |");
            Line($"|{string.Concat(shown.Select(c => table.Columns[c].IsFigure ? "--:|" : "---|"))}");
        }

        foreach (ReportRow row in table.Rows)
        {
            IEnumerable<string> cells = shown.Select((c, i) => row.Tone == ReportTone.Bad && i == 0 ? $"**{Inline(row.Cells[c])}**" : Inline(row.Cells[c]));
            Line($"| {string.Join(" | ", cells)} |");
        }

        if (table.Left is { } left)
        {
            Line($"\n{MarkdownText.Escape(left)}");
        }

        if (table.IsClosed)
        {
            Line("\n</details>");
        }
    }

    private void Passage(ReportBlock.Passage passage)
    {
        string label = MarkdownText.Escape(passage.Label);
        Line(passage.IsOpen
            ? $"\n**{label}**{Space(Inline(passage.Name))}"
            : $"\n<details><summary>{label}{Space(MarkdownText.CodeElement(passage.Name.ToWritten()))}</summary>");
        foreach (ReportPart part in passage.Parts)
        {
            string name = part.Name.Length == 0 ? "" : $"\n{MarkdownText.Escape(part.Name)}\n";
            Line($"{name}\n{MarkdownText.Block(part.Text.ToWritten(), part.IsDiff ? "diff" : "text")}");
        }

        if (!passage.IsOpen)
        {
            Line("\n</details>");
        }
    }

    // Bars of letters, which a summary shows everywhere.
    private void Timeline(ReportBlock.Timeline timeline)
    {
        double whole = Math.Max(timeline.Length.TotalSeconds, 0.000_001);
        StringBuilder bars = new();
        foreach (TimelineBar bar in timeline.Bars.Take(MostBars))
        {
            int start = (int)Math.Clamp(bar.Start.TotalSeconds / whole * BarWidth, 0, BarWidth - 1);
            int width = (int)Math.Clamp(Math.Round(bar.Length.TotalSeconds / whole * BarWidth), 1, BarWidth - start);
            string name = bar.Name.ToWritten().ReplaceLineEndings(" ");
            bars.Append(' ', start).Append(bar.Problem is null ? '█' : '▒', width).Append(' ', BarWidth - start - width)
                .Append(CultureInfo.InvariantCulture, $"  {new string(' ', 2 * bar.Depth)}{bar.Label}{Space(name)}")
                .Append(CultureInfo.InvariantCulture, $"{(bar.Problem is null ? "" : $": {bar.Problem}")}, {ReportFigures.Time(bar.Length)}\n");
        }

        if (timeline.Bars.Length > MostBars)
        {
            bars.Append(CultureInfo.InvariantCulture, $"… {timeline.Bars.Length - MostBars} more\n");
        }

        Line($"\n**{MarkdownText.Escape(timeline.Caption)}**\n\n{MarkdownText.Block(bars.ToString().TrimEnd('\n'), "text")}");
    }

    private static string Space(string text) => text.Length == 0 ? "" : $" {text}";

    private static string Inline(ReportText text) =>
        text.Origin == TextOrigin.Own ? MarkdownText.Escape(text.ToWritten()) : MarkdownText.Code(text.ToWritten());

    private void Line(string text) => _text.Append(text).Append('\n');
}
