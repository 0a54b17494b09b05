using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Blueprints.Rules;

/// <summary>The rules of the <c>identity</c> block: each way of proving oneself needs settings of its own.</summary>
internal static class IdentityRules
{
    private const string Authorizer = "identity.authorizer";
    private const string Credentials = "identity.credentials";

    /// <summary>Checks the block.</summary>
    /// <param name="scope">The blueprint.</param>
    public static void Check(RuleScope scope)
    {
        if (scope.Blueprint.Identity is not { } identity)
        {
            return;
        }

        if (identity.Authorizer is { } authorizer && scope.IsSound(Authorizer))
        {
            CheckAuthorizer(scope, authorizer);
        }

        for (int at = 0; scope.IsWhole(Credentials, identity.Credentials.Length) && at < identity.Credentials.Length; at++)
        {
            string path = RuleScope.Entry(Credentials, at);
            if (scope.IsSound(path))
            {
                CheckCredential(scope, identity.Credentials[at], path);
            }
        }
    }

    private static void CheckAuthorizer(RuleScope scope, AuthorizerBlock authorizer)
    {
        if (authorizer.Type == AuthorizerType.CognitoJwt)
        {
            Require(authorizer.UserPoolId, "user_pool_id");
            Require(authorizer.ClientId, "client_id");
        }
        else if (authorizer is { Type: AuthorizerType.CustomJwt, DiscoveryUrl: null } && scope.Has($"{Authorizer}.type"))
        {
            scope.Warn(
                DiagnosticCodes.SettingIncomplete, $"{Authorizer}.type", "'custom_jwt' checks tokens by an OpenID provider, and 'discovery_url' names none.",
                "Add 'discovery_url', the provider's '.well-known/openid-configuration' address.");
        }

        void Require(string? value, string key)
        {
            if (string.IsNullOrEmpty(value))
            {
                scope.Refuse(
                    DiagnosticCodes.KeyMissing, $"{Authorizer}.{key}", $"'{Authorizer}.{key}' is required with 'type: cognito_jwt' and not there.",
                    $"Add '{key}'.");
            }
        }
    }

    private static void CheckCredential(RuleScope scope, CredentialBlock credential, string path)
    {
        if (credential.Type == CredentialType.OAuth2)
        {
            if (credential.AuthFlow is null)
            {
                scope.Warn(
                    DiagnosticCodes.SettingIncomplete, $"{path}.type", "An OAuth 2 credential needs 'auth_flow': on whose behalf the token is fetched.",
                    "Add 'auth_flow: M2M' for the agent's own, 'auth_flow: USER_FEDERATION' for the user's.");
            }

            return;
        }

        foreach (string key in (string[])["scopes", "auth_flow", "callback_url_env"])
        {
            if (scope.Has($"{path}.{key}"))
            {
                scope.Warn(
                    DiagnosticCodes.SettingIgnored, $"{path}.{key}", $"'{key}' is for 'type: oauth2'; an API key has none.",
                    "Delete it, or write 'type: oauth2'.");
            }
        }
    }
}
