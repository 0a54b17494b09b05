namespace AgentCore.LiteLlm.Runs;

/// <summary>Where a run that is kept stands.</summary>
public enum RunStatus
{
    /// <summary>A process works at it.</summary>
    Running,

    /// <summary>The process that worked at it ended before the run did.</summary>
    Interrupted,

    /// <summary>It waits for decisions about calls of tools.</summary>
    Pending,

    /// <summary>It ended without an answer.</summary>
    Failed,

    /// <summary>It has its answer.</summary>
    Completed,
}
