namespace AgentCore.LiteLlm.Messages;

/// <summary>What a step of a run was.</summary>
public enum AgentStepKind
{
    /// <summary>The model took a turn.</summary>
    Turn,

    /// <summary>A tool was called, or a call of one was refused.</summary>
    Tool,

    /// <summary>A model did not answer, and another one was asked in its place.</summary>
    Fallback,

    /// <summary>An agent of a graph ran; its own steps are in it.</summary>
    Node,

    /// <summary>A gate of a graph decided.</summary>
    Gate,
}
