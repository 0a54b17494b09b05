using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AgentCore.LiteLlm.Evaluations.Reports;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Reports;

namespace AgentCore.LiteLlm.Evaluations.Baselines;

/// <summary>An earlier report, beside which an evaluation must be no worse beyond noise.</summary>
internal sealed class EvaluationBaseline
{
    // All that one evaluation is wrong in one of 20 times at most, half of it for the whole and half for single cases.
    private const double MostWrong = 0.05 / 2;

    private const int MaximumBytes = 64 << 20;
    private const int MostRuns = 1_000_000;

    private readonly string _path;
    private readonly Dictionary<(string File, string Name), (int Passed, int Runs)> _cases;

    private EvaluationBaseline(string path, Dictionary<(string File, string Name), (int Passed, int Runs)> cases)
    {
        _path = path;
        _cases = cases;
    }

    /// <summary>Reads a report.</summary>
    /// <param name="path">The full path.</param>
    /// <exception cref="FileException">It is not there, cannot be read, or is no report as JSON.</exception>
    public static EvaluationBaseline Read(string path) => Read(InputFile.ReadHead(path, MaximumBytes + 1), path);

    /// <summary>Reads the bytes of a report.</summary>
    /// <param name="utf8">The bytes.</param>
    /// <param name="path">The full path.</param>
    /// <exception cref="FileException">It is no report as JSON.</exception>
    public static EvaluationBaseline Read(ReadOnlyMemory<byte> utf8, string path)
    {
        using JsonDocument json = ReceivedJson.Find(utf8) ?? throw NoReport(path, "it is no JSON.");
        if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("format", out JsonElement format)
            || format.ValueKind != JsonValueKind.String || ReceivedJson.TextOf(format) != JsonReport.Format
            || !json.RootElement.TryGetProperty("results", out JsonElement results) || results.ValueKind != JsonValueKind.Array)
        {
            throw NoReport(path, $"its 'format' is not '{JsonReport.Format}'.");
        }

        Dictionary<(string File, string Name), (int Passed, int Runs)> cases = [];
        int all = 0;
        foreach (JsonElement result in results.EnumerateArray())
        {
            if (!TryRead(result, out (string File, string Name) key, out (int Passed, int Runs) counts))
            {
                throw NoReport(path, string.Create(CultureInfo.InvariantCulture, $"its result {cases.Count + 1} says not what passed of what."));
            }

            all += counts.Runs;
            if (all > MostRuns)
            {
                throw NoReport(path, string.Create(CultureInfo.InvariantCulture, $"it has more than {MostRuns} runs."));
            }

            (int Passed, int Runs) sum = cases.GetValueOrDefault(key);
            cases[key] = (sum.Passed + counts.Passed, sum.Runs + counts.Runs);
        }

