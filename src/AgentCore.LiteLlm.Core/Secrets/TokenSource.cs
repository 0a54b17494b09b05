namespace AgentCore.LiteLlm.Secrets;

/// <summary>Whose public rules describe a token.</summary>
internal enum TokenSource
{
    /// <summary>What the vendor itself says of its tokens, or shows in its documentation.</summary>
    Vendor,

    /// <summary>The rules of gitleaks.</summary>
    Gitleaks,

    /// <summary>The plugins of detect-secrets.</summary>
    DetectSecrets,
}
