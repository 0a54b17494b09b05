namespace AgentCore.LiteLlm.Diagnostics;

/// <summary>A finding on its way to a user who asked for something that the finding rules out.</summary>
/// <param name="finding">The finding.</param>
public sealed class DiagnosticException(Diagnostic finding)
    : Exception(finding.Suggestion is null ? finding.Describe() : $"{finding.Describe()} {finding.Suggestion}")
{
    /// <summary>Gets the finding.</summary>
    public Diagnostic Finding { get; } = finding;
}
