using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentCore.LiteLlm.Reports;

namespace AgentCore.LiteLlm.Evaluations.Reports;

/// <summary>Writes results as JSON, for programs and for a later evaluation to be compared with. It holds no prompt and no answer.</summary>
internal static class JsonReport
{
    /// <summary>What the report says it is.</summary>
    public const string Format = "agentcore-evaluation/1";

    // Readers are no web pages; what a terminal acts on is escaped all the same.
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a report.</summary>
    /// <param name="results">The results, in any order.</param>
    /// <param name="start">When the run began.</param>
    /// <param name="root">The folder that paths are relative to.</param>
    /// <returns>The JSON document.</returns>
    public static string Write(IEnumerable<EvaluationResult> results, DateTimeOffset start, string root)
    {
        EvaluationResult[] all = [.. results];
        EvaluationTotals totals = new(all, TimeSpan.Zero);
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteString("started", start.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
            foreach (EvaluationOutcome outcome in Enum.GetValues<EvaluationOutcome>())
            {
                json.WriteNumber(ToWord(outcome), totals.Count(outcome));
            }

            json.WriteNumber("runs", totals.Runs);
            json.WriteNumber("seconds", Math.Round(totals.Duration.TotalSeconds, 3));
            WriteNumber(json, "cost", totals.Cost);
            json.WriteStartArray("results");
            foreach (EvaluationResult result in all)
            {
                WriteResult(json, result, root);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    private static void WriteResult(Utf8JsonWriter json, EvaluationResult result, string root)
    {
        json.WriteStartObject();
        json.WriteString("file", ReportPath.Relative(result.File, root));
        json.WriteNumber("line", result.Line);
        json.WriteString("name", result.Name);
        json.WriteNumber("run", result.Run);
        json.WriteNumber("runs", result.Runs);
        json.WriteString("outcome", ToWord(result.Outcome));
        json.WriteNumber("passedRuns", result.PassRate?.Passed ?? (result.Outcome == EvaluationOutcome.Passed ? 1 : 0));
        json.WriteNumber("judgedRuns", result.PassRate?.Runs ?? (result.Outcome is EvaluationOutcome.Passed or EvaluationOutcome.Failed ? 1 : 0));
        if (result.PassRate is { } rate)
        {
            WriteNumber(json, "requiredRate", (decimal?)rate.Required);
            json.WriteNumber("rateLower", Math.Round(rate.Lower, 6));
            json.WriteNumber("rateUpper", Math.Round(rate.Upper, 6));
        }

        WriteNumber(json, "seconds", result.Duration is { } time ? (decimal)Math.Round(time.TotalSeconds, 3) : null);
        WriteNumber(json, "cost", result.Cost);
        WriteNumber(json, "judgeCost", result.JudgeCost);
        WriteText(json, "model", result.Reply?.Model ?? result.Reply?.RequestedModel);
        WriteText(json, "errorId", result.ErrorId);
        WriteText(json, "reason", result.Reason);
        WriteList(json, "tags", result.Tags, static (json, tag) => json.WriteStringValue(tag));
        WriteList(json, "failures", result.Failures, WriteFailure);
        WriteList(json, "judgements", result.Judgements, WriteJudgement);
        if (result.Baseline is { } baseline)
        {
            WriteBaseline(json, baseline);
        }

        WriteList(json, "runResults", result.RunResults, (json, run) => WriteResult(json, run, root));
        json.WriteEndObject();
    }

    private static void WriteFailure(Utf8JsonWriter json, AssertionFailure failure)
    {
        json.WriteStartObject();
        json.WriteString("assertion", failure.Assertion);
        json.WriteString("expected", failure.Expected);
        json.WriteString("actual", failure.Actual);
        json.WriteEndObject();
    }

    private static void WriteJudgement(Utf8JsonWriter json, Judgement judgement)
    {
        json.WriteStartObject();
        json.WriteString("judge", judgement.Judge);
        WriteNumber(json, "mark", (decimal?)judgement.Mark);
        WriteText(json, "label", judgement.Label);
        json.WriteNumber("atLeast", judgement.AtLeast);
        json.WriteNumber("worst", judgement.Worst);
        json.WriteNumber("best", judgement.Best);
        json.WriteBoolean("passed", judgement.Passed);
        json.WriteString("reason", judgement.Reason);
        WriteText(json, "model", judgement.Model);
        WriteNumber(json, "cost", judgement.Cost);
        json.WriteNumber("seconds", Math.Round(judgement.Duration.TotalSeconds, 3));
        json.WriteEndObject();
    }

    private static void WriteBaseline(Utf8JsonWriter json, BaselineComparison baseline)
    {
        json.WriteStartObject("baseline");
        json.WriteString("verdict", baseline.Verdict switch
        {
            BaselineVerdict.New => "new",
            BaselineVerdict.Worse => "worse",
            _ => "noChange",
        });
        if (baseline.Probability is { } likely)
        {
            json.WriteNumber("passedBefore", baseline.PassedBefore);
            json.WriteNumber("judgedBefore", baseline.RunsBefore);
            json.WriteNumber("probability", likely);
            json.WriteNumber("changeLower", Math.Round(baseline.ChangeLower, 6));
            json.WriteNumber("changeUpper", Math.Round(baseline.ChangeUpper, 6));
        }

        json.WriteEndObject();
    }

    private static string ToWord(EvaluationOutcome outcome) => outcome.ToString().ToLowerInvariant();

    private static void WriteList<T>(Utf8JsonWriter json, string name, IReadOnlyCollection<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (items.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (T item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, decimal? number)
    {
        if (number is { } known)
        {
            json.WriteNumber(name, known);
        }
    }
}
