using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>The <c>evaluation</c> block: how the agent's work is judged.</summary>
public sealed record EvaluationBlock
{
    /// <summary>Gets how production is watched; null when it is not.</summary>
    public OnlineEvaluation? Online { get; init; }

    /// <summary>Gets the evaluators of this agent's own.</summary>
    public ImmutableArray<CustomEvaluator> CustomEvaluators { get; init; } = [];

    /// <summary>Gets where results are kept; null when they are not.</summary>
    public EvaluationPersistence? Persistence { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join("; ", [Online is null ? "not online" : $"online {Online}", .. CustomEvaluators.Select(e => e.Name)]);
}
