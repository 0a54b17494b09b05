using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of one of <c>memory.retrieval</c>.</summary>
internal static class MemoryRetrievalKeys
{
    public static readonly TextKey Namespace = new("namespace", "Where to look.") { IsRequired = true };

    public static readonly IntegerKey TopK = new("top_k", "How many memories to take.", 1, 100) { Default = 5 };

    public static readonly NumberKey RelevanceScore = new("relevance_score", "How relevant they must be.", 0, 1) { Default = 0.3 };

    public static readonly BlockShape Shape = new(Namespace, TopK, RelevanceScore) { Identity = [Namespace] };

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static MemoryRetrieval Read(BlockReader block) => new()
    {
        Namespace = block.RequiredText(Namespace),
        TopK = block.RequiredInteger(TopK),
        RelevanceScore = block.RequiredNumber(RelevanceScore),
    };
}
