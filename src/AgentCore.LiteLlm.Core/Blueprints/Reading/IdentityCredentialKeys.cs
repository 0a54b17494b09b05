using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of one of <c>identity.credentials</c>.</summary>
internal static class IdentityCredentialKeys
{
    public static readonly TextKey Name = new("name", "The name by which the agent asks for the credential.") { IsRequired = true };

    public static readonly ChoiceKey Type = new("type", "What the credential is.", "api_key", "oauth2") { IsRequired = true };

    public static readonly TextKey Provider = new("provider", "The provider's name in AgentCore Identity.") { IsRequired = true };

    public static readonly TextListKey Scopes = new("scopes", "The OAuth 2 scopes to ask for.");

    public static readonly ChoiceKey AuthFlow =
        new("auth_flow", "On whose behalf a token is fetched: the user's (USER_FEDERATION) or the agent's own (M2M). OAuth 2 only.", "USER_FEDERATION", "M2M")
        {
            IsNullable = true,
            Default = -1,
        };

    public static readonly TextKey CallbackUrlEnv = new("callback_url_env", "The name of the environment variable that holds the OAuth 2 callback address.")
    {
        IsNullable = true,
        Form = TextForm.VariableName,
    };

    public static readonly TextKey SecretArn = new("secret_arn", "The ARN of the secret that holds the credential.") { IsNullable = true };

    public static readonly BlockShape Shape = new(Name, Type, Provider, Scopes, AuthFlow, CallbackUrlEnv, SecretArn) { IsClosed = true, Identity = [Name] };

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static CredentialBlock Read(BlockReader block) => new()
    {
        Name = block.RequiredText(Name),
        Type = (CredentialType)block.Choice(Type),
        Provider = block.RequiredText(Provider),
        Scopes = block.Texts(Scopes),
        AuthFlow = block.Choice(AuthFlow) is >= 0 and int flow ? (CredentialFlow)flow : null,
        CallbackUrlEnv = block.Text(CallbackUrlEnv),
        SecretArn = block.Text(SecretArn),
    };
}
