using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>One of <c>evaluation.custom_evaluators</c>: a model that judges.</summary>
public sealed record CustomEvaluator
{
    /// <summary>Gets its name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what it looks at.</summary>
    public EvaluatorLevel Level { get; init; }

    /// <summary>Gets the judge's model.</summary>
    public required string ModelId { get; init; }

    /// <summary>Gets the most tokens a judgement may have, at least 1.</summary>
    public int MaxTokens { get; init; }

    /// <summary>Gets the judge's temperature, 0 to 2.</summary>
    public double Temperature { get; init; }

    /// <summary>Gets what it is told, with places for <c>{context}</c> and <c>{assistant_turn}</c>.</summary>
    public required string Instructions { get; init; }

    /// <summary>Gets the worst and the best mark; empty when <see cref="RatingScale"/> says more.</summary>
    public ImmutableArray<int> Scale { get; init; } = [];

    /// <summary>Gets the marks one by one; empty when <see cref="Scale"/> is enough.</summary>
    public ImmutableArray<RatingScaleEntry> RatingScale { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Level}, by {ModelId})";
}
