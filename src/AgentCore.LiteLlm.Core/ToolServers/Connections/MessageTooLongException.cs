namespace AgentCore.LiteLlm.ToolServers.Connections;

/// <summary>A server writes more than is read of one message.</summary>
internal sealed class MessageTooLongException() : IOException("The message is longer than is read.");
