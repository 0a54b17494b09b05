using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Runs;

/// <summary>What is written down of a call of a tool that the conversation does not answer yet.</summary>
internal sealed record KeptCall
{
    /// <summary>Gets a value indicating whether the tool was started.</summary>
    public bool IsStarted { get; init; }

    /// <summary>Gets what a decision is bound to; null where none is asked for.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Gets the decision, until it is used; null where there is none.</summary>
    public CallDecision? Decision { get; init; }

    /// <summary>Gets the result; null where there is none.</summary>
    public KeptResult? Result { get; init; }
}
