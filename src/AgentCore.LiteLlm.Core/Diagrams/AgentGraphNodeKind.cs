namespace AgentCore.LiteLlm.Diagrams;

/// <summary>What a node of a graph is.</summary>
public enum AgentGraphNodeKind
{
    /// <summary>An agent.</summary>
    Agent,

    /// <summary>A gate, which decides by a condition.</summary>
    Gate,

    /// <summary>An agent that runs elsewhere.</summary>
    Remote,

    /// <summary>The agent that puts the others together: it is asked in the end, or calls them as tools.</summary>
    Coordinator,
}
