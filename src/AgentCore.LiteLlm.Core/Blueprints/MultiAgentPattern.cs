namespace AgentCore.LiteLlm.Blueprints;

/// <summary>How agents work together.</summary>
public enum MultiAgentPattern
{
    /// <summary>They hand over to each other, <c>swarm</c>.</summary>
    Swarm,

    /// <summary>They follow the edges of a graph, <c>graph</c>.</summary>
    Graph,
}
