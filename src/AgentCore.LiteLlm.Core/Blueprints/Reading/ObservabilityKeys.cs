using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of the <c>observability</c> block.</summary>
internal static class ObservabilityKeys
{
    public static readonly BooleanKey Enabled = new("enabled", "Whether any of it is on.", true);

    public static readonly TextMapKey TraceAttributes = new("trace_attributes", "Fixed attributes of every trace span.");

    public static readonly BlockKey Langfuse = new("langfuse", "Where traces go.", static () => LangfuseKeys.Shape);

    public static readonly BlockKey AuditLog = new("audit_log", "The log of what the agent did.", static () => AuditLogKeys.Shape);

    public static readonly BlockKey Dashboard = new("dashboard", "Metrics and logs on a dashboard.", static () => DashboardKeys.Shape);

    public static readonly BlockKey DataProtection = new("data_protection", "What filters personal data, and which.", static () => DataProtectionKeys.Shape);

    public static readonly BlockShape Shape = new(Enabled, TraceAttributes, Langfuse, AuditLog, Dashboard, DataProtection);

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static ObservabilityBlock Read(BlockReader block) => new()
    {
        Enabled = block.Boolean(Enabled),
        TraceAttributes = block.Map(TraceAttributes),
        Langfuse = block.Block(Langfuse, LangfuseKeys.Read),
        AuditLog = block.Block(AuditLog, AuditLogKeys.Read),
        Dashboard = block.Block(Dashboard, DashboardKeys.Read),
        DataProtection = block.Block(DataProtection, DataProtectionKeys.Read),
    };
}
