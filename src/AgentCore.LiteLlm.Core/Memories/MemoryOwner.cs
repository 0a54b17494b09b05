namespace AgentCore.LiteLlm.Memories;

/// <summary>Whose memories lie in one file.</summary>
/// <param name="Agent">The agent's id.</param>
/// <param name="Actor">The actor, empty where nobody was named; null for what belongs to all of them.</param>
internal readonly record struct MemoryOwner(string Agent, string? Actor);
