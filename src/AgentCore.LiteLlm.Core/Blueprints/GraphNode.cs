using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>One of <c>multi_agent.nodes</c>.</summary>
public sealed record GraphNode
{
    /// <summary>Gets its name within the graph.</summary>
    public required string NodeId { get; init; }

    /// <summary>Gets the id of the blueprint it runs; null for a gate.</summary>
    public string? AgentRef { get; init; }

    /// <summary>Gets what it does; <see cref="GraphNodeType.Agent"/> by default.</summary>
    public GraphNodeType Type { get; init; } = GraphNodeType.Agent;

    /// <summary>Gets a value indicating whether it runs elsewhere.</summary>
    internal bool IsRemote => (A2aUrl ?? A2aUrlEnv ?? RuntimeArn ?? RuntimeArnEnv) is not null;

    /// <summary>Gets the agent-to-agent address of a remote agent; null when it runs in this process.</summary>
    public string? A2aUrl { get; init; }

    /// <summary>Gets the name of the variable that holds that address.</summary>
    public string? A2aUrlEnv { get => VariableNames.Shown(field); init; }

    /// <summary>Gets the ARN of the AgentCore runtime to call; null when it runs in this process.</summary>
    public string? RuntimeArn { get; init; }

    /// <summary>Gets the name of the variable that holds that ARN.</summary>
    public string? RuntimeArnEnv { get => VariableNames.Shown(field); init; }

    /// <summary>Gets the condition of a gate.</summary>
    public string? TripCondition { get; init; }

    /// <summary>Gets the node that runs when the condition of a gate does not hold, or when an agent fails.</summary>
    public string? Fallback { get; init; }
}
