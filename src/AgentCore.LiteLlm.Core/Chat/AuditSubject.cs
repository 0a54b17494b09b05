namespace AgentCore.LiteLlm.Chat;

/// <summary>Whose runs an audit log is about, and how long its entries are to be kept.</summary>
/// <param name="Agent">The agent's id.</param>
/// <param name="Version">The blueprint's version.</param>
/// <param name="TtlDays">How many days entries are to be kept.</param>
internal sealed record AuditSubject(string Agent, string Version, int TtlDays);
