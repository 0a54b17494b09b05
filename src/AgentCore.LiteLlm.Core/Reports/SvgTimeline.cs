using System.Globalization;
using System.Xml;

namespace AgentCore.LiteLlm.Reports;

/// <summary>Draws a timeline as SVG. What lies across is in shares of the width, so that it fits any page with letters of the same size.</summary>
internal static class SvgTimeline
{
    private const int RowHeight = 34;
    private const int AxisHeight = 26;
    private const int BarHeight = 10;
    private const int Indent = 14;
    private const int DeepestIndent = 6;
    private const int LongestLabel = 90;
    private const double LeastBar = 0.35;

    private static readonly double[] Marks = [0, 0.25, 0.5, 0.75, 1];

    /// <summary>Draws a timeline.</summary>
    /// <param name="html">Where it is written.</param>
    /// <param name="timeline">The timeline.</param>
    /// <param name="id">An id that nothing else in the file has.</param>
    public static void Write(XmlWriter html, ReportBlock.Timeline timeline, string id)
    {
        double whole = Math.Max(timeline.Length.TotalSeconds, 0.000_001);
        int height = AxisHeight + (timeline.Bars.Length * RowHeight);
        html.WriteStartElement("figure");
        html.WriteElementString("figcaption", timeline.Caption);
        Start(html, "svg", ("width", "100%"), ("height", Show(height)), ("role", "img"), ("aria-labelledby", $"{id}-title {id}-words"));
        Text(html, "title", timeline.Caption, ("id", $"{id}-title"));
        Text(html, "desc", Describe(timeline), ("id", $"{id}-words"));
        Axis(html, timeline.Length, height);
        for (int row = 0; row < timeline.Bars.Length; row++)
        {
            Bar(html, timeline.Bars[row], AxisHeight + (row * RowHeight), whole);
        }

        html.WriteEndElement();
        Legend(html, timeline);
        if (timeline.Left is { } left)
        {
            Text(html, "p", left, ("class", "left"));
        }

        html.WriteEndElement();
    }

    private static string Describe(ReportBlock.Timeline timeline)
    {
        int wrong = timeline.Bars.Count(b => b.Problem is not null);
        return $"{ReportFigures.Count(timeline.Bars.Length, "bar", "bars")} in {ReportFigures.Time(timeline.Length)}"
            + (wrong == 0 ? "." : $", {ReportFigures.Count(wrong)} of them marked as not as it should be.");
    }

    private static void Axis(XmlWriter html, TimeSpan length, int height)
    {
        foreach (double mark in Marks)
        {
            string x = Share(mark * 100);
            Start(html, "line", ("class", "grid"), ("x1", x), ("x2", x), ("y1", Show(AxisHeight - 6)), ("y2", Show(height)));
            html.WriteEndElement();
            string anchor = mark switch
            {
                0 => "start",
                1 => "end",
                _ => "middle",
            };
            Text(html, "text", mark == 0 ? "0 s" : ReportFigures.Time(length * mark), ("class", "quiet"), ("x", x), ("y", "13"), ("text-anchor", anchor));
        }
    }

    private static void Bar(XmlWriter html, TimelineBar bar, int top, double whole)
    {
        double start = Math.Clamp(bar.Start.TotalSeconds / whole * 100, 0, 100);
        double width = Math.Clamp(bar.Length.TotalSeconds / whole * 100, LeastBar, 100);
        start = Math.Min(start, 100 - width);
        string name = bar.Name.ToWritten();
        string label = $"{bar.Label}{(name.Length == 0 ? "" : $" {name}")}{(bar.Problem is null ? "" : $": {bar.Problem}")}";
        string time = bar.Kind == TimelineBarKind.Gate ? "" : ReportFigures.Time(bar.Length);

        // The label ends where the time begins, however narrow the page is.
        Start(html, "svg", ("x", "0"), ("y", Show(top)), ("width", "80%"), ("height", "20"));
        Text(html, "text", Cut(label), ("x", Show(Math.Min(bar.Depth, DeepestIndent) * Indent)), ("y", "15"), ("direction", "ltr"),
            ("unicode-bidi", "isolate"));
        html.WriteEndElement();
        if (time.Length > 0)
        {
            Text(html, "text", time, ("class", "quiet"), ("x", "100%"), ("y", Show(top + 15)), ("text-anchor", "end"));
        }

        Start(
            html, "rect", ("class", bar.Problem is null ? ToClass(bar.Kind) : "wrong"), ("x", Share(start)), ("y", Show(top + 20)), ("width", Share(width)),
            ("height", Show(BarHeight)), ("rx", "2"));
        Text(html, "title", time.Length == 0 ? label : $"{label}, {time}");
        html.WriteEndElement();
    }

    private static void Legend(XmlWriter html, ReportBlock.Timeline timeline)
    {
        (string Class, string Name)[] entries =
        [
            .. timeline.Bars.Where(b => b.Problem is null).Select(b => (ToClass(b.Kind), ToName(b.Kind))).Distinct(),
            .. timeline.Bars.Any(b => b.Problem is not null) ? new[] { ("wrong", "not as it should be") } : [],
        ];
        if (entries.Length < 2)
        {
            return;
        }

        Start(html, "ul", ("class", "legend"));
        foreach ((string name, string words) in entries)
        {
            html.WriteStartElement("li");
            Start(html, "svg", ("width", "14"), ("height", "10"), ("aria-hidden", "true"));
            Start(html, "rect", ("class", name), ("width", "14"), ("height", "10"), ("rx", "2"));
            html.WriteEndElement();
            html.WriteEndElement();
            html.WriteString(words);
            html.WriteEndElement();
        }

        html.WriteEndElement();
    }

    private static string ToClass(TimelineBarKind kind) => kind switch
    {
        TimelineBarKind.Tool => "tool",
        TimelineBarKind.Node => "node",
        TimelineBarKind.Gate => "gate",
        TimelineBarKind.Fallback => "fallback",
        TimelineBarKind.Call => "call",
        _ => "turn",
    };

    private static string ToName(TimelineBarKind kind) => kind switch
    {
        TimelineBarKind.Tool => "call of a tool",
        TimelineBarKind.Node => "agent of the graph",
        TimelineBarKind.Gate => "gate",
        TimelineBarKind.Fallback => "wait",
        TimelineBarKind.Call => "call",
        _ => "turn of the model",
    };

    private static string Cut(string label)
    {
        string line = label.ReplaceLineEndings(" ");
        return line.Length <= LongestLabel ? line : $"{line[..(char.IsHighSurrogate(line[LongestLabel - 1]) ? LongestLabel - 1 : LongestLabel)]}…";
    }

    private static string Share(double percent) => string.Create(CultureInfo.InvariantCulture, $"{percent:0.###}%");

    private static string Show(int length) => length.ToString(CultureInfo.InvariantCulture);

    private static void Start(XmlWriter html, string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        html.WriteStartElement(name);
        foreach ((string attribute, string value) in attributes)
        {
            html.WriteAttributeString(attribute, value);
        }
    }

    private static void Text(XmlWriter html, string name, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Start(html, name, attributes);
        html.WriteString(text);
        html.WriteFullEndElement();
    }
}
