using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of one of <c>evaluation.custom_evaluators</c>.</summary>
internal static class CustomEvaluatorKeys
{
    public static readonly TextKey Name = new("name", "The evaluator's name.") { IsRequired = true };

    public static readonly ChoiceKey Level = new(
        "level", "What it looks at: one exchange (TRACE), a session (SESSION), or one step (SPAN).", "TRACE", "SESSION", "SPAN")
    { IsRequired = true };

    public static readonly TextKey ModelId = new("model_id", "The judge's model.") { IsRequired = true, Form = TextForm.Template };

    public static readonly IntegerKey MaxTokens = new("max_tokens", "The most tokens a judgement may have.", 1) { IsRequired = true };

    public static readonly NumberKey Temperature = new("temperature", "The judge's temperature.", 0, 2) { IsRequired = true };

    public static readonly TextKey Instructions = new("instructions", "What the judge is told, with places for {context} and {assistant_turn}.")
    {
        IsRequired = true,
    };

    public static readonly IntegerListKey Scale = new("scale", "The worst and the best mark, such as [1, 5].", 2);

    public static readonly BlockListKey RatingScale = new("rating_scale", "The marks one by one, in place of scale.", static () => [RatingScaleKeys.Shape])
    {
        Minimum = 2,
    };

    public static readonly BlockShape Shape = new(Name, Level, ModelId, MaxTokens, Temperature, Instructions, Scale, RatingScale) { Identity = [Name] };

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static CustomEvaluator Read(BlockReader block) => new()
    {
        Name = block.RequiredText(Name),
        Level = (EvaluatorLevel)block.Choice(Level),
        ModelId = block.RequiredText(ModelId),
        MaxTokens = block.RequiredInteger(MaxTokens),
        Temperature = block.RequiredNumber(Temperature),
        Instructions = block.RequiredText(Instructions),
        Scale = block.Integers(Scale),
        RatingScale = block.Blocks(RatingScale, RatingScaleKeys.Read),
    };
}
