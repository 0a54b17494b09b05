using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Reports;

/// <summary>What a part of a report holds. The set is closed.</summary>
internal abstract record ReportBlock
{
    private ReportBlock()
    {
    }

    /// <summary>Gives the same with other texts.</summary>
    /// <param name="change">Gives the text that takes a text's place.</param>
    public abstract ReportBlock With(Func<ReportText, ReportText> change);

    /// <summary>Names and what they stand for.</summary>
    /// <param name="Items">The names, each with its value.</param>
    public sealed record Facts(ImmutableArray<ReportPart> Items) : ReportBlock
    {
        /// <inheritdoc/>
        public override ReportBlock With(Func<ReportText, ReportText> change) =>
            new Facts([.. Items.Select(i => i with { Text = change(i.Text) })]);
    }

    /// <summary>A table.</summary>
    /// <param name="Caption">What it shows.</param>
    /// <param name="Columns">Its columns.</param>
    /// <param name="Rows">Its rows.</param>
    /// <param name="Left">What is left out of it; null where nothing is.</param>
    public sealed record Table(string Caption, ImmutableArray<ReportColumn> Columns, ImmutableArray<ReportRow> Rows, string? Left = null) : ReportBlock
    {
        /// <summary>Gets a value indicating whether its caption alone is shown until it is asked for.</summary>
        public bool IsClosed { get; init; }

        /// <inheritdoc/>
        public override ReportBlock With(Func<ReportText, ReportText> change) =>
            this with { Rows = [.. Rows.Select(r => r.Subject is null ? r.With(change) : r)] };
    }

    /// <summary>Longer texts, which are shown at once or when they are asked for.</summary>
    /// <param name="Label">What they are.</param>
    /// <param name="Name">The name that belongs to it; empty for none.</param>
    /// <param name="Parts">The texts.</param>
    /// <param name="IsOpen">Whether they are shown at once.</param>
    public sealed record Passage(string Label, ReportText Name, ImmutableArray<ReportPart> Parts, bool IsOpen = false) : ReportBlock
    {
        /// <inheritdoc/>
        public override ReportBlock With(Func<ReportText, ReportText> change) =>
            this with { Name = change(Name), Parts = [.. Parts.Select(p => p with { Text = change(p.Text) })] };
    }

    /// <summary>What happened when, and for how long.</summary>
    /// <param name="Caption">What it shows.</param>
    /// <param name="Length">The whole time.</param>
    /// <param name="Bars">What happened.</param>
    /// <param name="Left">What is left out of it; null where nothing is.</param>
    public sealed record Timeline(string Caption, TimeSpan Length, ImmutableArray<TimelineBar> Bars, string? Left = null) : ReportBlock
    {
        /// <inheritdoc/>
        public override ReportBlock With(Func<ReportText, ReportText> change) =>
            this with { Bars = [.. Bars.Select(b => b with { Name = change(b.Name) })] };
    }

    /// <summary>What the reader should know.</summary>
    /// <param name="Label">What it is.</param>
    /// <param name="Tone">What it means.</param>
    /// <param name="Items">Each thing.</param>
    public sealed record Notes(string Label, ReportTone Tone, ImmutableArray<ReportText> Items) : ReportBlock
    {
        /// <inheritdoc/>
        public override ReportBlock With(Func<ReportText, ReportText> change) => this with { Items = [.. Items.Select(change)] };
    }
}
