namespace AgentCore.LiteLlm.Runs;

/// <summary>What becomes of calls of tools of which nobody knows whether they did what they do.</summary>
public enum UncertainCalls
{
    /// <summary>The run does not go on.</summary>
    Fail,

    /// <summary>They are made again.</summary>
    Retry,

    /// <summary>They are not made again, and the model is told that it is not known.</summary>
    Skip,
}
