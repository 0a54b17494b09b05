using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>The <c>memory</c> block: what the agent remembers between sessions.</summary>
public sealed record MemoryBlock
{
    /// <summary>Gets what is kept; none means that nothing is.</summary>
    public ImmutableArray<MemoryStrategy> Strategies { get; init; } = [];

    /// <summary>Gets how many days it is kept, 1 to 365; 30 by default.</summary>
    public int EventExpiryDays { get; init; } = 30;

    /// <summary>Gets how many recent memories a turn sees, 1 to 100; 5 by default.</summary>
    public int ShortTermK { get; init; } = 5;

    /// <summary>Gets a value indicating whether the model may recall and record by itself; false by default.</summary>
    public bool EnableToolProvider { get; init; }

    /// <summary>Gets what is looked up when the agent starts.</summary>
    public ImmutableArray<MemoryRetrieval> Retrieval { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Strategies.IsEmpty ? "no strategies" : string.Join(", ", Strategies.Select(s => s.Name));
}
