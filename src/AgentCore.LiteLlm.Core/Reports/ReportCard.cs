namespace AgentCore.LiteLlm.Reports;

/// <summary>One figure at the head of a report.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Figure">How much.</param>
/// <param name="Note">What belongs to it; null for nothing.</param>
/// <param name="Tone">What it means.</param>
internal sealed record ReportCard(string Name, string Figure, string? Note = null, ReportTone Tone = ReportTone.Plain);
