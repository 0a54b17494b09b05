namespace AgentCore.LiteLlm.ToolServers.Connections;

/// <summary>A tool server gave no result.</summary>
/// <param name="problem">In which way.</param>
/// <param name="message">What happened, as a sentence that begins with the server, without secrets.</param>
/// <param name="cause">The failure beneath, where there is one.</param>
public sealed class ToolServerException(ServerProblem problem, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Gets in which way.</summary>
    public ServerProblem Problem { get; } = problem;

    /// <summary>Gets what can be done about it; null where nothing can be said.</summary>
    public string? Advice { get; init; }
}
