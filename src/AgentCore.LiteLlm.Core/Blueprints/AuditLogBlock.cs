using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>The <c>observability.audit_log</c> block: the log of what the agent did.</summary>
public sealed record AuditLogBlock
{
    /// <summary>Gets a value indicating whether the log is kept; true by default.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Gets how many days entries are kept, 1 to 3650; 1825 by default.</summary>
    public int TtlDays { get; init; } = 1825;

    /// <summary>Gets the name of the variable that holds the table's name; <c>AUDIT_LOG_TABLE</c> by default.</summary>
    public string TableEnv { get => VariableNames.Shown(field); init; } = "AUDIT_LOG_TABLE";
}
