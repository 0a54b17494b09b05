using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Reports;

namespace AgentCore.LiteLlm.Evaluations.Reports;

/// <summary>Shows the results of an evaluation in a report.</summary>
internal static class EvaluationSection
{
    private static readonly ImmutableArray<ReportColumn> Columns =
    [
        new("case"), new("outcome"), new("why"), new("file"), new("tokens in", IsFigure: true), new("tokens out", IsFigure: true),
        new("US dollars", IsFigure: true), new("time", IsFigure: true),
    ];

    /// <summary>Adds results to a report.</summary>
    /// <param name="draft">The report.</param>
    /// <param name="results">The results, in their order; at least one.</param>
    /// <param name="root">The folder that paths are relative to.</param>
    public static void AddTo(ReportDraft draft, IReadOnlyList<EvaluationResult> results, string root)
    {
        foreach (EvaluationResult result in results)
        {
            Count(draft, result);
        }

        int passed = results.Count(r => r.Outcome == EvaluationOutcome.Passed);
        int wrong = results.Count(r => !r.Passed);
        ReportTone tone = wrong > 0 ? ReportTone.Bad : ReportTone.Good;
        string counts = string.Join(", ", results.GroupBy(r => r.Outcome).OrderBy(g => g.Key).Select(g => $"{ReportFigures.Count(g.Count())} {Word(g.Key)}"));
        draft.Add(new ReportCard("Cases passed", $"{ReportFigures.Count(passed)} of {ReportFigures.Count(results.Count)}", counts, tone));

        // What did not pass is what the reader came for.
        EvaluationResult[] shown = results.Count > draft.MostRows ? [.. results.OrderBy(r => r.Passed).Take(draft.MostRows)] : [.. results];
        string? left = shown.Length == results.Count ? null
            : $"{ReportFigures.Count(results.Count - shown.Length)} of {ReportFigures.Count(results.Count)} results have no row; what did not pass comes "
                + $"first.";
        draft.Add(new ReportSection(ReportText.Own("Evaluation"))
        {
            Badges = [new ReportBadge(counts, tone)],
            Blocks = [new ReportBlock.Table("Results", Columns, [.. shown.Select(r => ToRow(r, root))], left)],
            Sections = [.. results.OrderBy(r => r.Passed).Where(IsWorthShowing).Where(_ => draft.TakeDetail()).Select(r => ToSection(r, root))],
        });
    }

    private static void Count(ReportDraft draft, EvaluationResult result)
    {
        if (result.Reply is { } reply)
        {
            draft.Count(reply);
        }
        else if (result.CallFailure is { } failure)
        {
            draft.Count(failure);
        }
    }

    private static bool IsWorthShowing(EvaluationResult result) => result.Reply is not null || result.CallFailure is not null || !result.Passed;

    private static ReportRow ToRow(EvaluationResult result, string root)
    {
        Spent? spent = result.Reply?.Spent ?? result.CallFailure?.Spent;
        return new ReportRow(
            [
                ReportText.Said(result.Title) with { Most = 160 },
                ReportText.Own(Word(result.Outcome)),
                ReportText.Said(result.Message) with { Most = 300 },
                ReportText.Named(Place(result, root)),
                ReportText.Own(ReportFigures.Count(spent?.Usage?.InputTokens)),
                ReportText.Own(ReportFigures.Count(spent?.Usage?.OutputTokens)),
                ReportText.Own(ReportFigures.Cost(spent?.Cost)),
                ReportText.Own(result.Duration is { } time ? ReportFigures.Time(time) : ""),
            ],
            Tone(result.Outcome) is ReportTone.Good ? ReportTone.Plain : Tone(result.Outcome))
        {
            Subject = Subject(result),
        };
    }

    private static ReportSection ToSection(EvaluationResult result, string root) => new(ReportText.Said(result.Title) with { Most = 160 })
    {
        Badges = [new ReportBadge(Word(result.Outcome), Tone(result.Outcome)), .. result.Reply is null ? [] : ReplySection.Badges(result.Reply)],
        Blocks =
        [
            .. Wrong(result),
            new RunFacts()
                .Named("Case", Place(result, root))
                .Named("Tags", string.Join(", ", result.Tags))
                .Own("Error", result.ErrorId)
                .ToBlock(),
            .. result.Reply is { } reply ? ReplySection.Blocks(reply) : result.CallFailure is { } failure ? FailureSection.Blocks(failure, "") : [],
        ],
        Subject = Subject(result),
        IsClosed = result.Passed,
    };

    private static IEnumerable<ReportBlock> Wrong(EvaluationResult result)
    {
        if (!result.Failures.IsEmpty)
        {
            yield return new ReportBlock.Table(
                "What should hold and does not", [new("assertion"), new("expected"), new("what is")],
                [
                    .. result.Failures.Select(f => new ReportRow(
                        [ReportText.Named(f.Assertion), ReportText.Said(f.Expected), ReportText.Said(f.Actual)], ReportTone.Bad)),
                ]);
        }
        else if (!string.IsNullOrEmpty(result.Reason))
        {
            yield return new ReportBlock.Notes(
                result.Outcome == EvaluationOutcome.Skipped ? "Why it was not run" : "What went wrong",
                result.Outcome == EvaluationOutcome.Skipped ? ReportTone.Plain : ReportTone.Bad, [ReportText.Said(result.Reason)]);
        }
    }

    private static ReportSubject Subject(EvaluationResult result) => new(result.Reply?.Vault ?? result.CallFailure?.Vault, result.Reply?.Protection);

    private static string Place(EvaluationResult result, string root) => string.Create(
        CultureInfo.InvariantCulture, $"{ReportPath.ToShort(result.File, root)}{(result.Line > 0 ? $":{result.Line}" : "")}");

    private static string Word(EvaluationOutcome outcome) => outcome switch
    {
        EvaluationOutcome.Passed => "passed",
        EvaluationOutcome.Failed => "failed",
        EvaluationOutcome.Errored => "errored",
        _ => "skipped",
    };

    private static ReportTone Tone(EvaluationOutcome outcome) => outcome switch
    {
        EvaluationOutcome.Passed => ReportTone.Good,
        EvaluationOutcome.Skipped => ReportTone.Plain,
        _ => ReportTone.Bad,
    };
}
