using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of the <c>artifacts</c> block.</summary>
internal static class ArtifactsKeys
{
    public static readonly ChoiceKey Tier = new("tier", "Who owns the artifacts, which decides where they lie and what encrypts them.", "platform", "domain");

    public static readonly TextKey KmsKeyAlias = new("kms_key_alias", "The alias of the key that encrypts them. Absent means the tier's own.")
    {
        IsNullable = true,
    };

    public static readonly TextKey Type = new("type", "What the artifacts are.") { Default = "report" };

    public static readonly BlockShape Shape = new(Tier, KmsKeyAlias, Type);

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static ArtifactsBlock Read(BlockReader block) => new()
    {
        Tier = (ArtifactTier)block.Choice(Tier),
        KmsKeyAlias = block.Text(KmsKeyAlias),
        Type = block.RequiredText(Type),
    };
}
