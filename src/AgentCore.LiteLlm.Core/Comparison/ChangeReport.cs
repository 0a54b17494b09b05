using System.Globalization;
using System.Text;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Reports;

namespace AgentCore.LiteLlm.Comparison;

/// <summary>Writes changes down.</summary>
internal static class ChangeReport
{
    /// <summary>Writes changes down.</summary>
    /// <param name="changes">The changes, in the order that they shall have.</param>
    /// <param name="format">The form.</param>
    /// <param name="failOn">The kinds that are not to be.</param>
    /// <param name="root">The folder that paths are relative to.</param>
    /// <returns>The text.</returns>
    public static string Write(IReadOnlyList<BlueprintChange> changes, ComparisonFormat format, IReadOnlyCollection<BlueprintChangeKind> failOn, string root) =>
        format switch
        {
            ComparisonFormat.Sarif => SarifWriter.Write([.. changes.Select(c => ToFinding(c, failOn))], root, Descriptions),
            ComparisonFormat.Markdown => ToMarkdown(changes, root),
            _ => changes.Count == 0 ? "Nothing changed." : string.Join('\n', changes.Select(c => $"{Place(c, root)}{c}")),
        };

    private static IReadOnlyDictionary<string, CodeDescription> Descriptions { get; } = Enum.GetValues<BlueprintChangeKind>()
        .ToDictionary(k => k.ToString(), k => new CodeDescription(k.ToString(), ToSeverity(k), Describe(k), "Look at what follows from the change."));

    private static string Describe(BlueprintChangeKind kind) => kind switch
    {
        BlueprintChangeKind.Breaking => "Whoever uses the agent or reads its answers can break on the change.",
        BlueprintChangeKind.Weakened => "What protects, forbids or limits holds less than before.",
        BlueprintChangeKind.Route => "Calls go elsewhere, or with another key or other headers.",
        BlueprintChangeKind.Cost => "A call costs another amount.",
        BlueprintChangeKind.Behaviour => "The agent may answer otherwise.",
        BlueprintChangeKind.Compatible => "The schema of answers changed, and its readers go on reading them.",
        BlueprintChangeKind.Strengthened => "What protects, forbids or limits holds more than before.",
        _ => "No call is another one.",
    };

    private static DiagnosticSeverity ToSeverity(BlueprintChangeKind kind) =>
        kind is BlueprintChangeKind.Breaking or BlueprintChangeKind.Weakened ? DiagnosticSeverity.Warning : DiagnosticSeverity.Information;

    private static Diagnostic ToFinding(BlueprintChange change, IReadOnlyCollection<BlueprintChangeKind> failOn) => new()
    {
        Code = change.Kind.ToString(),
        Severity = failOn.Contains(change.Kind) ? DiagnosticSeverity.Error : ToSeverity(change.Kind),
        Message = change.Path == BlueprintComparison.PromptPath
            ? change.Impact
            : $"{change.Path}: {ChangeText.Show(change.Old)} -> {ChangeText.Show(change.New)}. {change.Impact}".TrimEnd(),
        Path = change.Path,
        Location = change.File is null || change.File.StartsWith('<') ? null : new SourceLocation(change.File, change.Line, change.Line == 0 ? 0 : 1),
    };

    private static string Place(BlueprintChange change, string root) => change.File is null ? ""
        : change.Line == 0 ? $"{ReportPath.From(change.File, root)}: "
        : string.Create(CultureInfo.InvariantCulture, $"{ReportPath.From(change.File, root)}({change.Line}): ");

    private static string ToMarkdown(IReadOnlyList<BlueprintChange> changes, string root)
    {
        if (changes.Count == 0)
        {
            return "Nothing changed.";
        }

        StringBuilder text = new("| kind | what | was | is | what follows |\n|---|---|---|---|---|\n");
        foreach (BlueprintChange change in changes.OrderByDescending(c => c.Kind))
        {
            (string impact, string? _) = SplitDiff(change.Impact);
            bool isPrompt = change.Path == BlueprintComparison.PromptPath;
            string what = $"{MarkdownText.Code(change.Path)}<br>{MarkdownText.Escape(Place(change, root).TrimEnd(' ', ':'))}";
            string kind = change.Kind >= BlueprintChangeKind.Weakened ? $"**{change.Kind}**" : $"{change.Kind}";
            (string old, string now) = isPrompt ? ("", "") : (MarkdownText.Code(ChangeText.Show(change.Old)), MarkdownText.Code(ChangeText.Show(change.New)));
            text.Append(CultureInfo.InvariantCulture, $"| {kind} | {what} | {old} | {now} | {MarkdownText.Escape(impact)} |\n");
        }

        foreach (string diff in changes.Select(c => SplitDiff(c.Impact).Diff).OfType<string>())
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{MarkdownText.Block(diff, "diff")}\n");
        }

        return text.ToString().TrimEnd('\n');
    }

    internal static (string Text, string? Diff) SplitDiff(string impact) =>
        impact.IndexOf("\n@@", StringComparison.Ordinal) is >= 0 and int at ? (impact[..at], impact[(at + 1)..]) : (impact, null);
}
