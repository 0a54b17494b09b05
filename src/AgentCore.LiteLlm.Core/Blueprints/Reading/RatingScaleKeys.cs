using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of one of a <c>rating_scale</c>.</summary>
internal static class RatingScaleKeys
{
    public static readonly NumberKey Value = new("value", "The number of the mark.", -1e9, 1e9) { IsRequired = true };

    public static readonly TextKey Label = new("label", "The word for the mark.") { IsRequired = true };

    public static readonly TextKey Definition = new("definition", "What deserves the mark.") { Default = "" };

    public static readonly BlockShape Shape = new(Value, Label, Definition) { Identity = [Value] };

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static RatingScaleEntry Read(BlockReader block) => new()
    {
        Value = block.RequiredNumber(Value),
        Label = block.RequiredText(Label),
        Definition = block.RequiredText(Definition),
    };
}
