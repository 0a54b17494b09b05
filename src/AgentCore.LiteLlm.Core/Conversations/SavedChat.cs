namespace AgentCore.LiteLlm.Conversations;

/// <summary>A chat that was saved.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Saved">When it was saved last.</param>
internal sealed record SavedChat(string Path, DateTimeOffset Saved);
