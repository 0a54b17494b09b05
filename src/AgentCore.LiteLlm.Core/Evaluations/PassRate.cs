using System.Globalization;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>How many runs of a case passed, and between which bounds the share lies that would pass of all runs.</summary>
/// <param name="Passed">How many passed.</param>
/// <param name="Runs">How many came to an answer that was judged.</param>
public sealed record PassRate(int Passed, int Runs)
{
    /// <summary>Gets the share that must pass, from 0 to 1; null where none was asked for.</summary>
    public double? Required { get; init; }

    /// <summary>Gets the share that passed, from 0 to 1; 0 where there is no run.</summary>
    public double Rate => Runs == 0 ? 0 : (double)Passed / Runs;

    /// <summary>Gets the lower bound of the share, by Wilson's score with 95 % confidence.</summary>
    public double Lower => Proportions.Wilson(Passed, Runs).Lower;

    /// <summary>Gets the upper bound of the share, by Wilson's score with 95 % confidence.</summary>
    public double Upper => Proportions.Wilson(Passed, Runs).Upper;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Passed} of {Runs} passed, {100 * Rate:0.#} % ({100 * Lower:0.#} to {100 * Upper:0.#} %)");
}
