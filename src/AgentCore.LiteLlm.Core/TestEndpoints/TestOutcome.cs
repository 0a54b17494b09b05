namespace AgentCore.LiteLlm.TestEndpoints;

/// <summary>What became of a request that a test endpoint received.</summary>
public enum TestOutcome
{
    /// <summary>The reply is still being sent.</summary>
    Pending = 0,

    /// <summary>The reply was handed to the network to its last byte, or to the end of its script.</summary>
    Answered,

    /// <summary>The client closed the connection before the reply's last write.</summary>
    Disconnected,

    /// <summary>The endpoint was stopped before the reply ended.</summary>
    Stopped,
}
