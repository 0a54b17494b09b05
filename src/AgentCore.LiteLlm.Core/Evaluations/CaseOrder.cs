namespace AgentCore.LiteLlm.Evaluations;

/// <summary>Gives the results of runs in the order in which they were to be made, whatever the order in which they end.</summary>
/// <param name="isUnordered">Whether each is given as soon as it is there instead.</param>
internal sealed class CaseOrder(bool isUnordered)
{
    private readonly Queue<CaseRow> _waiting = new();
    private readonly HashSet<CaseRow> _given = [];

    /// <summary>Takes into the queue what comes to one result.</summary>
    /// <param name="row">The run or the runs.</param>
    public void Add(CaseRow row) => _waiting.Enqueue(row);

    /// <summary>Gives what may be given now that a run has ended.</summary>
    /// <param name="ended">What the run belongs to.</param>
    /// <returns>The results.</returns>
    public IEnumerable<EvaluationResult> Take(CaseRow ended)
    {
        if (isUnordered)
        {
            if (ended.Result is { } result && _given.Add(ended))
            {
                yield return result;
            }

            yield break;
        }

        while (_waiting.TryPeek(out CaseRow? first) && first.Result is { } next)
        {
            _waiting.Dequeue();
            yield return next;
        }
    }
}
