using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Evaluations.Reading;

/// <summary>The keys of a text that the answer must be like.</summary>
internal static class SimilarKeys
{
    public static readonly TextKey Text = new("text", "The text that the answer must be like.") { IsRequired = true };

    public static readonly NumberKey AtLeast = new("at_least", "How alike they must be, from 0 to 1, by ROUGE-L over words.", 0, 1) { Default = 0.7 };

    public static readonly BlockShape Shape = new(Text, AtLeast) { IsClosed = true };

    /// <summary>Reads a text without further words.</summary>
    /// <param name="text">The text.</param>
    public static SimilarText Read(string text) => new(text, AtLeast.Default!.Value);

    /// <summary>Reads a block.</summary>
    /// <param name="block">The block.</param>
    public static SimilarText Read(BlockReader block) => new(block.RequiredText(Text), block.RequiredNumber(AtLeast));
}
