namespace AgentCore.LiteLlm.Blueprints;

/// <summary>The <c>runtime</c> block: the limits of one run, and how the agent is hosted.</summary>
public sealed record RuntimeBlock
{
    /// <summary>Gets the kind of runtime; always <c>agentcore</c>.</summary>
    public string Type { get; init; } = "agentcore";

    /// <summary>Gets how many turns of the agent's loop a run may take, at least 1; null when not written, which the framework reads as 5.</summary>
    public int? MaxIterations { get; init; }

    /// <summary>Gets how many seconds a run may take, at least 1; null when not written, which the framework reads as 120.</summary>
    public int? MaxExecutionTime { get; init; }

    /// <summary>Gets after how many idle minutes a session ends, at least 1; 15 by default.</summary>
    public int IdleTimeoutMinutes { get; init; } = 15;

    /// <summary>Gets whether the agent reaches the internet; <see cref="NetworkMode.Public"/> by default.</summary>
    public NetworkMode NetworkMode { get; init; } = NetworkMode.Public;

    /// <summary>Gets what the container speaks; <see cref="RuntimeProtocol.Http"/> by default.</summary>
    public RuntimeProtocol Protocol { get; init; } = RuntimeProtocol.Http;

    /// <summary>Gets the port the container listens on, 1024 to 65535; 8080 by default.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Gets the port of the agent-to-agent server, 0 to 65535; 0, the default, means there is none.</summary>
    public int A2aPort { get; init; }

    /// <summary>Gets what the container is built for; <see cref="RuntimePlatform.LinuxArm64"/> by default.</summary>
    public RuntimePlatform Platform { get; init; } = RuntimePlatform.LinuxArm64;

    /// <summary>Gets a value indicating whether OpenTelemetry instruments the container; true by default.</summary>
    public bool ObservabilityEnabled { get; init; } = true;
}
