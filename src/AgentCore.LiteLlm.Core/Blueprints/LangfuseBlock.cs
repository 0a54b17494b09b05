using System.Collections.Immutable;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>The <c>observability.langfuse</c> block: where traces go.</summary>
public sealed record LangfuseBlock
{
    /// <summary>Gets a value indicating whether traces go there; true by default.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Gets the name of the variable that holds the public key; <c>LANGFUSE_PUBLIC_KEY</c> by default.</summary>
    public string PublicKeyEnv { get => VariableNames.Shown(PublicKeyVariable); init => PublicKeyVariable = value; }

    /// <summary>Gets the name of the variable that holds the secret key; <c>LANGFUSE_SECRET_KEY</c> by default.</summary>
    public string SecretKeyEnv { get => VariableNames.Shown(SecretKeyVariable); init => SecretKeyVariable = value; }

    /// <summary>Gets the name of the variable that holds the host's address; <c>LANGFUSE_HOST</c> by default.</summary>
    public string HostEnv { get => VariableNames.Shown(field); init; } = "LANGFUSE_HOST";

    /// <summary>Gets the tags of every trace.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Gets the name of the variable that holds the public key, whatever it looks like.</summary>
    internal string PublicKeyVariable { get; private init; } = "LANGFUSE_PUBLIC_KEY";

    /// <summary>Gets the name of the variable that holds the secret key, whatever it looks like.</summary>
    internal string SecretKeyVariable { get; private init; } = "LANGFUSE_SECRET_KEY";

    /// <inheritdoc/>
    public override string ToString() => Enabled ? "on" : "off";
}
