using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Evaluations.Reading;

/// <summary>The outermost keys of a case file.</summary>
internal static class EvaluationFileKeys
{
    // Each may be a call that somebody pays for, and a file of a few lines could ask for a million.
    private const int MostRuns = 10_000;

    public static readonly TextKey Blueprint = new(
        "blueprint", "The blueprint that the cases are for, as a path relative to this file. Without it, agent.cases.yaml is for agent.yaml beside it.");

    public static readonly BlockKey Defaults = new("defaults", "What holds for every case that does not say otherwise.", static () => DefaultsKeys.Shape);

    public static readonly BlockListKey Judges = new("judges", "Models that judge answers, for cases to name.", static () => [JudgeKeys.Shape]);

    public static readonly BlockListKey Cases = new("cases", "The cases, in the order in which they are run.", static () => [CaseKeys.Shape])
    {
        IsRequired = true,
        Minimum = 1,
    };

    public static readonly BlockShape Shape = new(Blueprint, Defaults, Judges, Cases) { IsClosed = true, IsOursAlone = true, DocumentName = "a case file" };

    /// <summary>Reads the file.</summary>
    /// <param name="block">The whole file.</param>
    /// <param name="blueprint">The path of the blueprint as it is written; null when none is.</param>
    /// <returns>The cases.</returns>
    public static ImmutableArray<EvaluationCase> Read(BlockReader block, out string? blueprint)
    {
        blueprint = block.Text(Blueprint) is { } path && !string.IsNullOrWhiteSpace(path) ? path : null;
        CaseDefaults defaults = block.Block(Defaults, DefaultsKeys.Read) ?? new CaseDefaults();
        ImmutableArray<Judge> judges = ReadJudges(block);
        Dictionary<string, int> names = new(StringComparer.OrdinalIgnoreCase);
        ImmutableArray<EvaluationCase> cases = block.Blocks(Cases, caseBlock =>
        {
            EvaluationCase read = CaseKeys.Read(caseBlock, defaults, judges);
            if (read.Name.Length > 0 && !names.TryAdd(read.Name, read.Line))
            {
                block.Findings.Error(
                    DiagnosticCodes.CaseDuplicate,
                    caseBlock.PlaceOf(CaseKeys.Name),
                    $"The case on line {names[read.Name]} has the same name; upper and lower case are the same here.",
                    "Give each case a name of its own: reports, and whoever runs some of them only, tell them apart by it.");
            }

            return read;
        });
        long runs = cases.Sum(c => (long)c.Repeat);
        if (runs > MostRuns)
        {
            block.Findings.Error(
                DiagnosticCodes.ValueOutOfRange,
                block.PlaceOf(Cases),
                string.Create(CultureInfo.InvariantCulture, $"The cases make {runs} runs; a file may make {MostRuns}."),
                "Take smaller numbers for 'repeat', or several files.");
        }

        return cases;
    }

    private static ImmutableArray<Judge> ReadJudges(BlockReader block)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        return block.Blocks(Judges, judgeBlock =>
        {
            Judge judge = JudgeKeys.Read(judgeBlock);
            if (judge.Name.Length > 0 && !names.Add(judge.Name))
            {
                block.Findings.Error(
                    DiagnosticCodes.CaseDuplicate, judgeBlock.PlaceOf(JudgeKeys.Name), "Another judge of the file has the same name.",
                    "Give it a name of its own.");
            }

            return judge;
        });
    }
}
