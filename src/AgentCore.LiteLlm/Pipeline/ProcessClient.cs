using AgentCore.LiteLlm.Clients;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The client of this process: pipelines in every runspace share its sockets, and what it has learned of endpoints.</summary>
internal static class ProcessClient
{
    /// <summary>Gets the client.</summary>
    public static AgentClient Instance { get; } = new();
}
