using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of the <c>evaluation.persistence</c> block.</summary>
internal static class EvaluationPersistenceKeys
{
    public static readonly BooleanKey Enabled = new("enabled", "Whether results are kept.", true);

    public static readonly TextKey TableEnv = new("table_env", "The name of the environment variable that holds the table's name.")
    {
        IsRequired = true,
        Form = TextForm.VariableName,
    };

    public static readonly IntegerKey RetentionDays = new("retention_days", "How many days results are kept.", 1, 3650) { Default = 90 };

    public static readonly BlockShape Shape = new(Enabled, TableEnv, RetentionDays);

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static EvaluationPersistence Read(BlockReader block) => new()
    {
        Enabled = block.Boolean(Enabled),
        TableEnv = block.RequiredText(TableEnv),
        RetentionDays = block.RequiredInteger(RetentionDays),
    };
}
