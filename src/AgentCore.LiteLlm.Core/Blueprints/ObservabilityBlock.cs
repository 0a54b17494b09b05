using System.Collections.ObjectModel;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>The <c>observability</c> block: tracing, audit, dashboards and data protection.</summary>
public sealed record ObservabilityBlock
{
    /// <summary>Gets a value indicating whether any of it is on; true by default.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Gets the fixed attributes of every trace span, in the order of the file.</summary>
    public IReadOnlyDictionary<string, string> TraceAttributes { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Gets the Langfuse settings; null when the file has none.</summary>
    public LangfuseBlock? Langfuse { get; init; }

    /// <summary>Gets the audit log settings; null when the file has none.</summary>
    public AuditLogBlock? AuditLog { get; init; }

    /// <summary>Gets the dashboard settings; null when the file has none.</summary>
    public DashboardBlock? Dashboard { get; init; }

    /// <summary>Gets the data protection settings; null when the file has none, and then nothing filters personal data.</summary>
    public DataProtectionBlock? DataProtection { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Enabled ? "on" : "off";
}
