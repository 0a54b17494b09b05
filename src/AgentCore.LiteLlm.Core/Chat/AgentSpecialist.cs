using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Chat;

/// <summary>An agent that another one calls as a tool.</summary>
/// <param name="Tool">The tool as the caller's model is told of it.</param>
/// <param name="Agent">The id of its blueprint.</param>
/// <param name="Request">Its request but for what is said to it: of messages it has the system's at most.</param>
internal sealed record AgentSpecialist(ToolDefinition Tool, string Agent, ChatRequest Request)
{
    /// <summary>The name of the one argument: what the agent is asked.</summary>
    public const string Argument = "request";

    /// <summary>How many characters of an answer the caller gets where nobody says.</summary>
    public const int DefaultResultLength = 32_768;

    /// <summary>Gets how many characters of its answer the caller gets.</summary>
    public int MaximumResultLength { get; init; } = DefaultResultLength;
}
