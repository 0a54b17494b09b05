using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Modes;

namespace AgentCore.LiteLlm.Planning;

/// <summary>The audit log of a blueprint's runs: kept where the caller names a file, unless the blueprint switches it off.</summary>
internal static class PlannedAudit
{
    /// <summary>Finds whose runs are written down.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="options">What the caller sets.</param>
    /// <returns>The subject; null where no log is kept.</returns>
    public static AuditSubject? Find(AgentBlueprint blueprint, CallOptions options) => options.KeepsAuditLog && !IsOff(blueprint)
        ? new AuditSubject(blueprint.Id, blueprint.Version, (blueprint.Observability?.AuditLog ?? new AuditLogBlock()).TtlDays)
        : null;

    /// <summary>Says whether a log is kept.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="options">What the caller sets.</param>
    /// <returns>One decision; none where nobody asks for a log.</returns>
    public static IEnumerable<GateDecision> Describe(AgentBlueprint blueprint, CallOptions options) =>
        !options.KeepsAuditLog && blueprint.Observability?.AuditLog is null ? []
        : IsOff(blueprint) ? [new GateDecision("audit_log", "switched off by the blueprint")]
        : [new GateDecision("audit_log", options.KeepsAuditLog ? "kept in the file that the caller names" : "not kept: the caller names no file")];

    private static bool IsOff(AgentBlueprint blueprint) => blueprint.Observability is { Enabled: false } or { AuditLog.Enabled: false };
}
