namespace AgentCore.LiteLlm.RemoteAgents;

/// <summary>How far a task of a remote agent is.</summary>
internal enum RemoteTaskState
{
    /// <summary>It is not at its end, or in a state that is not known here.</summary>
    Working,

    /// <summary>It is done.</summary>
    Completed,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It was given up.</summary>
    Canceled,

    /// <summary>The agent does not take it.</summary>
    Rejected,

    /// <summary>The agent waits for an answer of a person.</summary>
    InputRequired,

    /// <summary>The agent waits for a key or the like.</summary>
    AuthRequired,
}
