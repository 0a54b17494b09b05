using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>The <c>evaluation.persistence</c> block: where results are kept.</summary>
public sealed record EvaluationPersistence
{
    /// <summary>Gets a value indicating whether they are; true by default.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Gets the name of the variable that holds the table's name.</summary>
    public required string TableEnv { get => VariableNames.Shown(field); init; }

    /// <summary>Gets how many days, 1 to 3650; 90 by default.</summary>
    public int RetentionDays { get; init; } = 90;
}
