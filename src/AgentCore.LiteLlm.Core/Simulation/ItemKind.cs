namespace AgentCore.LiteLlm.Simulation;

/// <summary>What an item of a simulated response is.</summary>
internal enum ItemKind
{
    /// <summary>What the model thought.</summary>
    Reasoning,

    /// <summary>What it says.</summary>
    Message,

    /// <summary>A call of a tool.</summary>
    Call,
}
