using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>An evaluation: every run of every case that was chosen, and the results in their order.</summary>
/// <param name="isUnordered">Whether each result is given as soon as it is there.</param>
/// <param name="isByCase">Whether all runs of each case come to one result, whether or not a share of them must pass.</param>
internal sealed class EvaluationRun(bool isUnordered, bool isByCase = false)
{
    private readonly List<CaseRun> _runs = [];
    private readonly List<CaseRow> _rows = [];
    private readonly Dictionary<CaseRun, CaseRow> _rowOf = new(ReferenceEqualityComparer.Instance);
    private readonly CaseOrder _order = new(isUnordered);

    /// <summary>Gets every run, in the order in which they are to be made.</summary>
    public IReadOnlyList<CaseRun> Runs => _runs;

    /// <summary>Takes a file into the row whose cases cannot be run: a run that leaves it out must not look like one that passed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mistake">The mistake in it; null where it is about the whole.</param>
    /// <returns>What stands for its cases, and is to be told why.</returns>
    public CaseRun AddUnread(string path, Diagnostic? mistake = null)
    {
        CaseRun run = Unread(path, mistake);
        Add([run], isWhole: false);
        return run;
    }

    /// <summary>Takes the chosen cases of a file into the row, as often as each is to be run.</summary>
    /// <param name="file">The file.</param>
    /// <param name="choice">Which of its cases are run.</param>
    public void Add(EvaluationFile file, CaseChoice choice)
    {
        foreach (EvaluationCase asked in file.Cases.Where(choice.Holds))
        {
            ImmutableArray<CaseRun> runs = [.. Enumerable.Range(1, asked.Repeat).Select(number => new CaseRun(asked, number, file.Blueprint))];
            if (isByCase || asked.PassRate is not null)
            {
                Add(runs, isWhole: true);
            }
            else
            {
                foreach (CaseRun run in runs)
                {
                    Add([run], isWhole: false);
                }
            }
        }
    }

    /// <summary>Gives the results that may be given now that a run has ended.</summary>
    /// <param name="ended">The run.</param>
    public IEnumerable<EvaluationResult> Take(CaseRun ended) => _order.Take(_rowOf[ended]);

    /// <summary>Gives what became of everything if the evaluation ends now; never nothing.</summary>
    public IEnumerable<EvaluationResult> ToFinal() => _rows.Count == 0 ? [Unread("evaluation", null).ToFinal()] : _rows.Select(r => r.ToFinal());

    /// <summary>Gives what there is so far, in the order in which it was to be made.</summary>
    public IEnumerable<EvaluationResult> ToResults() => _rows.Select(r => r.Result).OfType<EvaluationResult>();

    private static CaseRun Unread(string path, Diagnostic? mistake)
    {
        string name = Path.GetFileName(path);
        return new(
            new EvaluationCase
            {
                Name = mistake is { Line: > 0 } ? string.Create(CultureInfo.InvariantCulture, $"{name}({mistake.Line},{mistake.Column})") : name,
                Prompt = "",
                File = path,
                Line = mistake?.Line ?? 0,
            },
            1);
    }

    private void Add(ImmutableArray<CaseRun> runs, bool isWhole)
    {
        CaseRow row = new(runs, isWhole);
        _rows.Add(row);
        _order.Add(row);
        foreach (CaseRun run in runs)
        {
            _runs.Add(run);
            _rowOf.Add(run, row);
        }
    }
}
