using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>The <c>thinking</c> block: extended reasoning.</summary>
public sealed record ThinkingBlock
{
    /// <summary>Gets a value indicating whether it is on; false by default.</summary>
    public bool Enabled { get; init; }

    /// <summary>Gets how many tokens it may use; 10000 by default.</summary>
    public int BudgetTokens { get; init; } = 10000;

    /// <summary>Gets the level of effort, a key of this module's own; null when not written, so that it follows from <see cref="BudgetTokens"/>.</summary>
    public ReasoningEffort? Effort { get; init; }

    /// <summary>Gets a value indicating whether <see cref="BudgetTokens"/> is written, and not only the default.</summary>
    internal bool HasBudget { get; init; }
}
