using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of the <c>execution_modes</c> block.</summary>
internal static class ExecutionModesKeys
{
    public static readonly BooleanKey Simulation = new("simulation", "Whether the agent may run against nothing real.", true);

    public static readonly BooleanKey Staging = new("staging", "Whether the agent may run in staging.", false);

    public static readonly BooleanKey Production = new("production", "Whether the agent may run in production.", false);

    public static readonly BlockShape Shape = new(Simulation, Staging, Production);

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static ExecutionModesBlock Read(BlockReader block) => new()
    {
        Simulation = block.Boolean(Simulation),
        Staging = block.Boolean(Staging),
        Production = block.Boolean(Production),
    };
}
