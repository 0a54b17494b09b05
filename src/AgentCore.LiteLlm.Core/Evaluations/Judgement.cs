using System.Globalization;
using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>What a judge said of an answer.</summary>
public sealed record Judgement
{
    /// <summary>Gets the judge's name.</summary>
    public required string Judge { get; init; }

    /// <summary>Gets the mark; null where the judgement was made up in simulation, which says nothing.</summary>
    public double? Mark { get; init; }

    /// <summary>Gets the word for the mark, where the scale has words; null otherwise.</summary>
    public string? Label { get; init; }

    /// <summary>Gets the lowest mark that passes.</summary>
    public double AtLeast { get; init; }

    /// <summary>Gets the worst mark that there is.</summary>
    public double Worst { get; init; }

    /// <summary>Gets the best mark that there is.</summary>
    public double Best { get; init; }

    /// <summary>Gets a value indicating whether the mark is high enough, or says nothing.</summary>
    public bool Passed => Mark is null || Mark >= AtLeast;

    /// <summary>Gets the judge's reason, with what stands for personal data where that was replaced.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Gets the model that judged.</summary>
    public string? Model { get; init; }

    /// <summary>Gets what the judgement cost, in US dollars; null when nobody knows.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Gets how long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Mark is null
        ? $"{Judge}: made up in simulation"
        : string.Create(CultureInfo.InvariantCulture, $"{Judge}: {Shows(Mark.Value)} of {Best}{(Reason.Length == 0 ? "" : $", {Shown.Text(Reason)}")}");

    /// <summary>Says what speaks against the answer; null when nothing does.</summary>
    internal AssertionFailure? ToFailure() => Passed ? null : new AssertionFailure(
        "judge",
        string.Create(CultureInfo.InvariantCulture, $"'{Judge}' to give at least {AtLeast} ({Worst} to {Best})"),
        string.Create(CultureInfo.InvariantCulture, $"it gave {Shows(Mark!.Value)}: {Shown.Text(Reason)}"));

    private string Shows(double mark) => string.Create(CultureInfo.InvariantCulture, $"{mark}{(Label is null ? "" : $" ({Label})")}");
}
