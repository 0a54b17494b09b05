namespace AgentCore.LiteLlm.Simulation;

/// <summary>How a response ended, in the words of its API.</summary>
internal static class ResponseStatus
{
    /// <summary>Gives the status for the finish reason of an answer.</summary>
    public static string Of(ChatAnswer answer) => answer.FinishReason is "stop" or "tool_calls" ? "completed" : "incomplete";
}
