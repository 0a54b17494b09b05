using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of the <c>evaluation</c> block.</summary>
internal static class EvaluationKeys
{
    public static readonly BlockKey Online = new("online", "How production is watched.", static () => OnlineEvaluationKeys.Shape) { IsNullable = true };

    public static readonly BlockListKey CustomEvaluators = new(
        "custom_evaluators", "Evaluators of this agent's own: models that judge.", static () => [CustomEvaluatorKeys.Shape]);

    public static readonly BlockKey Persistence = new("persistence", "Where results are kept.", static () => EvaluationPersistenceKeys.Shape)
    {
        IsNullable = true,
    };

    public static readonly BlockShape Shape = new(Online, CustomEvaluators, Persistence);

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static EvaluationBlock Read(BlockReader block) => new()
    {
        Online = block.Block(Online, OnlineEvaluationKeys.Read),
        CustomEvaluators = block.Blocks(CustomEvaluators, CustomEvaluatorKeys.Read),
        Persistence = block.Block(Persistence, EvaluationPersistenceKeys.Read),
    };
}
