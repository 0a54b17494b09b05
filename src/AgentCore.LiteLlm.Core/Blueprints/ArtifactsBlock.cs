namespace AgentCore.LiteLlm.Blueprints;

/// <summary>The <c>artifacts</c> block: where results are stored.</summary>
public sealed record ArtifactsBlock
{
    /// <summary>Gets who owns them; <see cref="ArtifactTier.Platform"/> by default.</summary>
    public ArtifactTier Tier { get; init; } = ArtifactTier.Platform;

    /// <summary>Gets the alias of the key that encrypts them; null means the tier's own.</summary>
    public string? KmsKeyAlias { get; init; }

    /// <summary>Gets what they are; <c>report</c> by default.</summary>
    public string Type { get; init; } = "report";
}
