namespace AgentCore.LiteLlm.Chat;

/// <summary>An agent that runs elsewhere, and is asked by the agent-to-agent protocol.</summary>
/// <param name="Address">Where its card is looked for.</param>
internal sealed record RemoteAgent(Uri Address);
