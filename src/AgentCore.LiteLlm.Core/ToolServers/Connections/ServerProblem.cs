namespace AgentCore.LiteLlm.ToolServers.Connections;

/// <summary>In which way a tool server gave no result.</summary>
public enum ServerProblem
{
    /// <summary>The program cannot be started, or the address cannot be reached: the question was not sent.</summary>
    Unreachable,

    /// <summary>The server does not know whoever asks, or does not let him.</summary>
    Unauthorized,

    /// <summary>The server does not know the session any more, and did nothing.</summary>
    SessionGone,

    /// <summary>The connection broke after the question was sent: nobody knows whether it was acted on.</summary>
    Lost,

    /// <summary>The answer did not come in time: nobody knows whether it will.</summary>
    TimedOut,

    /// <summary>The server answered that the question is wrong.</summary>
    Refused,

    /// <summary>The tool is not what the model was told of: it was not called.</summary>
    Changed,

    /// <summary>What came is not the protocol, or more of it than is read.</summary>
    Unreadable,
}
