using System.Globalization;
using System.Text;
using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Reports;

/// <summary>Writes findings as workflow commands, which GitHub shows at the lines of a change.</summary>
internal static class GitHubAnnotations
{
    /// <summary>Writes one finding.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="root">The folder that paths are relative to: that of the checkout.</param>
    /// <returns>One line, such as <c>::error file=agents/a.yaml,line=3,col=10,title=TypeMismatch::...</c>.</returns>
    public static string Write(Diagnostic finding, string root)
    {
        string command = finding.Severity switch
        {
            DiagnosticSeverity.Error => "error",
            DiagnosticSeverity.Warning => "warning",
            _ => "notice",
        };
        StringBuilder line = new($"::{command} ");
        if (finding.Location is { Line: > 0 } place && !place.File.StartsWith('<'))
        {
            line.Append(CultureInfo.InvariantCulture, $"file={EscapeProperty(ReportPath.From(place.File, root))},line={place.Line},col={place.Column},");
        }

        return line.Append(
            CultureInfo.InvariantCulture, $"title={EscapeProperty(finding.Code)}::{Escape($"{finding.Message} {finding.Suggestion}".TrimEnd())}").ToString();
    }

    private static string Escape(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string EscapeProperty(string text) => Escape(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}
