namespace AgentCore.LiteLlm.Modes;

/// <summary>One thing that had to hold before a call was made.</summary>
/// <param name="Gate">What was asked: mode, execution_modes, key, encryption, protection, prompt or policy; or a setting that is not applied.</param>
/// <param name="Reason">Why the call was allowed, without secrets.</param>
public sealed record GateDecision(string Gate, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Gate}: {Reason}";
}
