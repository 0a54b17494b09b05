namespace AgentCore.LiteLlm.Reports;

/// <summary>A word or two that stand beside a heading.</summary>
/// <param name="Text">The report's own words.</param>
/// <param name="Tone">What they mean.</param>
internal sealed record ReportBadge(string Text, ReportTone Tone = ReportTone.Plain);
