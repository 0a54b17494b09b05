namespace AgentCore.LiteLlm.Blueprints;

/// <summary>Who owns an agent's artifacts.</summary>
public enum ArtifactTier
{
    /// <summary>The platform, <c>platform</c>.</summary>
    Platform,

    /// <summary>The domain, <c>domain</c>.</summary>
    Domain,
}
