using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;

namespace AgentCore.LiteLlm.Reports;

/// <summary>
/// Writes a report as one HTML file, which is XML too. It refers to nothing outside, holds no script, and its policy lets a browser load nothing.
/// </summary>
internal sealed class HtmlReport
{
    private const int DeepestHeading = 6;

    private static readonly string Style = ReadStyle();

    private readonly XmlWriter _html;
    private int _ids;

    private HtmlReport(XmlWriter html) => _html = html;

    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The HTML.</returns>
    public static string Write(ReportDocument report)
    {
        StringBuilder text = new("<!DOCTYPE html>\n");
        XmlWriterSettings settings = new() { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.None, NewLineChars = "\n" };
        using (XmlWriter html = XmlWriter.Create(text, settings))
        {
            new HtmlReport(html).WriteAll(report);
        }

        return text.Append('\n').ToString();
    }

    private void WriteAll(ReportDocument report)
    {
        _html.WriteStartElement("html");
        _html.WriteAttributeString("lang", "en");
        WriteHead(report);
        _html.WriteStartElement("body");
        Element("a", "Skip to the content", ("class", "skip"), ("href", "#content"));
        _html.WriteStartElement("header");
        _html.WriteStartElement("h1");
        Inline(report.Title);
        _html.WriteEndElement();
        Element("p", $"Made {ReportFigures.Moment(report.Made)}", ("class", "made"));
        _html.WriteEndElement();
        Line();
        Start("main", ("id", "content"));
        Cards(report.Cards);
        if (!report.Notices.IsEmpty)
        {
            Notes(new ReportBlock.Notes("About this report", ReportTone.Plain, [.. report.Notices.Select(ReportText.Own)]));
        }

        Contents(report.Sections);
        foreach (ReportSection section in report.Sections)
        {
            Section(section, 2);
        }

        _html.WriteEndElement();
        Line();
        Element("footer", $"{ReportDocument.Generator}. This file holds all that it shows: it loads nothing and runs no script.");
        _html.WriteEndElement();
        _html.WriteEndElement();
    }

