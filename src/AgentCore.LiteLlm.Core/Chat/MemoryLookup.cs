namespace AgentCore.LiteLlm.Chat;

/// <summary>Where memories are looked up.</summary>
/// <param name="Namespace">The namespace, as the blueprint has it: with places for the actor and the session.</param>
/// <param name="Most">How many are taken.</param>
/// <param name="LeastRelevance">How relevant each must be, from 0 to 1.</param>
internal sealed record MemoryLookup(string Namespace, int Most, double LeastRelevance);
