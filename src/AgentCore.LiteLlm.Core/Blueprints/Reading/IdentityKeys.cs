using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of the <c>identity</c> block.</summary>
internal static class IdentityKeys
{
    public static readonly BlockKey Authorizer = new("authorizer", "Who may call the agent.", static () => AuthorizerKeys.Shape) { IsNullable = true };

    public static readonly BlockListKey Credentials = new(
        "credentials", "The credentials the agent may use. They are references, never values.", static () => [IdentityCredentialKeys.Shape]);

    public static readonly BlockShape Shape = new(Authorizer, Credentials);

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static IdentityBlock Read(BlockReader block) => new()
    {
        Authorizer = block.Block(Authorizer, AuthorizerKeys.Read),
        Credentials = block.Blocks(Credentials, IdentityCredentialKeys.Read),
    };
}