    private void WriteHead(ReportDocument report)
    {
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));
        _html.WriteStartElement("head");
        Meta("charset", "utf-8");
        Meta("name", "generator", "content", $"{ReportDocument.Generator} {ReportFile.Mark}");
        Meta("http-equiv", "Content-Security-Policy", "content", $"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'");
        Meta("name", "viewport", "content", "width=device-width, initial-scale=1");
        Meta("name", "color-scheme", "content", "light dark");
        Meta("name", "referrer", "content", "no-referrer");
        Meta("name", "robots", "content", "noindex");
        Element("title", report.Title.ToWritten());
        _html.WriteStartElement("style");
        _html.WriteRaw(Style);
        _html.WriteEndElement();
        _html.WriteEndElement();
        Line();
    }

    private void Cards(ImmutableArray<ReportCard> cards)
    {
        if (cards.IsEmpty)
        {
            return;
        }

        Element("h2", "At a glance");
        Start("dl", ("class", "cards"));
        foreach (ReportCard card in cards)
        {
            _html.WriteStartElement("div");
            Class(ToClass(card.Tone));
            Element("dt", card.Name);
            Element("dd", card.Figure, ("class", "figure"));
            if (card.Note is { } note)
            {
                Element("dd", note, ("class", "note"));
            }

            _html.WriteEndElement();
        }

        _html.WriteEndElement();
        Line();
    }

    private void Contents(ImmutableArray<ReportSection> sections)
    {
        if (sections.Length < 2)
        {
            return;
        }

        Start("nav", ("aria-label", "Contents"));
        Element("h2", "Contents");
        _html.WriteStartElement("ul");
        for (int at = 0; at < sections.Length; at++)
        {
            _html.WriteStartElement("li");
            Start("a", ("href", $"#{IdOf(sections[at], at)}"));
            Inline(sections[at].Title);
            _html.WriteEndElement();
            foreach (ReportBadge badge in sections[at].Badges.Take(1))
            {
                _html.WriteString($", {badge.Text}");
            }

            _html.WriteEndElement();
        }

        _html.WriteEndElement();
        _html.WriteEndElement();
        Line();
        _ids = 0;
    }

    private static string IdOf(ReportSection section, int at) =>
        string.Create(CultureInfo.InvariantCulture, $"{(section.Run > 0 ? "run" : "part")}-{(section.Run > 0 ? section.Run : at + 1)}");

    private void Section(ReportSection section, int level)
    {
        string id = level == 2 ? IdOf(section, _ids++) : NewId("part");
        Start("section", ("id", id), ("aria-labelledby", $"{id}-name"));
        if (section.IsClosed)
        {
            _html.WriteStartElement("details");
            Start("summary", ("class", "heading"));
        }
        else
        {
            Start("div", ("class", "heading"));
        }

        Start($"h{Math.Min(level, DeepestHeading)}", ("id", $"{id}-name"));
        Inline(section.Title);
        _html.WriteEndElement();
        foreach (ReportBadge badge in section.Badges)
        {
            Element("span", badge.Text, ("class", $"badge {ToClass(badge.Tone)}".TrimEnd()));
        }

        _html.WriteEndElement();
        Line();
        foreach (ReportBlock block in section.Blocks)
        {
            Block(block);
            Line();
        }

        foreach (ReportSection inner in section.Sections)
        {
            Section(inner, level + 1);
        }

        if (section.IsClosed)
        {
            _html.WriteEndElement();
        }

        _html.WriteEndElement();
        Line();
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
                SvgTimeline.Write(_html, timeline, NewId("timeline"));
                break;
            case ReportBlock.Notes notes:
                Notes(notes);
                break;
        }
    }

    private void Facts(ReportBlock.Facts facts)
    {
        Start("dl", ("class", "facts"));
        foreach (ReportPart fact in facts.Items)
        {
            Element("dt", fact.Name);
            _html.WriteStartElement("dd");
            Inline(fact.Text);
            _html.WriteEndElement();
        }

        _html.WriteEndElement();
    }

    // What is wider than the page is moved by touch, mouse or arrow keys. On a narrow page each row stands by itself with the names of its columns, and is
    // told as a row by its roles alone.
    private void Table(ReportBlock.Table table)
    {
        int[] shown = [.. Enumerable.Range(0, table.Columns.Length).Where(c => table.Rows.Any(r => !r.Cells[c].IsEmpty))];
        if (table.IsClosed)
        {
            _html.WriteStartElement("details");
            Element("summary", table.Caption);
        }

        Start("div", ("class", "scroll"), ("role", "group"), ("tabindex", "0"), ("aria-label", table.Caption));
        Start("table", ("role", "table"), ("aria-label", table.Caption));
        if (!table.IsClosed)
        {
            Element("caption", table.Caption);
        }

        Start("thead", ("role", "rowgroup"));
        Start("tr", ("role", "row"));
        foreach (int column in shown)
        {
            Start("th", ("scope", "col"), ("role", "columnheader"));
            Class(table.Columns[column].IsFigure ? "num" : "");
            _html.WriteString(table.Columns[column].Name);
            _html.WriteEndElement();
        }

        _html.WriteEndElement();
        _html.WriteEndElement();
        Start("tbody", ("role", "rowgroup"));
        foreach (ReportRow row in table.Rows)
        {
            Row(table, shown, row);
        }

        _html.WriteFullEndElement();
        _html.WriteEndElement();
        _html.WriteEndElement();
        Left(table.Left);
        if (table.IsClosed)
        {
            _html.WriteEndElement();
        }
    }

    private const int LongCell = 40;

    private void Row(ReportBlock.Table table, int[] shown, ReportRow row)
    {
        Line();
        Start("tr", ("role", "row"));
        Class(ToClass(row.Tone));
        foreach (int column in shown)
        {
            Start("td", ("role", "cell"), ("data-name", table.Columns[column].Name));
            Class(table.Columns[column].IsFigure ? "num" : row.Cells[column].Text.Length > LongCell ? "long" : "");
            if (row.Run > 0 && column == shown[0])
            {
                Start("a", ("href", string.Create(CultureInfo.InvariantCulture, $"#run-{row.Run}")));
                Inline(row.Cells[column]);
                _html.WriteEndElement();
            }
            else if (!row.Cells[column].IsEmpty)
            {
                Inline(row.Cells[column]);
            }

            _html.WriteFullEndElement();
        }

        _html.WriteEndElement();
    }

    private void Passage(ReportBlock.Passage passage)
    {
        if (passage.IsOpen)
        {
            Start("div", ("class", "passage said"));
            Start("p", ("class", "label"));
        }
        else
        {
            _html.WriteStartElement("details");
            _html.WriteStartElement("summary");
        }

        _html.WriteString(passage.Label);
        if (!passage.Name.IsEmpty)
        {
            _html.WriteString(" ");
            Inline(passage.Name);
        }

        _html.WriteEndElement();
        foreach (ReportPart part in passage.Parts)
        {
            if (part.Name.Length > 0)
            {
                Element("p", part.Name, ("class", "part"));
            }

            Start("pre", ("dir", "auto"));
            Class(part.IsCode || part.IsDiff ? "code" : "");
            Text(part);
            _html.WriteFullEndElement();
        }

        _html.WriteEndElement();
    }

    private void Text(ReportPart part)
    {
        string text = part.Text.ToWritten();
        if (!part.IsDiff)
        {
            // A browser takes a line feed that a text begins with for layout.
            _html.WriteString(text.StartsWith('\n') ? $"\n{text}" : text);
            return;
        }

        foreach (string line in text.Split('\n'))
        {
            string name = line switch
            {
                ['+', ..] => "added",
                ['-', ..] => "removed",
                ['@', ..] => "place",
                _ => "",
            };
            _html.WriteStartElement("span");
            Class(name);
            _html.WriteString($"{line}\n");
            _html.WriteEndElement();
        }
    }

    private void Notes(ReportBlock.Notes notes)
    {
        Start("div", ("class", $"notes {ToClass(notes.Tone)}".TrimEnd()));
        Element("p", notes.Label, ("class", "label"));
        _html.WriteStartElement("ul");
        foreach (ReportText item in notes.Items)
        {
            _html.WriteStartElement("li");
            Inline(item);
            _html.WriteEndElement();
        }

        _html.WriteEndElement();
        _html.WriteEndElement();
    }

    private void Left(string? left)
    {
        if (left is not null)
        {
            Element("p", left, ("class", "left"));
        }
    }

    // What others wrote from right to left turns nothing round beside it.
    private void Inline(ReportText text)
    {
        if (text.Origin == TextOrigin.Own)
        {
            _html.WriteString(text.ToWritten());
        }
        else
        {
            Element("bdi", text.ToWritten());
        }
    }

    private static string ToClass(ReportTone tone) => tone switch
    {
        ReportTone.Good => "good",
        ReportTone.Warning => "warning",
        ReportTone.Bad => "bad",
        _ => "",
    };

    private string NewId(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}-i{++_inner}");

    private int _inner;

    private void Start(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _html.WriteStartElement(name);
        foreach ((string attribute, string value) in attributes)
        {
            _html.WriteAttributeString(attribute, value);
        }
    }

    private void Element(string name, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Start(name, attributes);
        _html.WriteString(text);
        _html.WriteFullEndElement();
    }

    private void Meta(string name, string value, string? otherName = null, string? otherValue = null)
    {
        Start("meta", (name, value));
        if (otherName is not null)
        {
            _html.WriteAttributeString(otherName, otherValue);
        }

        _html.WriteEndElement();
    }

    private void Class(string name)
    {
        if (name.Length > 0)
        {
            _html.WriteAttributeString("class", name);
        }
    }

    private void Line() => _html.WriteString("\n");

    private static string ReadStyle()
    {
        using StreamReader style = new(typeof(HtmlReport).Assembly.GetManifestResourceStream("report.css")!);
        return style.ReadToEnd().ReplaceLineEndings("\n");
    }
}
