namespace AgentCore.LiteLlm.Blueprints;

/// <summary>The <c>thinking</c> block: extended reasoning.</summary>
public sealed record ThinkingBlock
{
    /// <summary>Gets a value indicating whether it is on; false by default.</summary>
    public bool Enabled { get; init; }

    /// <summary>Gets how many tokens it may use; 10000 by default.</summary>
    public int BudgetTokens { get; init; } = 10000;
}
