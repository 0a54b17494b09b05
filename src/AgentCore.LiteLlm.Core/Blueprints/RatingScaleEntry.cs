namespace AgentCore.LiteLlm.Blueprints;

/// <summary>One mark of a <see cref="CustomEvaluator.RatingScale"/>.</summary>
public sealed record RatingScaleEntry
{
    /// <summary>Gets the number.</summary>
    public double Value { get; init; }

    /// <summary>Gets the word for it.</summary>
    public required string Label { get; init; }

    /// <summary>Gets what deserves it; empty by default.</summary>
    public string Definition { get; init; } = "";
}
