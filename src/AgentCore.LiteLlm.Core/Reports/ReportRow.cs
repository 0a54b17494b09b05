using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Reports;

/// <summary>A row of a table.</summary>
/// <param name="Cells">Its cells.</param>
/// <param name="Tone">What it means.</param>
internal sealed record ReportRow(ImmutableArray<ReportText> Cells, ReportTone Tone = ReportTone.Plain)
{
    /// <summary>Gets what is known of personal data in it; null where it is that of the part around it.</summary>
    public ReportSubject? Subject { get; init; }

    /// <summary>Gets the number of the run that the row is about, to which its first cell leads; 0 for none.</summary>
    public int Run { get; init; }

    /// <summary>Gets this row with other texts.</summary>
    /// <param name="change">Gives the text that takes a text's place.</param>
    public ReportRow With(Func<ReportText, ReportText> change) => this with { Cells = [.. Cells.Select(change)] };
}
