using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Batches;

/// <summary>What came of one question while a batch is waited for.</summary>
/// <param name="Batch">The batch; null where the endpoint could not say.</param>
/// <param name="Fault">Why it could not, though it is asked again; null where it could.</param>
internal sealed record BatchPoll(AgentBatch? Batch, ChatFailure? Fault);
