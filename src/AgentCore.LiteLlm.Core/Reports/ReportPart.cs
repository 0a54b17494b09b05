namespace AgentCore.LiteLlm.Reports;

/// <summary>One text of a passage.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Text">The text.</param>
internal sealed record ReportPart(string Name, ReportText Text)
{
    /// <summary>Gets a value indicating whether it is code, whose letters are of one width.</summary>
    public bool IsCode { get; init; }

    /// <summary>Gets a value indicating whether it is a unified diff.</summary>
    public bool IsDiff { get; init; }
}
