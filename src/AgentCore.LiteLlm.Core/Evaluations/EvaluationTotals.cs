using System.Globalization;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>What an evaluation came to, all results together.</summary>
/// <param name="results">The results.</param>
/// <param name="elapsed">How long it took.</param>
internal sealed class EvaluationTotals(IReadOnlyCollection<EvaluationResult> results, TimeSpan elapsed)
{
    /// <summary>Gets how long it took, many calls at once included.</summary>
    public TimeSpan Elapsed => elapsed;

    /// <summary>Gets how many runs there were; a result may stand for several.</summary>
    public int Runs => results.Sum(r => r.RunResults.IsEmpty ? 1 : r.RunResults.Length);

    /// <summary>Gets the time of all answers, one after the other.</summary>
    public TimeSpan Duration => results.Aggregate(TimeSpan.Zero, (sum, r) => sum + (r.Duration ?? TimeSpan.Zero));

    /// <summary>Gets what is known to have been spent, in US dollars; null where nobody knows anything.</summary>
    public decimal? Cost => results.Any(r => r.Cost is not null) ? results.Sum(r => r.Cost ?? 0) : null;

    /// <summary>Gets a value indicating whether there was an answer whose cost nobody knows.</summary>
    public bool IsCostPartial => results.SelectMany(r => r.RunResults.IsEmpty ? [r] : r.RunResults).Any(r => r is { IsAnswered: true, Cost: null });

    /// <summary>Counts the results of an outcome.</summary>
    /// <param name="outcome">The outcome.</param>
    public int Count(EvaluationOutcome outcome) => results.Count(r => r.Outcome == outcome);

    /// <summary>Says it in a line.</summary>
    public override string ToString()
    {
        string counts = string.Join(", ", Enum.GetValues<EvaluationOutcome>().Where(o => Count(o) > 0)
            .Select(o => string.Create(CultureInfo.InvariantCulture, $"{Count(o)} {o.ToString().ToLowerInvariant()}")));
        string runs = Runs == results.Count ? "" : string.Create(CultureInfo.InvariantCulture, $" ({Runs} runs)");
        string cost = Cost is { } known
            ? string.Create(CultureInfo.InvariantCulture, $"; {(IsCostPartial ? "at least " : "")}{known:0.############################} US dollars")
            : "";
        return string.Create(CultureInfo.InvariantCulture, $"{counts}{runs}{cost}; {elapsed.TotalSeconds:0.0} s.");
    }
}
