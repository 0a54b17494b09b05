using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>The <c>policy.versioning</c> block: how versions of a policy are kept.</summary>
public sealed record PolicyVersioning
{
    /// <summary>Gets a value indicating whether they are; true by default.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Gets the name of the variable that holds the table's name.</summary>
    public required string TableEnv { get => VariableNames.Shown(field); init; }

    /// <summary>Gets how many, 1 to 100; 10 by default.</summary>
    public int MaxVersions { get; init; } = 10;
}
