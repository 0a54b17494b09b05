using System.Globalization;
using AgentCore.LiteLlm.Reports;

namespace AgentCore.LiteLlm.Comparison;

/// <summary>Shows what agents have otherwise than before in a report.</summary>
internal static class ChangeSection
{
    private const int LongestValue = 400;

    /// <summary>Adds changes to a report.</summary>
    /// <param name="draft">The report.</param>
    /// <param name="changes">The changes; at least one.</param>
    /// <param name="root">The folder that paths are relative to.</param>
    public static void AddTo(ReportDraft draft, IReadOnlyList<BlueprintChange> changes, string root)
    {
        BlueprintChange[] sorted = [.. changes.OrderByDescending(c => c.Kind)];
        ReportTone tone = sorted[0].Kind >= BlueprintChangeKind.Weakened ? ReportTone.Bad : ReportTone.Plain;
        string counts = string.Join(", ", sorted.GroupBy(c => c.Kind).Select(g => $"{ReportFigures.Count(g.Count())} {g.Key}"));
        draft.Add(new ReportCard("Changes", ReportFigures.Count(changes.Count), counts, tone));
        BlueprintChange[] shown = [.. sorted.Take(draft.MostRows)];
        string? left = shown.Length == sorted.Length ? null : $"{ReportFigures.Count(sorted.Length - shown.Length)} further changes have no row.";
        draft.Add(new ReportSection(ReportText.Own("Changes"))
        {
            Badges = [new ReportBadge(counts, tone)],
            Blocks =
            [
                new ReportBlock.Table(
                    "What changed, the weightiest first", [new("kind"), new("what"), new("was"), new("is"), new("what follows"), new("where")],
                    [.. shown.Select(c => ToRow(c, root))], left),
                .. shown.Where(c => ChangeReport.SplitDiff(c.Impact).Diff is not null).Select(ToDiff),
            ],
        });
    }

    private static ReportRow ToRow(BlueprintChange change, string root)
    {
        bool isPrompt = change.Path == BlueprintComparison.PromptPath;
        string place = change.File is null ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{ReportPath.ToShort(change.File, root)}{(change.Line > 0 ? $":{change.Line}" : "")}");
        return new ReportRow(
            [
                ReportText.Own(change.Kind.ToString()),
                ReportText.Named(change.Path),
                isPrompt ? ReportText.None : ReportText.Said(ChangeText.Show(change.Old)) with { Most = LongestValue },
                isPrompt ? ReportText.None : ReportText.Said(ChangeText.Show(change.New)) with { Most = LongestValue },
                ReportText.Said(ChangeReport.SplitDiff(change.Impact).Text),
                ReportText.Named(place),
            ],
            change.Kind >= BlueprintChangeKind.Weakened ? ReportTone.Bad : ReportTone.Plain);
    }

    private static ReportBlock ToDiff(BlueprintChange change) => new ReportBlock.Passage(
        "Changes of", ReportText.Named(change.Path),
        [new ReportPart("", ReportText.Said(ChangeReport.SplitDiff(change.Impact).Diff)) { IsDiff = true }], IsOpen: true);
}
