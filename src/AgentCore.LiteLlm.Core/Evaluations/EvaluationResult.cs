using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>How one run of a case ended.</summary>
public sealed record EvaluationResult
{
    /// <summary>Gets the case's name; that of the file where its cases could not be read.</summary>
    public required string Name { get; init; }

    /// <summary>Gets which run of the case it is, from 1; 0 where it stands for all of them.</summary>
    public int Run { get; init; } = 1;

    /// <summary>Gets how many runs the case has.</summary>
    public int Runs { get; init; } = 1;

    /// <summary>Gets the file of the case.</summary>
    public required string File { get; init; }

    /// <summary>Gets the line where the case begins, from 1; 0 for the whole file.</summary>
    public int Line { get; init; }

    /// <summary>Gets the words by which the case can be chosen.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Gets a value indicating whether nothing speaks against the agent: the case passed, was skipped on purpose, or is known.</summary>
    public bool Passed => Outcome is EvaluationOutcome.Passed or EvaluationOutcome.Skipped or EvaluationOutcome.Known;

    /// <summary>Gets how it ended.</summary>
    public required EvaluationOutcome Outcome { get; init; }

    /// <summary>Gets everything that should hold and does not; empty unless the outcome is Failed or Known.</summary>
    public ImmutableArray<AssertionFailure> Failures { get; init; } = [];

    /// <summary>Gets why the case was skipped, or what went wrong instead of an answer; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets the id of the error, as docs/errors.md and docs/blueprint.md list them; null unless the outcome is Errored.</summary>
    public string? ErrorId { get; init; }

    /// <summary>Gets why the call failed, with the endpoint's own words; null unless a call was made and failed.</summary>
    public ChatFailure? CallFailure { get; init; }

    /// <summary>Gets the answer; null when none came.</summary>
    public AgentReply? Reply { get; init; }

    /// <summary>Gets what judges said of the answer, in the order of the case; empty where none was asked.</summary>
    public ImmutableArray<Judgement> Judgements { get; init; } = [];

    /// <summary>Gets how many runs passed, where the result stands for all runs of a case; null otherwise, and where none came to an answer.</summary>
    public PassRate? PassRate { get; init; }

    /// <summary>Gets the result of each run, in their order, where this one stands for all of them; empty otherwise.</summary>
    public ImmutableArray<EvaluationResult> RunResults { get; init; } = [];

    /// <summary>Gets how the case fares beside an earlier report; null where none was given, and for what could not be run.</summary>
    public BaselineComparison? Baseline { get; init; }

    /// <summary>Gets how long the answer took, or the answers of all runs; null when none came.</summary>
    public TimeSpan? Duration => RunResults.IsEmpty
        ? Reply?.Duration
        : RunResults.Select(r => r.Duration).OfType<TimeSpan>().Aggregate((TimeSpan?)null, (sum, time) => (sum ?? TimeSpan.Zero) + time);

    /// <summary>
    /// Gets what the answer and its judgements cost, and a call of them that failed, or those of all runs, in US dollars; null when nobody knows all of it.
    /// </summary>
    public decimal? Cost => !RunResults.IsEmpty
        ? !RunResults.Any(r => r.IsAnswered) || RunResults.Any(r => r is { IsAnswered: true, Cost: null }) ? null : RunResults.Sum(r => r.Cost ?? 0)
        : Reply is null ? Lost.Cost
        : Judgements.Aggregate(Reply.Cost, (sum, j) => sum + j.Cost) + (IsLossKnown ? Lost.Cost ?? 0 : null);

    /// <summary>Gets what the judgements cost, or those of all runs, in US dollars; null when there are none, or nobody knows all of it.</summary>
    public decimal? JudgeCost
    {
        get
        {
            Judgement[] all = [.. Judgements, .. RunResults.SelectMany(r => r.Judgements)];
            return all.Length == 0 || Array.Exists(all, j => j.Cost is null) ? null : all.Sum(j => j.Cost!.Value);
        }
    }

    /// <summary>Gets what the call spent that failed, the agent's or a judge's.</summary>
    internal Spent Lost { get; init; } = Spent.Nothing;

    /// <summary>Gets a value indicating whether a model answered, if only before the call failed, so that there is something to pay.</summary>
    internal bool IsAnswered => Reply is not null || Lost is { Cost: not null } or { Usage: not null };

    // Where nobody counted, nothing came.
    private bool IsLossKnown => Lost is { Cost: not null } or { Usage: null };

    /// <summary>Gets the name with the number of the run, where there are several.</summary>
    public string Title => Runs == 1 || Run == 0 ? Name : string.Create(CultureInfo.InvariantCulture, $"{Name} ({Run} of {Runs})");

    /// <summary>Gets in one line why the case did not pass; empty when it did.</summary>
    public string Message => Outcome switch
    {
        EvaluationOutcome.Failed or EvaluationOutcome.Known =>
            Failures.Length == 1 ? $"{Failures[0]}" : string.Create(CultureInfo.InvariantCulture, $"{Failures[0]} ({Failures.Length - 1} more)"),
        EvaluationOutcome.Passed => "",
        _ => Reason ?? "",
    };

    /// <inheritdoc/>
    public override string ToString() => Message.Length == 0 ? $"{Outcome}: {Title}" : $"{Outcome}: {Title} - {Message}";
}
