namespace AgentCore.LiteLlm.Messages;

/// <summary>What is written down of one call of a tool in a run that is kept, so that no process does it twice.</summary>
internal interface ICallRecord
{
    /// <summary>Takes what a person decided about the call meanwhile, which holds for this call alone and only as it was shown.</summary>
    /// <param name="fingerprint">What stands for the call as it would be made now.</param>
    /// <returns>The decision; null where there is none about this very call.</returns>
    CallDecision? FindDecision(string fingerprint);

    /// <summary>Notes that the tool starts now. It may not before this has returned.</summary>
    /// <returns>False where it could not be written down, so that the tool must not start.</returns>
    bool Start();

    /// <summary>Notes that a person is to decide about the call.</summary>
    /// <param name="fingerprint">What stands for the call as it would be made now.</param>
    void Defer(string fingerprint);

    /// <summary>Notes what came of the call.</summary>
    /// <param name="result">The result.</param>
    void End(ToolResult result);
}
