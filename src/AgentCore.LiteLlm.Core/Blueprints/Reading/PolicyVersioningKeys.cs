using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of the <c>policy.versioning</c> block.</summary>
internal static class PolicyVersioningKeys
{
    public static readonly BooleanKey Enabled = new("enabled", "Whether versions are kept.", true);

    public static readonly TextKey TableEnv = new("table_env", "The name of the environment variable that holds the table's name.")
    {
        IsRequired = true,
        Form = TextForm.VariableName,
    };

    public static readonly IntegerKey MaxVersions = new("max_versions", "How many versions are kept.", 1, 100) { Default = 10 };

    public static readonly BlockShape Shape = new(Enabled, TableEnv, MaxVersions);

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static PolicyVersioning Read(BlockReader block) => new()
    {
        Enabled = block.Boolean(Enabled),
        TableEnv = block.RequiredText(TableEnv),
        MaxVersions = block.RequiredInteger(MaxVersions),
    };
}
