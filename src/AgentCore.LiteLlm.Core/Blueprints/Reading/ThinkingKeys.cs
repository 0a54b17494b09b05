using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of the <c>thinking</c> block.</summary>
internal static class ThinkingKeys
{
    public static readonly BooleanKey Enabled = new("enabled", "Whether extended reasoning is on.", false);

    public static readonly IntegerKey BudgetTokens = new(
        "budget_tokens", "How many tokens reasoning may use. Only Claude up to 4.5 and OpenRouter read the number; for others it becomes a level.", 1)
    { Default = 10_000, IsMeantWhenWritten = true };

    public static readonly ChoiceKey Effort = new(
        "effort", "How much the model reasons, where a level is read and not a number of tokens. A key of this module's own.",
        ControlKeys.ReasoningEffort.Words)
    { Default = -1 };

    public static readonly BlockShape Shape = new(Enabled, BudgetTokens, Effort);

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static ThinkingBlock Read(BlockReader block) => new()
    {
        Enabled = block.Boolean(Enabled),
        BudgetTokens = block.RequiredInteger(BudgetTokens),
        HasBudget = block.Has(BudgetTokens),
        Effort = block.Choice(Effort) is >= 0 and var level ? (ReasoningEffort)level : null,
    };
}
