using AgentCore.LiteLlm.Evaluations;

namespace AgentCore.LiteLlm.Records;

/// <summary>A result of an evaluation as one row of a table.</summary>
public sealed class EvaluationRecord
{
    internal EvaluationRecord(EvaluationResult result)
    {
        Name = result.Name;
        Outcome = RecordText.Name(result.Outcome)!;
        Passed = result.Passed;
        Failures = RecordText.Lines(result.Failures);
        Reason = result.Reason;
        ErrorId = result.ErrorId;
        Run = result.Run;
        Runs = result.Runs;
        PassRate = result.PassRate?.Rate;
        PassRateLower = result.PassRate?.Lower;
        PassRateUpper = result.PassRate?.Upper;
        Baseline = RecordText.Name(result.Baseline?.Verdict);
        BaselineProbability = result.Baseline?.Probability;
        Judgements = RecordText.Lines(result.Judgements);
        Tags = RecordText.List(result.Tags);
        File = result.File;
        Line = result.Line;
        Text = result.Reply?.Text;
        Model = result.Reply?.Model ?? result.Reply?.RequestedModel;
        InputTokens = result.Reply?.Usage.InputTokens;
        OutputTokens = result.Reply?.Usage.OutputTokens;
        TotalTokens = result.Reply?.Usage.TotalTokens;
        Cost = result.Cost;
        Seconds = result.Duration is { } time ? RecordText.Seconds(time) : null;
        RequestId = result.Reply?.RequestId;
    }

    /// <summary>Gets the case's name.</summary>
    public string Name { get; }

    /// <summary>Gets how it ended, by its name.</summary>
    public string Outcome { get; }

    /// <summary>Gets a value indicating whether nothing speaks against the agent.</summary>
    public bool Passed { get; }

    /// <summary>Gets everything that should hold and does not; null when there is nothing.</summary>
    public string? Failures { get; }

    /// <summary>Gets why the case was skipped, or what went wrong instead of an answer.</summary>
    public string? Reason { get; }

    /// <summary>Gets the id of the error; null unless the case errored.</summary>
    public string? ErrorId { get; }

    /// <summary>Gets which run of the case it is, from 1; 0 where it stands for all of them.</summary>
    public int Run { get; }

    /// <summary>Gets how many runs the case has.</summary>
    public int Runs { get; }

    /// <summary>Gets the share of the runs that passed, from 0 to 1; null where each run is a row of its own.</summary>
    public double? PassRate { get; }

    /// <summary>Gets the lower bound of the share, with 95 % confidence.</summary>
    public double? PassRateLower { get; }

    /// <summary>Gets the upper bound of the share, with 95 % confidence.</summary>
    public double? PassRateUpper { get; }

    /// <summary>Gets how the case fares beside an earlier report, by its name; null where none was given.</summary>
    public string? Baseline { get; }

    /// <summary>Gets how likely it is that so few or fewer runs pass if nothing changed; null where there is nothing to compare.</summary>
    public double? BaselineProbability { get; }

    /// <summary>Gets what judges said; null where none was asked.</summary>
    public string? Judgements { get; }

    /// <summary>Gets the words by which the case can be chosen.</summary>
    public string? Tags { get; }

    /// <summary>Gets the file of the case.</summary>
    public string File { get; }

    /// <summary>Gets the line where the case begins.</summary>
    public int Line { get; }

    /// <summary>Gets the answer; null when none came.</summary>
    public string? Text { get; }

    /// <summary>Gets the model that answered.</summary>
    public string? Model { get; }

    /// <summary>Gets the tokens of the prompts.</summary>
    public long? InputTokens { get; }

    /// <summary>Gets the tokens of the answers.</summary>
    public long? OutputTokens { get; }

    /// <summary>Gets all tokens.</summary>
    public long? TotalTokens { get; }

    /// <summary>Gets the cost in US dollars; null where nobody says it.</summary>
    public decimal? Cost { get; }

    /// <summary>Gets how long the answer took, in seconds; null when none came.</summary>
    public double? Seconds { get; }

    /// <summary>Gets the endpoint's id of the request.</summary>
    public string? RequestId { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Outcome}: {Name}";
}
