using System.Globalization;
using System.Text;
using System.Xml;
using AgentCore.LiteLlm.Reports;

namespace AgentCore.LiteLlm.Evaluations.Reports;

/// <summary>Writes results as JUnit XML, as the test reports of CI systems read it: a suite for each file, a case for each run.</summary>
internal static class JUnitReport
{
    private const string Name = "AgentCore.LiteLlm";

    private static readonly string[] Endings = [".cases.yaml", ".cases.yml", ".yaml", ".yml"];

    private static readonly XmlWriterSettings Settings = new()
    {
        Indent = true,
        NewLineChars = "\n",
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
    };

    /// <summary>Writes a report.</summary>
    /// <param name="results">The results, in any order.</param>
    /// <param name="start">When the run began.</param>
    /// <param name="root">The folder that paths are relative to.</param>
    /// <returns>The XML document.</returns>
    public static string Write(IEnumerable<EvaluationResult> results, DateTimeOffset start, string root)
    {
        IGrouping<string, EvaluationResult>[] files = [.. results.GroupBy(r => r.File, StringComparer.Ordinal)];
        EvaluationResult[] all = [.. files.SelectMany(f => f)];
        using MemoryStream bytes = new();
        using (XmlWriter xml = XmlWriter.Create(bytes, Settings))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", Name);
            WriteCounts(xml, all);
            foreach (IGrouping<string, EvaluationResult> file in files)
            {
                WriteSuite(xml, ReportPath.Relative(file.Key, root), [.. file], start);
            }

            xml.WriteEndElement();
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    private static void WriteSuite(XmlWriter xml, string file, EvaluationResult[] results, DateTimeOffset start)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", LegalText.Of(file));
        WriteCounts(xml, results);
        xml.WriteAttributeString("skipped", ToText(results.Count(r => r.Outcome == EvaluationOutcome.Skipped)));
        xml.WriteAttributeString("timestamp", start.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        if (results.Any(r => r.Cost is not null))
        {
            xml.WriteStartElement("properties");
            xml.WriteStartElement("property");
            xml.WriteAttributeString("name", "cost");
            xml.WriteAttributeString("value", results.Sum(r => r.Cost ?? 0).ToString(CultureInfo.InvariantCulture));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        string ending = Array.Find(Endings, e => file.EndsWith(e, StringComparison.OrdinalIgnoreCase)) ?? "";
        foreach (EvaluationResult result in results)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("name", LegalText.Of(result.Title));
            xml.WriteAttributeString("classname", LegalText.Of(file[..^ending.Length]));
            xml.WriteAttributeString("time", ToSeconds(result.Duration));
            WriteOutcome(xml, result, file);
            WriteFacts(xml, result);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteOutcome(XmlWriter xml, EvaluationResult result, string file)
    {
        string place = string.Create(CultureInfo.InvariantCulture, $"at {file}:{Math.Max(result.Line, 1)}");
        switch (result.Outcome)
        {
            case EvaluationOutcome.Failed:
                xml.WriteStartElement("failure");
                xml.WriteAttributeString("message", LegalText.Of(result.Message));
                xml.WriteAttributeString("type", LegalText.Of(result.Failures[0].Assertion));
                xml.WriteString(LegalText.Of(string.Concat(result.Failures.Select(f => $"{f}\n")) + place));
                xml.WriteEndElement();
                break;
            case EvaluationOutcome.Errored:
                xml.WriteStartElement("error");
                xml.WriteAttributeString("message", LegalText.Of(result.Message));
                xml.WriteAttributeString("type", LegalText.Of(result.ErrorId ?? "Error"));
                xml.WriteString(LegalText.Of($"{result.Message}\n{place}"));
                xml.WriteEndElement();
                break;
            case EvaluationOutcome.Skipped:
                xml.WriteStartElement("skipped");
                xml.WriteAttributeString("message", LegalText.Of(result.Message));
                xml.WriteEndElement();
                break;
        }
    }

    // What readers of reports show beside a case, whether or not it passed.
    private static void WriteFacts(XmlWriter xml, EvaluationResult result)
    {
        string[] facts =
        [
            .. result.PassRate is { } rate ? (string[])[$"{rate}"] : [],
            .. result.Baseline is { Probability: not null } compared ? (string[])[$"baseline: {compared}"] : [],
            .. result.Judgements.Select(j => $"{j}"),
            .. result.Cost is { } cost ? (string[])[string.Create(CultureInfo.InvariantCulture, $"{cost} US dollars")] : [],
        ];
        if (facts.Length > 0)
        {
            xml.WriteElementString("system-out", LegalText.Of(string.Join('\n', facts)));
        }
    }

    private static void WriteCounts(XmlWriter xml, EvaluationResult[] results)
    {
        xml.WriteAttributeString("tests", ToText(results.Length));
        xml.WriteAttributeString("failures", ToText(results.Count(r => r.Outcome == EvaluationOutcome.Failed)));
        xml.WriteAttributeString("errors", ToText(results.Count(r => r.Outcome == EvaluationOutcome.Errored)));
        xml.WriteAttributeString("time", ToSeconds(results.Aggregate(TimeSpan.Zero, (sum, r) => sum + (r.Duration ?? TimeSpan.Zero))));
    }

    private static string ToText(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string ToSeconds(TimeSpan? time) => (time ?? TimeSpan.Zero).TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
}
