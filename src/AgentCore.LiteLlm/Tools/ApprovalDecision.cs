using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Tools;

/// <summary>Whether a call is approved, and by whom.</summary>
/// <param name="Source">Who decided.</param>
/// <param name="Refusal">What the model is told; null where the call is approved.</param>
internal sealed record ApprovalDecision(ApprovalSource Source, string? Refusal)
{
    /// <summary>Gets a value indicating whether nobody decides now: the run waits until somebody has.</summary>
    public bool IsDeferred { get; init; }
}
