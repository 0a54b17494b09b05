namespace AgentCore.LiteLlm.Memories;

/// <summary>What an agent remembers. The set is closed.</summary>
public enum AgentMemoryKind
{
    /// <summary>What was asked and answered once.</summary>
    Exchange,

    /// <summary>Something that the agent's model found worth remembering.</summary>
    Memory,
}
