namespace AgentCore.LiteLlm.ToolServers.Connections;

/// <summary>What a tool server says of itself. It may say anything.</summary>
/// <param name="Protocol">The version of the protocol that both speak.</param>
/// <param name="Name">Its name; empty where it says none.</param>
/// <param name="Version">Its version; empty where it says none.</param>
internal sealed record ServerIdentity(string Protocol, string Name, string Version);
