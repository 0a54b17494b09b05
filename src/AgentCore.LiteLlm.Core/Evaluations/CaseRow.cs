using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>What is told as one result: one run of a case, or all runs of one of which a share must pass.</summary>
/// <param name="runs">The runs; at least one.</param>
/// <param name="isWhole">Whether they are all runs of a case, and come to one result.</param>
internal sealed class CaseRow(ImmutableArray<CaseRun> runs, bool isWhole)
{
    private const int MostFailures = 5;

    /// <summary>Gets the result; null while one of the runs has none.</summary>
    public EvaluationResult? Result =>
        !isWhole ? runs[0].Result : field ??= runs.All(r => r.Result is not null) ? Join([.. runs.Select(r => r.Result!)]) : null;

    /// <summary>Says what becomes of it if the evaluation ends now.</summary>
    public EvaluationResult ToFinal() => Result ?? (isWhole ? Join([.. runs.Select(r => r.ToFinal())]) : runs[0].ToFinal());

    // A run that came to no answer may have gone either way: where that decides, nobody knows.
    private EvaluationResult Join(ImmutableArray<EvaluationResult> results)
    {
        EvaluationCase asked = runs[0].Case;
        EvaluationResult[] made = [.. results.Where(r => r.Outcome != EvaluationOutcome.Skipped)];
        int passed = made.Count(r => r.Outcome == EvaluationOutcome.Passed);
        int failed = made.Count(r => r.Outcome == EvaluationOutcome.Failed);
        EvaluationResult? error = Array.Find(made, r => r.Outcome == EvaluationOutcome.Errored);
        double required = asked.PassRate ?? 1;
        EvaluationOutcome outcome = made.Length == 0 ? EvaluationOutcome.Skipped
            : IsEnough(passed, made.Length, required) ? EvaluationOutcome.Passed
            : IsEnough(made.Length - failed, made.Length, required) ? EvaluationOutcome.Errored
            : EvaluationOutcome.Failed;
        PassRate? rate = passed + failed == 0 ? null : new PassRate(passed, passed + failed) { Required = asked.PassRate };
        return results[0] with
        {
            Run = 0,
            Outcome = outcome,
            Reply = null,
            Judgements = [],
            Lost = Spent.Nothing,
            PassRate = rate,
            RunResults = results,
            Failures = outcome == EvaluationOutcome.Failed ? ToFailures(made, rate!, required) : [],
            Reason = outcome switch
            {
                EvaluationOutcome.Skipped => results[0].Reason,
                EvaluationOutcome.Errored => error!.Reason,
                _ => null,
            },
            ErrorId = outcome == EvaluationOutcome.Errored ? error!.ErrorId : null,
            CallFailure = outcome == EvaluationOutcome.Errored ? error!.CallFailure : null,
        };
    }

    // 0.7 of 10 is 7, which floating point does not know.
    private static bool IsEnough(int passed, int runs, double required) => passed >= (required * runs) - 1e-9;

    private static ImmutableArray<AssertionFailure> ToFailures(EvaluationResult[] made, PassRate rate, double required) =>
    [
        new AssertionFailure(
            "pass_rate", string.Create(CultureInfo.InvariantCulture, $"{100 * required:0.#} % of the runs to pass"), Shown.Line(rate.ToString())),
        .. made.SelectMany(r => r.Failures).GroupBy(f => f).OrderByDescending(g => g.Count()).Take(MostFailures).Select(g => g.Key with
        {
            Actual = string.Create(CultureInfo.InvariantCulture, $"{g.Key.Actual} ({g.Count()} of {made.Length} runs)"),
        }),
    ];
}
