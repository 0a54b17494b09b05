namespace AgentCore.LiteLlm.Messages;

/// <summary>Who speaks in a message.</summary>
public enum ChatRole
{
    /// <summary>The instructions the agent works under.</summary>
    System,

    /// <summary>The person or program that asks.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,

    /// <summary>A tool that the model called.</summary>
    Tool,
}
