namespace AgentCore.LiteLlm.Evaluations;

/// <summary>Gives the results of runs in the order in which they were to be made, whatever the order in which they end.</summary>
/// <param name="isUnordered">Whether each is given as soon as it is there instead.</param>
internal sealed class CaseOrder(bool isUnordered)
{
    private readonly Queue<CaseRun> _waiting = new();
    private readonly HashSet<CaseRun> _given = [];

    /// <summary>Takes a run into the row.</summary>
    /// <param name="run">The run.</param>
    public void Add(CaseRun run) => _waiting.Enqueue(run);

    /// <summary>Gives what may be given now that a run has ended.</summary>
    /// <param name="ended">The run.</param>
    /// <returns>The results.</returns>
    public IEnumerable<EvaluationResult> Take(CaseRun ended)
    {
        if (isUnordered)
        {
            if (ended.Result is { } result && _given.Add(ended))
            {
                yield return result;
            }

            yield break;
        }

        while (_waiting.TryPeek(out CaseRun? first) && first.Result is { } next)
        {
            _waiting.Dequeue();
            yield return next;
        }
    }
}
