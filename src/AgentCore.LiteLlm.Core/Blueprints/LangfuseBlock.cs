using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>The <c>observability.langfuse</c> block: where traces go.</summary>
public sealed record LangfuseBlock
{
    /// <summary>Gets a value indicating whether traces go there; true by default.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Gets the name of the variable that holds the public key; <c>LANGFUSE_PUBLIC_KEY</c> by default.</summary>
    public string PublicKeyEnv { get; init; } = "LANGFUSE_PUBLIC_KEY";

    /// <summary>Gets the name of the variable that holds the secret key; <c>LANGFUSE_SECRET_KEY</c> by default.</summary>
    public string SecretKeyEnv { get; init; } = "LANGFUSE_SECRET_KEY";

    /// <summary>Gets the name of the variable that holds the host's address; <c>LANGFUSE_HOST</c> by default.</summary>
    public string HostEnv { get; init; } = "LANGFUSE_HOST";

    /// <summary>Gets the tags of every trace.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Enabled ? "on" : "off";
}
