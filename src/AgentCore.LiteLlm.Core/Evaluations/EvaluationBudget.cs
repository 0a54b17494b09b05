using System.Globalization;
using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>
/// What the calls of an evaluation may cost together. A call whose cost nobody knows before is taken to cost what the dearest of its kind has cost so far, so
/// that the one that would exceed the budget is not made. Many calls may ask at once: the first of a kind is alone among its kind, and a call for which too
/// little is left because of others under way waits for these, which may cost less.
/// </summary>
/// <param name="owner">Whose budget it is, as a sentence begins.</param>
/// <param name="most">How much, in US dollars; null for no limit.</param>
/// <param name="mostAtOnce">How many calls may be under way at once.</param>
internal sealed class EvaluationBudget(string owner, decimal? most, int mostAtOnce = 1)
{
    // A run of many turns may be so much dearer than any before it, and is not ended for it.
    private const int Headroom = 4;

    private readonly Lock _gate = new();

    // Those whose first call has ended; nothing where nobody knows what it cost.
    private readonly Dictionary<string, decimal> _dearest = new(StringComparer.Ordinal);

    private readonly HashSet<string> _beginning = new(StringComparer.Ordinal);
    private TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private decimal _spent;
    private decimal _setAside;
    private bool _hasWarned;

    /// <summary>Gets what is left, in US dollars; null where there is no limit.</summary>
    public decimal? Left
    {
        get
        {
            lock (_gate)
            {
                return most is null ? null : Math.Max(0, most.Value - _spent - _setAside);
            }
        }
    }

    /// <summary>Sets aside what a call may cost, as soon as that is left.</summary>
    /// <param name="kind">What calls cost about the same: those of one model.</param>
    /// <param name="endpoint">Whom the call would ask.</param>
    /// <param name="isBounded">Whether it is a run that takes what is set aside for its limit, and can get more of it than a call is expected to cost.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What is set aside, to be given back; null where there is no limit.</returns>
    /// <exception cref="ChatException">There is too little left.</exception>
    public async Task<decimal?> BeginAsync(string kind, string endpoint, bool isBounded, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task ended;
            lock (_gate)
            {
                if (most is not { } limit)
                {
                    return null;
                }

                bool isKnown = _dearest.TryGetValue(kind, out decimal expected);
                if (_spent >= limit || _spent + expected > limit)
                {
                    throw new ChatException(Refuse(kind, endpoint, limit, expected));
                }

                decimal left = limit - _spent - _setAside;
                if (left > 0 && left >= expected && (isKnown || _beginning.Add(kind)))
                {
                    decimal setAside = !isBounded ? expected : isKnown ? Math.Min(left, Math.Max(left / mostAtOnce, Headroom * expected)) : left;
                    _setAside += setAside;
                    return setAside;
                }

                ended = _ended.Task;
            }

            await ended.WaitAsync(cancellationToken).ConfigureAwait(false);
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
    /// <param name="isAnswered">Whether the model answered: then its calls cost what this one did, or nobody will ever know what.</param>
    public void End(string kind, decimal? setAside, decimal? cost, bool isAnswered)
    {
        lock (_gate)
        {
            _setAside -= setAside ?? 0;
            _spent += cost ?? 0;
            _beginning.Remove(kind);
            if (isAnswered || cost is not null)
            {
                _dearest[kind] = Math.Max(_dearest.GetValueOrDefault(kind), cost ?? 0);
            }

            _ended.SetResult();
            _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private ChatFailure Refuse(string kind, string endpoint, decimal limit, decimal expected)
    {
        string more = expected > 0 && _spent < limit
            ? string.Create(CultureInfo.InvariantCulture, $", and the dearest call of '{kind}' cost {expected}")
            : "";
        return new ChatFailure
        {
            Kind = FailureKind.CostLimitReached,
            Summary = string.Create(
                CultureInfo.InvariantCulture, $"{owner} may cost {limit} US dollars, {_spent} are spent{more}: nothing was sent."),
            Advice = "What was done before is kept. Raise the limit, or run fewer cases.",
            Endpoint = endpoint,
            Attempts = 0,
        };
    }
}
