namespace AgentCore.LiteLlm.Messages;

/// <summary>What a person decided about a call of a tool that waited for it.</summary>
/// <param name="IsApproved">Whether it may be made.</param>
/// <param name="Reason">What the model is told where it may not; null for nothing beside that.</param>
internal sealed record CallDecision(bool IsApproved, string? Reason);
