using System.Globalization;
using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>
/// What the calls of an evaluation may cost together. A call whose cost nobody knows before is taken to cost what the dearest of its kind has cost so far, so
/// that the one that would exceed the budget is not made. Many calls may ask at once.
/// </summary>
/// <param name="owner">Whose budget it is, as a sentence begins.</param>
/// <param name="most">How much, in US dollars; null for no limit.</param>
internal sealed class EvaluationBudget(string owner, decimal? most)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, decimal> _dearest = new(StringComparer.Ordinal);
    private decimal _spent;
    private decimal _underWay;
    private bool _hasWarned;

    /// <summary>Gets what is left, in US dollars; null where there is no limit.</summary>
    public decimal? Left
    {
        get
        {
            lock (_gate)
            {
                return most is null ? null : Math.Max(0, most.Value - _spent - _underWay);
            }
        }
    }

    /// <summary>Sets aside what a call may cost.</summary>
    /// <param name="kind">What calls cost about the same: those of one model.</param>
    /// <param name="endpoint">Whom the call would ask.</param>
    /// <returns>What is set aside, to be given back.</returns>
    /// <exception cref="ChatException">There is too little left.</exception>
    public decimal Begin(string kind, string endpoint)
    {
        lock (_gate)
        {
            decimal expected = _dearest.GetValueOrDefault(kind);
            if (most is { } limit && (_spent >= limit || _spent + _underWay + expected > limit))
            {
                string more = expected > 0 && _spent < limit
                    ? string.Create(CultureInfo.InvariantCulture, $", and the dearest call of '{kind}' cost {expected}")
                    : "";
                throw new ChatException(new ChatFailure
                {
                    Kind = FailureKind.CostLimitReached,
                    Summary = string.Create(
                        CultureInfo.InvariantCulture,
                        $"{owner} may cost {limit} US dollars, {_spent + _underWay} are spent{(_underWay > 0 ? " or under way" : "")}{more}: "
                            + $"nothing was sent."),
                    Advice = "What was done before is kept. Raise the limit, or run fewer cases.",
                    Endpoint = endpoint,
                    Attempts = 0,
                });
            }

            _underWay += expected;
            return expected;
        }
    }

    /// <summary>Says, once, that the budget cannot bind because nobody knows what a call cost.</summary>
    /// <param name="kind">The model of the call.</param>
    /// <returns>The warning; null where it is known, or was said.</returns>
    public string? FindWarning(string kind)
    {
        lock (_gate)
        {
            if (most is null || _hasWarned)
            {
                return null;
            }

            _hasWarned = true;
            return $"Nobody says what an answer of '{kind}' cost, so the limit of {most} US dollars cannot bind: MODEL_PRICING makes it known.";
        }
    }

    /// <summary>Gives back what was set aside, and takes what the call cost.</summary>
    /// <param name="kind">What calls cost about the same.</param>
    /// <param name="setAside">What was set aside.</param>
    /// <param name="cost">What it cost, in US dollars; null where nobody knows, or where it is nothing new.</param>
    public void End(string kind, decimal setAside, decimal? cost)
    {
        lock (_gate)
        {
            _underWay -= setAside;
            _spent += cost ?? 0;
            _dearest[kind] = Math.Max(_dearest.GetValueOrDefault(kind), cost ?? 0);
        }
    }
}
