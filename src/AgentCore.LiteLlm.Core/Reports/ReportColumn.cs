namespace AgentCore.LiteLlm.Reports;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="IsFigure">Whether it holds figures.</param>
internal sealed record ReportColumn(string Name, bool IsFigure = false);
