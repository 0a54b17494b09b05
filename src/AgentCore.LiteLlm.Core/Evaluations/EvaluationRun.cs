namespace AgentCore.LiteLlm.Evaluations;

/// <summary>An evaluation: every run of every case that was chosen, and the results in their order.</summary>
/// <param name="isUnordered">Whether each result is given as soon as it is there.</param>
internal sealed class EvaluationRun(bool isUnordered)
{
    private readonly List<CaseRun> _runs = [];
    private readonly CaseOrder _order = new(isUnordered);

    /// <summary>Gets every run, in the order in which they are to be made.</summary>
    public IReadOnlyList<CaseRun> Runs => _runs;

    /// <summary>Takes a file into the row whose cases cannot be run: a run that leaves it out must not look like one that passed.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What stands for its cases, and is to be told why.</returns>
    public CaseRun AddUnread(string path) => Add(Unread(path));

    /// <summary>Takes the chosen cases of a file into the row, as often as each is to be run.</summary>
    /// <param name="file">The file.</param>
    /// <param name="choice">Which of its cases are run.</param>
    public void Add(EvaluationFile file, CaseChoice choice)
    {
        foreach (EvaluationCase asked in file.Cases.Where(choice.Holds))
        {
            for (int number = 1; number <= asked.Repeat; number++)
            {
                Add(new CaseRun(asked, number, file.Blueprint));
            }
        }
    }

    /// <summary>Gives the results that may be given now that a run has ended.</summary>
    /// <param name="ended">The run.</param>
    public IEnumerable<EvaluationResult> Take(CaseRun ended) => _order.Take(ended);

    /// <summary>Gives what became of everything if the evaluation ends now; never nothing.</summary>
    public IEnumerable<EvaluationResult> ToFinal() => (_runs.Count == 0 ? [Unread("evaluation")] : _runs).Select(r => r.ToFinal());

    /// <summary>Counts the runs by what became of them.</summary>
    public override string ToString() => string.Join(", ", _runs
        .GroupBy(r => r.Result?.Outcome)
        .OrderBy(g => g.Key)
        .Select(g => $"{g.Count()} {(g.Key is { } outcome ? $"{outcome}" : "not run")}"));

    private static CaseRun Unread(string path) => new(new EvaluationCase { Name = Path.GetFileName(path), Prompt = "", File = path, Line = 0 }, 1);

    private CaseRun Add(CaseRun run)
    {
        _runs.Add(run);
        _order.Add(run);
        return run;
    }
}
