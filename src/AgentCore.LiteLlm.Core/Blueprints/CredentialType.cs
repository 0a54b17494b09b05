namespace AgentCore.LiteLlm.Blueprints;

/// <summary>What a credential is.</summary>
public enum CredentialType
{
    /// <summary>An API key, <c>api_key</c>.</summary>
    ApiKey,

    /// <summary>An OAuth 2 token, <c>oauth2</c>.</summary>
    OAuth2,
}
