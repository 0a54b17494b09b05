namespace AgentCore.LiteLlm.Modes;

/// <summary>Where an agent runs: made up in process, before release, or for real.</summary>
public enum ExecutionMode
{
    /// <summary>For real. The default.</summary>
    Production,

    /// <summary>Before release; calls are real.</summary>
    Staging,

    /// <summary>Answers are made up in this process: no network, no key, no cost.</summary>
    Simulation,
}
