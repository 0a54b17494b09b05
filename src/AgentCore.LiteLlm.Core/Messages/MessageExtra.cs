namespace AgentCore.LiteLlm.Messages;

/// <summary>Something a provider put beside an answer and wants back as it was, such as signed reasoning.</summary>
/// <param name="Name">The member's name on the wire.</param>
/// <param name="Json">Its value, as JSON text.</param>
public sealed record MessageExtra(string Name, string Json);
