using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Reports;

namespace AgentCore.LiteLlm.Evaluations.Reports;

/// <summary>Shows the results of an evaluation in a report.</summary>
internal static class EvaluationSection
{
    private static readonly ImmutableArray<ReportColumn> Columns =
    [
        new("case"), new("outcome"), new("why"), new("runs"), new("beside the baseline"), new("file"),
        new("tokens in", IsFigure: true), new("tokens out", IsFigure: true),
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
            Sections = [.. results.OrderBy(r => r.Passed).Where(IsWorthShowing).Where(_ => draft.TakeDetail()).Select(r => ToSection(draft, r, root))],
        });
    }

    private static void Count(ReportDraft draft, EvaluationResult result)
    {
        foreach (EvaluationResult run in result.RunResults)
        {
            Count(draft, run);
        }

        foreach (Judgement judgement in result.Judgements)
        {
            draft.Count(new Spent { Cost = judgement.Cost, Attempts = 1, Iterations = 1 }, []);
        }

        if (!result.RunResults.IsEmpty)
        {
            return;
        }

        if (result.Reply is { } reply)
        {
            draft.Count(reply);
        }

        // Only the agent's own failure is one of the run that is told; a judge may have failed, or an answer departed from its schema.
        if (result is { Reply: null, CallFailure: { } failure })
        {
            draft.Count(failure);
        }
        else
        {
            draft.Count(result.Lost, []);
        }
    }

    private static bool IsWorthShowing(EvaluationResult result) =>
        result.Reply is not null || !result.RunResults.IsEmpty || result.CallFailure is not null || !result.Passed;

    private static ReportRow ToRow(EvaluationResult result, string root)
    {
        TokenUsage used = RunsOf(result).Select(r => r.Reply?.Usage ?? r.CallFailure?.Usage).OfType<TokenUsage>()
            .Aggregate(TokenUsage.Uncounted, (sum, usage) => sum.Plus(usage));
        return new ReportRow(
            [
                ReportText.Said(result.Title) with { Most = 160 },
                ReportText.Own(Word(result.Outcome)),
                ReportText.Said(result.Message) with { Most = 300 },
                ReportText.Own(result.PassRate?.ToString()),
                ReportText.Own(Describe(result.Baseline)),
                ReportText.Named(Place(result, root)),
                ReportText.Own(ReportFigures.Count(used.InputTokens)),
                ReportText.Own(ReportFigures.Count(used.OutputTokens)),
                ReportText.Own(ReportFigures.Cost(result.Cost)),
                ReportText.Own(result.Duration is { } time ? ReportFigures.Time(time) : ""),
            ],
            Tone(result.Outcome) is ReportTone.Good ? ReportTone.Plain : Tone(result.Outcome))
        {
            Subject = Subject(result),
        };
    }

    private static ReportSection ToSection(ReportDraft draft, EvaluationResult result, string root) => new(ReportText.Said(result.Title) with { Most = 160 })
    {
        Badges =
        [
            new ReportBadge(Word(result.Outcome), Tone(result.Outcome)), .. Worse(result), .. result.Reply is null ? [] : ReplySection.Badges(result.Reply),
        ],
        Blocks =
        [
            .. Wrong(result),
            .. Judgements(result),
            new RunFacts()
                .Named("Case", Place(result, root))
                .Named("Tags", string.Join(", ", result.Tags))
                .Own("Runs", result.PassRate?.ToString())
                .Own("Share that must pass", result.PassRate?.Required is { } required ? Percent(required) : "")
                .Own("Beside the baseline", Describe(result.Baseline))
                .Own("Error", result.ErrorId)
                .ToBlock(),
            .. result.Reply is { } reply ? ReplySection.Blocks(reply)
                : result is { RunResults.IsEmpty: true, CallFailure: { } failure } ? FailureSection.Blocks(failure, "")
                : [],
        ],
        Sections = [.. result.RunResults.OrderBy(r => r.Passed).Where(_ => draft.TakeDetail()).Select(r => ToSection(draft, r, root))],
        Subject = Subject(result),
        IsClosed = result.Passed && result.Outcome != EvaluationOutcome.Known,
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

    private static IEnumerable<ReportBlock> Judgements(EvaluationResult result) => result.Judgements.IsEmpty ? [] :
    [
        new ReportBlock.Table(
            "What judges said",
            [
                new("judge"), new("mark"), new("at least", IsFigure: true), new("from, to"), new("why"), new("model"), new("US dollars", IsFigure: true),
                new("time", IsFigure: true),
            ],
            [.. result.Judgements.Select(ToRow)]),
    ];

    private static ReportRow ToRow(Judgement judgement) => new(
        [
            ReportText.Named(judgement.Judge),
            judgement.Mark is { } mark
                ? ReportText.Named(string.Create(CultureInfo.InvariantCulture, $"{mark}{(judgement.Label is null ? "" : $" ({judgement.Label})")}"))
                : ReportText.Own("made up in simulation"),
            ReportText.Own(judgement.AtLeast.ToString(CultureInfo.InvariantCulture)),
            ReportText.Own(string.Create(CultureInfo.InvariantCulture, $"{judgement.Worst}, {judgement.Best}")),
            ReportText.Said(judgement.Reason),
            ReportText.Named(judgement.Model),
            ReportText.Own(ReportFigures.Cost(judgement.Cost)),
            ReportText.Own(ReportFigures.Time(judgement.Duration)),
        ],
        judgement.Passed ? ReportTone.Plain : ReportTone.Bad);

    private static IEnumerable<ReportBadge> Worse(EvaluationResult result) => result.Baseline is not { } baseline ? [] : baseline.Verdict switch
    {
        BaselineVerdict.Worse => [new ReportBadge("worse than before", ReportTone.Bad)],
        BaselineVerdict.New => [new ReportBadge("new")],
        _ => [],
    };

    private static string Describe(BaselineComparison? baseline) => baseline is null ? "" : baseline.Verdict switch
    {
        BaselineVerdict.New => "new",
        BaselineVerdict.Worse => $"worse: {baseline}",
        _ => $"no worse: {baseline}",
    };

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");

    private static ImmutableArray<EvaluationResult> RunsOf(EvaluationResult result) => result.RunResults.IsEmpty ? [result] : result.RunResults;

    private static ReportSubject Subject(EvaluationResult result) => !result.RunResults.IsEmpty
        ? ReportSubject.Of(result.RunResults.Select(Subject))
        : new ReportSubject(result.Reply?.Vault ?? result.CallFailure?.Vault, result.Reply?.Protection ?? result.CallFailure?.Protection);

    private static string Place(EvaluationResult result, string root) => string.Create(
        CultureInfo.InvariantCulture, $"{ReportPath.ToShort(result.File, root)}{(result.Line > 0 ? $":{result.Line}" : "")}");

    private static string Word(EvaluationOutcome outcome) => outcome switch
    {
        EvaluationOutcome.Passed => "passed",
        EvaluationOutcome.Failed => "failed",
        EvaluationOutcome.Errored => "errored",
        EvaluationOutcome.Known => "known",
        _ => "skipped",
    };

    private static ReportTone Tone(EvaluationOutcome outcome) => outcome switch
    {
        EvaluationOutcome.Passed => ReportTone.Good,
        EvaluationOutcome.Skipped => ReportTone.Plain,
        EvaluationOutcome.Known => ReportTone.Warning,
        _ => ReportTone.Bad,
    };
}
