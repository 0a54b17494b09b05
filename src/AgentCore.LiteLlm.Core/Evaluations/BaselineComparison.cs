using System.Globalization;
using AgentCore.LiteLlm.Evaluations.Baselines;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>How a case, or all cases together, fare beside an earlier report.</summary>
public sealed record BaselineComparison
{
    /// <summary>Gets how many runs passed before.</summary>
    public int PassedBefore { get; init; }

    /// <summary>Gets how many runs were judged before.</summary>
    public int RunsBefore { get; init; }

    /// <summary>Gets how many runs pass now.</summary>
    public int Passed { get; init; }

    /// <summary>Gets how many runs are judged now.</summary>
    public int Runs { get; init; }

    /// <summary>Gets how likely it is that so few or fewer pass if nothing changed, by the exact test; null where there is nothing to compare.</summary>
    public double? Probability { get; init; }

    /// <summary>Gets what it comes to.</summary>
    public BaselineVerdict Verdict { get; init; }

    /// <summary>Gets by how much the share that passes changed, from -1 to 1; null where there is nothing to compare.</summary>
    public double? Change => Runs == 0 || RunsBefore == 0 ? null : ((double)Passed / Runs) - ((double)PassedBefore / RunsBefore);

    /// <summary>Gets the lower bound of the change, with 95 % confidence, by Newcombe's hybrid score; -1 where there is nothing to compare.</summary>
    public double ChangeLower => Proportions.Newcombe(PassedBefore, RunsBefore, Passed, Runs).Lower;

    /// <summary>Gets the upper bound of the change, with 95 % confidence, by Newcombe's hybrid score; 1 where there is nothing to compare.</summary>
    public double ChangeUpper => Proportions.Newcombe(PassedBefore, RunsBefore, Passed, Runs).Upper;

    /// <inheritdoc/>
    public override string ToString() => Probability is not { } likely ? "not in the baseline" : string.Create(
        CultureInfo.InvariantCulture,
        $"{Passed} of {Runs} passed, {PassedBefore} of {RunsBefore} before ({100 * ChangeLower:+0.#;-0.#;0} to {100 * ChangeUpper:+0.#;-0.#;0} points, "
            + $"p = {likely:0.####})");

    /// <summary>Compares.</summary>
    internal static BaselineComparison Of(IReadOnlyCollection<CaseCounts> cases) => new()
    {
        PassedBefore = cases.Sum(c => c.PassedBefore),
        RunsBefore = cases.Sum(c => c.RunsBefore),
        Passed = cases.Sum(c => c.Passed),
        Runs = cases.Sum(c => c.Runs),
        Probability = ExactTest.FindProbability(cases),
        Verdict = BaselineVerdict.NoChange,
    };
}