        return new EvaluationBaseline(path, cases);
    }

    /// <summary>Compares results.</summary>
    /// <param name="results">The results, one for each case.</param>
    /// <param name="root">The folder that the report names files from.</param>
    /// <returns>The results, of which those fail that are worse beyond noise, and one for all of them; only these where nothing can be compared.</returns>
    public ImmutableArray<EvaluationResult> Compare(IReadOnlyCollection<EvaluationResult> results, string root)
    {
        (EvaluationResult Result, CaseCounts? Counts)[] rows = [.. results.Select(r => (r, Find(r, root)))];
        CaseCounts[] known = [.. rows.Select(r => r.Counts).OfType<CaseCounts>()];
        if (known.Length == 0)
        {
            return [.. results];
        }

        BaselineComparison[] compared = Judge([.. known.Select(c => BaselineComparison.Of([c]))]);
        BaselineComparison whole = BaselineComparison.Of(known);
        double least = ExactTest.FindProbability([.. known.Select(c => c with { Passed = 0 })]);
        int next = 0;
        return
        [
            .. rows.Select(row => row.Counts is null ? row.Result with { Baseline = new BaselineComparison() } : Judge(row.Result, compared[next++], least)),
            ToResult(whole with { Verdict = whole.Probability <= MostWrong ? BaselineVerdict.Worse : BaselineVerdict.NoChange }, known.Length),
        ];
    }

    // Holm (1979): of many cases some look worse by chance; the worst must be the more unlikely, the more there are.
    private static BaselineComparison[] Judge(BaselineComparison[] compared)
    {
        int[] order = [.. Enumerable.Range(0, compared.Length).OrderBy(at => compared[at].Probability)];
        for (int rank = 0; rank < order.Length && compared[order[rank]].Probability <= MostWrong / (order.Length - rank); rank++)
        {
            compared[order[rank]] = compared[order[rank]] with { Verdict = BaselineVerdict.Worse };
        }

        return compared;
    }

    // Where not even a failure of everything would be beyond noise, that something is within it says nothing: the case is judged by itself.
    private static EvaluationResult Judge(EvaluationResult result, BaselineComparison compared, double least)
    {
        EvaluationResult told = result with { Baseline = compared };
        return result.Outcome is not (EvaluationOutcome.Passed or EvaluationOutcome.Failed) ? told
            : compared.Verdict == BaselineVerdict.Worse
                ? told with { Outcome = EvaluationOutcome.Failed, Failures = [ToFailure(compared), .. result.Failures] }
            : result.Outcome == EvaluationOutcome.Passed ? told
            : compared.Change < 0 && least > MostWrong ? told with { Failures = [ToFailure(compared, least), .. result.Failures] }
            : told with { Outcome = EvaluationOutcome.Known };
    }

    private static AssertionFailure ToFailure(BaselineComparison compared) =>
        new("baseline", "as many runs to pass as before, but for noise", $"{compared}");

    private static AssertionFailure ToFailure(BaselineComparison compared, double least) => new(
        "baseline", "enough runs to tell noise from a change",
        string.Create(CultureInfo.InvariantCulture, $"with so few even a failure of all would be noise (p = {least:0.####} > {MostWrong}): {compared}"));

    private static bool TryRead(JsonElement result, out (string File, string Name) key, out (int Passed, int Runs) counts)
    {
        key = default;
        counts = default;
        if (result.ValueKind != JsonValueKind.Object
            || !result.TryGetProperty("file", out JsonElement file) || file.ValueKind != JsonValueKind.String
            || !result.TryGetProperty("name", out JsonElement name) || name.ValueKind != JsonValueKind.String
            || !result.TryGetProperty("passedRuns", out JsonElement passed) || passed.ValueKind != JsonValueKind.Number
            || !passed.TryGetInt32(out counts.Passed)
            || !result.TryGetProperty("judgedRuns", out JsonElement runs) || runs.ValueKind != JsonValueKind.Number || !runs.TryGetInt32(out counts.Runs)
            || counts.Passed < 0 || counts.Runs > MostRuns || counts.Passed > counts.Runs)
        {
            return false;
        }

        key = (ReceivedJson.TextOf(file), ReceivedJson.TextOf(name));
        return true;
    }

    private static FileException NoReport(string path, string why) => new(path, FileProblem.Malformed, $"is no report of an evaluation as JSON: {why}");

    private CaseCounts? Find(EvaluationResult result, string root) =>
        result.PassRate is { Runs: > 0 } rate && _cases.TryGetValue((ReportPath.Relative(result.File, root), result.Name), out (int Passed, int Runs) before)
        && before.Runs > 0
            ? new CaseCounts(before.Passed, before.Runs, rate.Passed, rate.Runs)
            : null;

    private EvaluationResult ToResult(BaselineComparison whole, int cases) => new()
    {
        Name = "all cases",
        File = _path,
        Run = 0,
        Runs = cases,
        Outcome = whole.Verdict == BaselineVerdict.Worse ? EvaluationOutcome.Failed : EvaluationOutcome.Passed,
        Failures = whole.Verdict == BaselineVerdict.Worse ? [ToFailure(whole)] : [],
        PassRate = new PassRate(whole.Passed, whole.Runs),
        Baseline = whole,
    };
}
