using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Reports;

/// <summary>A report as it is written: every text in it is fit.</summary>
internal sealed record ReportDocument
{
    /// <summary>Gets the heading.</summary>
    public required ReportText Title { get; init; }

    /// <summary>Gets when it was made.</summary>
    public required DateTimeOffset Made { get; init; }

    /// <summary>Gets the figures at its head.</summary>
    public ImmutableArray<ReportCard> Cards { get; init; } = [];

    /// <summary>Gets what the reader should know of the report itself.</summary>
    public ImmutableArray<string> Notices { get; init; } = [];

    /// <summary>Gets its parts.</summary>
    public ImmutableArray<ReportSection> Sections { get; init; } = [];

    /// <summary>Gets who wrote it.</summary>
    public static string Generator { get; } = $"AgentCore.LiteLlm {typeof(ReportDocument).Assembly.GetName().Version!.ToString(3)}";
}
