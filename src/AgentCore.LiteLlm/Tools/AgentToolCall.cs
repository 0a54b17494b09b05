using System.Collections;

namespace AgentCore.LiteLlm.Tools;

/// <summary>A call of a tool, as it is shown to the scriptblock of -ToolApproval.</summary>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">Values by parameter.</param>
/// <param name="Tool">The tool.</param>
public sealed record AgentToolCall(string Name, Hashtable Arguments, AgentTool Tool)
{
    /// <summary>Gets the node of a graph whose agent calls it; null where there is no graph.</summary>
    public string? Node { get; init; }
}
