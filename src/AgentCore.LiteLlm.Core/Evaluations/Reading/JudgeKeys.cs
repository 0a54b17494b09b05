using AgentCore.LiteLlm.Blueprints.Reading;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Evaluations.Reading;

/// <summary>The keys of one of <c>judges</c>.</summary>
internal static class JudgeKeys
{
    public static readonly TextKey Name = new("name", "The judge's name.") { IsRequired = true, Example = "helpful" };

    public static readonly TextKey ModelId = new("model_id", "The judge's model, at the endpoint of the agent; ${VARIABLE} is filled in.")
    {
        IsRequired = true,
        Form = TextForm.Template,
        Example = "gpt-4o-mini",
    };

    public static readonly TextKey Instructions = new(
        "instructions", "What the judge is told, with places for {context}, {assistant_turn} and {criteria}; the usual words when not given.");

    public static readonly IntegerListKey Scale = new("scale", "The worst and the best mark, such as [1, 5].", 2);

    public static readonly BlockListKey RatingScale = new("rating_scale", "The marks one by one, in place of scale.", static () => [RatingScaleKeys.Shape])
    {
        Minimum = 2,
    };

    public static readonly NumberKey AtLeast = new(
        "at_least", "The lowest mark that passes, where a case says none; the middle of the scale when not given.", -1e9, 1e9);

    public static readonly IntegerKey MaxTokens = new("max_tokens", "The most tokens that a judgement may have.", 1) { Default = 1000 };

    public static readonly NumberKey Temperature = new("temperature", "The judge's temperature.", 0, 2) { Default = 0 };

    public static readonly NumberKey MaxCost = new("max_cost", "How much all its judgements of one evaluation may cost, in US dollars.", 0, 1_000_000);

    public static readonly BlockShape Shape = new(Name, ModelId, Instructions, Scale, RatingScale, AtLeast, MaxTokens, Temperature, MaxCost)
    {
        IsClosed = true,
    };

    /// <summary>Reads a judge.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static Judge Read(BlockReader block)
    {
        Judge judge = new()
        {
            Name = block.RequiredText(Name),
            ModelId = block.RequiredText(ModelId),
            Instructions = block.Text(Instructions) ?? Judge.UsualInstructions,
            Marks = block.Blocks(RatingScale, RatingScaleKeys.Read),
            Scale = block.Integers(Scale),
            AtLeast = block.Number(AtLeast),
            MaxTokens = block.RequiredInteger(MaxTokens),
            Temperature = block.RequiredNumber(Temperature),
            MaxCost = block.Number(MaxCost) is { } cost ? (decimal)cost : null,
        };
        if (!block.Has(Scale) && !block.Has(RatingScale))
        {
            block.Findings.Error(
                DiagnosticCodes.SettingIncomplete, block.PlaceOf(Name), $"'{block.Path}' has no marks to give.", "Add 'scale: [1, 5]', or 'rating_scale'.");
        }
        else if (judge is { Scale.Length: 2, Marks.IsEmpty: true } && judge.Scale[0] == judge.Scale[1])
        {
            block.Findings.Error(
                DiagnosticCodes.ValueOutOfRange, block.PlaceOf(Scale), $"'{block.Path}.scale' has one mark only.", "Write the worst and the best mark.");
        }

        foreach (string place in (string[])["{context}", "{assistant_turn}"])
        {
            if (!judge.Instructions.Contains(place, StringComparison.Ordinal))
            {
                block.Findings.Warn(
                    DiagnosticCodes.PlaceholderMissing, block.PlaceOf(Instructions), $"'{block.Path}.instructions' lacks {place}: the judge would not see it.",
                    "Write the place into the text, in braces as it stands here.");
            }
        }

        return judge;
    }
}
