using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of the <c>runtime</c> block.</summary>
internal static class RuntimeKeys
{
    public static readonly ChoiceKey Type = new("type", "The kind of runtime.", "agentcore");

    public static readonly IntegerKey MaxIterations = new("max_iterations", "How many turns of the agent's loop a run may take. Absent means 5.", 1);

    public static readonly IntegerKey MaxExecutionTime = new(
        "max_execution_time",
        "How many seconds a run may take; of this and the call's own limit the shorter holds. Absent means 120 to the framework, and no limit here.",
        1);

    public static readonly IntegerKey IdleTimeoutMinutes = new("idle_timeout_minutes", "After how many idle minutes a session ends.", 1) { Default = 15 };

    public static readonly ChoiceKey NetworkMode = new(
        "network_mode", "Whether the agent reaches the internet (PUBLIC) or only the private network (PRIVATE).", "PUBLIC", "PRIVATE");

    public static readonly ChoiceKey Protocol = new("protocol", "What the container speaks: HTTP for agents, MCP for hosted tool servers.", "HTTP", "MCP");

    public static readonly IntegerKey Port = new("port", "The port the container listens on.", 1024, 65535) { Default = 8080 };

    public static readonly IntegerKey A2aPort = new("a2a_port", "The port of the agent-to-agent server. 0 means there is none.", 0, 65535) { Default = 0 };

    public static readonly ChoiceKey Platform = new(
        "platform", "What the container is built for. AgentCore Runtime needs linux/arm64.", "linux/arm64", "linux/amd64");

    public static readonly BooleanKey ObservabilityEnabled = new("observability_enabled", "Whether OpenTelemetry instruments the container.", true);

    public static readonly BlockShape Shape = new(
        Type, MaxIterations, MaxExecutionTime, IdleTimeoutMinutes, NetworkMode, Protocol, Port, A2aPort, Platform, ObservabilityEnabled);

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static RuntimeBlock Read(BlockReader block) => new()
    {
        Type = Type.Words[block.Choice(Type)],
        MaxIterations = block.Integer(MaxIterations),
        MaxExecutionTime = block.Integer(MaxExecutionTime),
        IdleTimeoutMinutes = block.RequiredInteger(IdleTimeoutMinutes),
        NetworkMode = (NetworkMode)block.Choice(NetworkMode),
        Protocol = (RuntimeProtocol)block.Choice(Protocol),
        Port = block.RequiredInteger(Port),
        A2aPort = block.RequiredInteger(A2aPort),
        Platform = (RuntimePlatform)block.Choice(Platform),
        ObservabilityEnabled = block.Boolean(ObservabilityEnabled),
    };
}
