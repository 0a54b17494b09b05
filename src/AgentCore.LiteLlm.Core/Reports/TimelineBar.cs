namespace AgentCore.LiteLlm.Reports;

/// <summary>Something that happened in a run, as a bar of its timeline.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Label">What it is, in the report's own words.</param>
/// <param name="Name">The name that belongs to it; empty for none.</param>
/// <param name="Start">When it began, from the beginning of the timeline.</param>
/// <param name="Length">How long it took.</param>
internal sealed record TimelineBar(TimelineBarKind Kind, string Label, ReportText Name, TimeSpan Start, TimeSpan Length)
{
    /// <summary>Gets how deep it lies in others, from 0.</summary>
    public int Depth { get; init; }

    /// <summary>Gets what came of it where that is not as it should be; null otherwise.</summary>
    public string? Problem { get; init; }
}
