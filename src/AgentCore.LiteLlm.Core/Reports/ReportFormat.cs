namespace AgentCore.LiteLlm.Reports;

/// <summary>For whom findings are written down.</summary>
public enum ReportFormat
{
    /// <summary>For code scanning: one SARIF 2.1.0 document.</summary>
    Sarif,

    /// <summary>For a GitHub workflow: one annotation command for each finding.</summary>
    GitHub,
}
