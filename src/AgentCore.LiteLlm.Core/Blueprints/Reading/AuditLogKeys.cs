using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of the <c>observability.audit_log</c> block.</summary>
internal static class AuditLogKeys
{
    public static readonly BooleanKey Enabled = new("enabled", "Whether the log is kept.", true);

    public static readonly IntegerKey TtlDays = new("ttl_days", "How many days entries are kept.", 1, 3650) { Default = 1825 };

    public static readonly TextKey TableEnv = new("table_env", "The name of the environment variable that holds the table's name.")
    {
        Form = TextForm.VariableName,
        Default = "AUDIT_LOG_TABLE",
    };

    public static readonly BlockShape Shape = new(Enabled, TtlDays, TableEnv);

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static AuditLogBlock Read(BlockReader block) => new()
    {
        Enabled = block.Boolean(Enabled),
        TtlDays = block.RequiredInteger(TtlDays),
        TableEnv = block.RequiredText(TableEnv),
    };
}
