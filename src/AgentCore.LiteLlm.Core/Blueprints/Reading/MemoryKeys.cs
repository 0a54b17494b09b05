using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of the <c>memory</c> block.</summary>
internal static class MemoryKeys
{
    public static readonly BlockListKey Strategies = new("strategies", "What is kept. None means that nothing is.", static () => [MemoryStrategyKeys.Shape]);

    public static readonly IntegerKey EventExpiryDays = new("event_expiry_days", "How many days it is kept.", 1, 365) { Default = 30 };

    public static readonly IntegerKey ShortTermK = new("short_term_k", "How many recent memories a turn sees.", 1, 100) { Default = 5 };

    public static readonly BooleanKey EnableToolProvider = new("enable_tool_provider", "Whether the model may recall and record by itself.", false);

    public static readonly BlockListKey Retrieval = new("retrieval", "What is looked up when the agent starts.", static () => [MemoryRetrievalKeys.Shape]);

    public static readonly BlockShape Shape = new(Strategies, EventExpiryDays, ShortTermK, EnableToolProvider, Retrieval);

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static MemoryBlock Read(BlockReader block) => new()
    {
        Strategies = block.Blocks(Strategies, MemoryStrategyKeys.Read),
        EventExpiryDays = block.RequiredInteger(EventExpiryDays),
        ShortTermK = block.RequiredInteger(ShortTermK),
        EnableToolProvider = block.Boolean(EnableToolProvider),
        Retrieval = block.Blocks(Retrieval, MemoryRetrievalKeys.Read),
    };
}
