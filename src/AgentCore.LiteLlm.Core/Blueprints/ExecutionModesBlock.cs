namespace AgentCore.LiteLlm.Blueprints;

/// <summary>The <c>execution_modes</c> block: in which modes the agent may run.</summary>
public sealed record ExecutionModesBlock
{
    /// <summary>Gets a value indicating whether it may run against nothing real; true by default.</summary>
    public bool Simulation { get; init; } = true;

    /// <summary>Gets a value indicating whether it may run in staging; false by default.</summary>
    public bool Staging { get; init; }

    /// <summary>Gets a value indicating whether it may run in production; false by default.</summary>
    public bool Production { get; init; }
}
