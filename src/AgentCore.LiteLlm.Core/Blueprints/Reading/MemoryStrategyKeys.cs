using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of one of <c>memory.strategies</c>.</summary>
internal static class MemoryStrategyKeys
{
    public static readonly ChoiceKey Type =
        new("type", "What it keeps. SUMMARIZATION is another spelling of SUMMARY.", "USER_PREFERENCE", "SEMANTIC", "SUMMARY", "EPISODIC")
        {
            IsRequired = true,
            Alias = ("SUMMARIZATION", 2),
        };

    public static readonly TextKey Name = new("name", "Its name.") { IsRequired = true };

    public static readonly TextKey Namespace = new("namespace", "Where it keeps it, with places for {actorId} and {sessionId}.") { IsRequired = true };

    public static readonly BlockShape Shape = new(Type, Name, Namespace) { Identity = [Name] };

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static MemoryStrategy Read(BlockReader block) => new()
    {
        Type = (MemoryStrategyType)block.Choice(Type),
        Name = block.RequiredText(Name),
        Namespace = block.RequiredText(Namespace),
    };
}
