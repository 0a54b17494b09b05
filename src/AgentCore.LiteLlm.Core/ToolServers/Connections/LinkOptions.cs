using AgentCore.LiteLlm.Network;

namespace AgentCore.LiteLlm.ToolServers.Connections;

/// <summary>How connections to tool servers are made.</summary>
internal sealed record LinkOptions
{
    /// <summary>Gets how long a server may take to be ready: programs may first be fetched.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets how many bytes one message of a server may have.</summary>
    public long MostBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Gets how servers are reached over the network.</summary>
    public TransportOptions Transport { get; init; } = new();

    /// <summary>Gets what takes what a server's program writes for people, on any thread.</summary>
    public Action<string, string> Log { get; init; } = static (_, _) => { };
}
