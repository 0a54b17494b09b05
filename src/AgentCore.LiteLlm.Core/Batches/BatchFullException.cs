namespace AgentCore.LiteLlm.Batches;

/// <summary>A request does not fit into a batch any more, which has the most or the largest requests that endpoints take.</summary>
/// <param name="reason">Why, as a part of a sentence.</param>
public sealed class BatchFullException(string reason) : Exception($"The batch is too large: {reason}. Nothing was sent.");
