using AgentCore.LiteLlm.Protection;

namespace AgentCore.LiteLlm.Reports;

/// <summary>What is known of the personal data in the texts of a part of a report.</summary>
/// <param name="Vault">What was replaced in the run; null where that is not known.</param>
/// <param name="Report">What was found in it; null where nothing looked for any.</param>
internal sealed record ReportSubject(ProtectionVault? Vault, ProtectionReport? Report);
