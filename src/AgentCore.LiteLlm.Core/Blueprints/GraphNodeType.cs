namespace AgentCore.LiteLlm.Blueprints;

/// <summary>What a node of a graph does.</summary>
public enum GraphNodeType
{
    /// <summary>It runs a blueprint, <c>agent</c>.</summary>
    Agent,

    /// <summary>It decides by a condition, <c>gate</c>.</summary>
    Gate,
}
