namespace AgentCore.LiteLlm.Diagnostics;

/// <summary>How much a finding matters.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Worth knowing; changes nothing.</summary>
    Information,

    /// <summary>Allowed, but probably not what the author meant.</summary>
    Warning,

    /// <summary>A mistake: nothing is done with the blueprint until it is mended.</summary>
    Error,
}
