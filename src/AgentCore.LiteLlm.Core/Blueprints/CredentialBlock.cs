using System.Collections.Immutable;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>One of <c>identity.credentials</c>: a reference to a credential that AgentCore Identity keeps.</summary>
public sealed record CredentialBlock
{
    /// <summary>Gets the name by which the agent asks for it.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what it is.</summary>
    public CredentialType Type { get; init; }

    /// <summary>Gets the provider's name in AgentCore Identity.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the OAuth 2 scopes to ask for.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>Gets on whose behalf; OAuth 2 only.</summary>
    public CredentialFlow? AuthFlow { get; init; }

    /// <summary>Gets the name of the variable that holds the OAuth 2 callback address.</summary>
    public string? CallbackUrlEnv { get => VariableNames.Shown(field); init; }

    /// <summary>Gets the ARN of the secret that holds it.</summary>
    public string? SecretArn { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Type} of {Provider})";
}
