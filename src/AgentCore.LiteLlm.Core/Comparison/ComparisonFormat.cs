namespace AgentCore.LiteLlm.Comparison;

/// <summary>In which form changes are written down.</summary>
public enum ComparisonFormat
{
    /// <summary>A line for each change, for logs.</summary>
    Text,

    /// <summary>A table and the diff of the prompt, for a job's summary or a comment on a pull request.</summary>
    Markdown,

    /// <summary>One SARIF 2.1.0 document, for code scanning.</summary>
    Sarif,
}
