using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>The <c>identity.authorizer</c> block: how callers prove themselves.</summary>
public sealed record AuthorizerBlock
{
    /// <summary>Gets how; <see cref="AuthorizerType.CustomJwt"/> by default.</summary>
    public AuthorizerType Type { get; init; } = AuthorizerType.CustomJwt;

    /// <summary>Gets the OpenID discovery address.</summary>
    public string? DiscoveryUrl { get; init; }

    /// <summary>Gets the ids of the clients that may call.</summary>
    public ImmutableArray<string> AllowedClients { get; init; } = [];

    /// <summary>Gets the Cognito user pool, which <see cref="AuthorizerType.CognitoJwt"/> needs.</summary>
    public string? UserPoolId { get; init; }

    /// <summary>Gets the Cognito client, which <see cref="AuthorizerType.CognitoJwt"/> needs.</summary>
    public string? ClientId { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Type}";
}
