using System.Management.Automation;
using AgentCore.LiteLlm.Batches;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>How far a batch is that is waited for.</summary>
internal static class BatchProgress
{
    private const int ActivityId = 2;

    /// <summary>Makes what is shown.</summary>
    /// <param name="batch">The batch, as it is now.</param>
    public static ProgressRecord Of(AgentBatch batch) => new(ActivityId, $"Receive-AgentBatch {batch.Id}", batch.Describe())
    {
        RecordType = batch.IsFinished ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        PercentComplete = batch.Counts is { Total: > 0 } counts ? (int)Math.Clamp(100L * ((long)counts.Completed + counts.Failed) / counts.Total, 0, 100) : -1,
    };
}
