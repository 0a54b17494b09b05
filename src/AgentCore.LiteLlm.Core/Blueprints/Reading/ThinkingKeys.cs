using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of the <c>thinking</c> block.</summary>
internal static class ThinkingKeys
{
    public static readonly BooleanKey Enabled = new("enabled", "Whether extended reasoning is on.", false);

    public static readonly IntegerKey BudgetTokens = new("budget_tokens", "How many tokens reasoning may use.", 1) { Default = 10_000 };

    public static readonly BlockShape Shape = new(Enabled, BudgetTokens);

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static ThinkingBlock Read(BlockReader block) => new()
    {
        Enabled = block.Boolean(Enabled),
        BudgetTokens = block.RequiredInteger(BudgetTokens),
    };
}
