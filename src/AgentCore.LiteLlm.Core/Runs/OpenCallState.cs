namespace AgentCore.LiteLlm.Runs;

/// <summary>Why something of a run is open.</summary>
public enum OpenCallState
{
    /// <summary>A call of a tool waits for a decision.</summary>
    Waiting,

    /// <summary>It was approved, and is made when the run goes on.</summary>
    Approved,

    /// <summary>It was denied, which the model is told when the run goes on.</summary>
    Denied,

    /// <summary>A tool was started, and no result came: it may have done what it does.</summary>
    Uncertain,

    /// <summary>A model was asked, and no answer came: it may have been paid for.</summary>
    MayBePaid,
}
