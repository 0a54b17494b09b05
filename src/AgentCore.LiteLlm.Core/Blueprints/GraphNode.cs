using System.Collections.ObjectModel;
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

    /// <summary>Gets a value indicating whether an AgentCore runtime hosts it.</summary>
    internal bool IsRuntime => (RuntimeArn ?? RuntimeArnEnv) is not null;

    /// <summary>Gets the agent-to-agent address of a remote agent; null when it runs in this process.</summary>
    public string? A2aUrl { get; init; }

    /// <summary>Gets the name of the variable that holds that address.</summary>
    public string? A2aUrlEnv { get => VariableNames.Shown(A2aUrlVariable); init => A2aUrlVariable = value; }

    /// <summary>Gets the name of that variable, whatever it looks like.</summary>
    internal string? A2aUrlVariable { get; private init; }

    /// <summary>Gets the names of environment variables by the names of the HTTP headers that the remote agent is sent; header names ignore case.</summary>
    public IReadOnlyDictionary<string, string> A2aHeadersEnv
    {
        get;
        init
        {
            A2aHeaderVariables = value;
            field = value.Values.All(v => VariableNames.IsPlausible(v))
                ? value
                : value.ToDictionary(h => h.Key, h => VariableNames.Shown(h.Value), StringComparer.OrdinalIgnoreCase);
        }
    } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Gets the names of those variables, whatever they look like.</summary>
    internal IReadOnlyDictionary<string, string> A2aHeaderVariables { get; private init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Gets a value indicating whether it is asked by the agent-to-agent protocol.</summary>
    internal bool IsA2a => Type == GraphNodeType.Agent && (A2aUrl ?? A2aUrlVariable) is not null;

    /// <summary>Gets the ARN of the AgentCore runtime to call; null when it runs in this process.</summary>
    public string? RuntimeArn { get; init; }

    /// <summary>Gets the name of the variable that holds that ARN.</summary>
    public string? RuntimeArnEnv { get => VariableNames.Shown(field); init; }

    /// <summary>Gets the condition of a gate.</summary>
    public string? TripCondition { get; init; }

    /// <summary>Gets the node that runs when the condition of a gate does not hold, or when an agent fails.</summary>
    public string? Fallback { get; init; }
}
