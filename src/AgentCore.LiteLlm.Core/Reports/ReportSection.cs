using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Reports;

/// <summary>A part of a report, with a heading.</summary>
/// <param name="Title">The heading.</param>
internal sealed record ReportSection(ReportText Title)
{
    /// <summary>Gets the words that stand beside the heading.</summary>
    public ImmutableArray<ReportBadge> Badges { get; init; } = [];

    /// <summary>Gets what the part holds.</summary>
    public ImmutableArray<ReportBlock> Blocks { get; init; } = [];

    /// <summary>Gets the parts within it.</summary>
    public ImmutableArray<ReportSection> Sections { get; init; } = [];

    /// <summary>Gets a value indicating whether its heading alone is shown until it is asked for.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Gets the number of the run that it is about, by which rows lead to it; 0 for none.</summary>
    public int Run { get; init; }

    /// <summary>Gets what is known of personal data in it; null where it is that of the part around it.</summary>
    public ReportSubject? Subject { get; init; }

    /// <summary>Gets this part with other texts; those within it that have a subject of their own stay as they are.</summary>
    /// <param name="change">Gives the text that takes a text's place.</param>
    public ReportSection With(Func<ReportText, ReportText> change) => this with
    {
        Title = change(Title),
        Blocks = [.. Blocks.Select(b => b.With(change))],
        Sections = [.. Sections.Select(s => s.Subject is null ? s.With(change) : s)],
    };
}
