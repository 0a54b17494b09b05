using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>The <c>identity</c> block: who may call the agent, and as whom it calls others.</summary>
public sealed record IdentityBlock
{
    /// <summary>Gets who may call; null when the file does not say.</summary>
    public AuthorizerBlock? Authorizer { get; init; }

    /// <summary>Gets the credentials it may use; they are references, never values.</summary>
    public ImmutableArray<CredentialBlock> Credentials { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join("; ", [Authorizer is null ? "no authorizer" : $"{Authorizer}", .. Credentials.Select(c => $"{c}")]);
}
