using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Memories;

/// <summary>What one file holds of words and names: all that is encrypted where there is a key.</summary>
internal sealed record MemoryContent
{
    /// <summary>Gets the actor, empty where nobody was named; null for what belongs to all of them.</summary>
    public string? Actor { get; init; }

    /// <summary>Gets what was asked and answered, oldest first.</summary>
    public ImmutableArray<KeptExchange> Exchanges { get; init; } = [];

    /// <summary>Gets what was found worth remembering, oldest first.</summary>
    public ImmutableArray<KeptMemory> Memories { get; init; } = [];

    /// <summary>Gets a value indicating whether it holds nothing.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsEmpty => Exchanges.IsEmpty && Memories.IsEmpty;
}
