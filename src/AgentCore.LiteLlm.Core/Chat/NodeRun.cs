using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Chat;

/// <summary>What the run of a node of a graph came to in an earlier process.</summary>
/// <param name="Reply">The answer; null where it failed.</param>
/// <param name="Failure">Why it failed; null where it did not.</param>
internal sealed record NodeRun(AgentReply? Reply, ChatFailure? Failure);
