using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of the <c>identity.authorizer</c> block.</summary>
internal static class AuthorizerKeys
{
    public static readonly ChoiceKey Type = new("type", "How callers prove themselves.", "custom_jwt", "cognito_jwt", "aws_iam");

    public static readonly TextKey DiscoveryUrl = new("discovery_url", "The OpenID discovery address, for custom_jwt.") { IsNullable = true };

    public static readonly TextListKey AllowedClients = new("allowed_clients", "The ids of the clients that may call.");

    public static readonly TextKey UserPoolId = new("user_pool_id", "The Cognito user pool; cognito_jwt needs it.") { IsNullable = true };

    public static readonly TextKey ClientId = new("client_id", "The Cognito client; cognito_jwt needs it.") { IsNullable = true };

    public static readonly BlockShape Shape = new(Type, DiscoveryUrl, AllowedClients, UserPoolId, ClientId);

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static AuthorizerBlock Read(BlockReader block) => new()
    {
        Type = (AuthorizerType)block.Choice(Type),
        DiscoveryUrl = block.Text(DiscoveryUrl),
        AllowedClients = block.Texts(AllowedClients),
        UserPoolId = block.Text(UserPoolId),
        ClientId = block.Text(ClientId),
    };
}
