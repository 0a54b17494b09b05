namespace AgentCore.LiteLlm.Reports;

/// <summary>What a state or a figure of a report means to its reader.</summary>
internal enum ReportTone
{
    /// <summary>Nothing beyond what it says.</summary>
    Plain,

    /// <summary>It is as it should be.</summary>
    Good,

    /// <summary>It should be looked at.</summary>
    Warning,

    /// <summary>It is not as it should be.</summary>
    Bad,
}
