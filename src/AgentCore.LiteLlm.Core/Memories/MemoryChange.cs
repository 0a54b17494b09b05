using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Memories;

/// <summary>What an update makes of what is remembered.</summary>
/// <param name="Own">What is new for the actor.</param>
/// <param name="Shared">What is new for all actors.</param>
/// <param name="Replaced">The ids of memories whose place is taken.</param>
internal sealed record MemoryChange(ImmutableArray<KeptMemory> Own, ImmutableArray<KeptMemory> Shared, IReadOnlySet<string> Replaced)
{
    /// <summary>Gets how many there are.</summary>
    public int Count => Own.Length + Shared.Length;
}
