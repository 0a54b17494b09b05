namespace AgentCore.LiteLlm.Reports;

/// <summary>As what a report of runs, evaluations and changes is written.</summary>
public enum AgentReportFormat
{
    /// <summary>One HTML file that needs no network and no script, to be opened in a browser or printed.</summary>
    Html,

    /// <summary>Markdown, for a job's summary or a comment on a pull request.</summary>
    Markdown,
}
