namespace AgentCore.LiteLlm.Blueprints;

/// <summary>What an agent's container speaks.</summary>
public enum RuntimeProtocol
{
    /// <summary>HTTP, for agents, <c>HTTP</c>.</summary>
    Http,

    /// <summary>The Model Context Protocol, for hosted tool servers, <c>MCP</c>.</summary>
    Mcp,
}
