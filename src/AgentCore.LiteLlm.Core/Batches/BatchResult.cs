using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Batches;

/// <summary>What became of one request of a batch. The set is closed.</summary>
internal abstract record BatchResult
{
    private BatchResult()
    {
    }

    /// <summary>It was answered.</summary>
    /// <param name="Reply">The answer.</param>
    public sealed record Answered(AgentReply Reply) : BatchResult;

    /// <summary>It failed.</summary>
    /// <param name="Cause">Why.</param>
    /// <param name="Item">The request; null where it cannot be told.</param>
    public sealed record Failed(ChatException Cause, BatchItem? Item) : BatchResult;
}
