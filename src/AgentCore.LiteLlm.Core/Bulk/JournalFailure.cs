namespace AgentCore.LiteLlm.Bulk;

/// <summary>What becomes of a run whose journal cannot be written, since the disk is full for example.</summary>
public enum JournalFailure
{
    /// <summary>No further call is begun: a later run would pay again for what the journal lacks.</summary>
    Stop,

    /// <summary>The run goes on, after one warning.</summary>
    Continue,
}
