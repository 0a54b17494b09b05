using AgentCore.LiteLlm.Batches;
using AgentCore.LiteLlm.Routing;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>A batch that an endpoint may be asked about, or whatever stands for no id.</summary>
/// <param name="cmdlet">The cmdlet that asks.</param>
/// <param name="endpoint">The endpoint.</param>
/// <param name="model">The model that leads to it.</param>
/// <param name="known">The batch as it was when it was written before; null when only its id is known.</param>
/// <param name="id">The id; empty where none is given.</param>
internal sealed class AskedBatch(BatchCmdlet cmdlet, BatchEndpoint endpoint, ResolvedModel model, AgentBatch? known, string id)
{
    /// <summary>Gets the endpoint.</summary>
    public BatchEndpoint Endpoint => endpoint;

    /// <summary>Gets the id; empty where none is given.</summary>
    public string Id => id;

    /// <summary>Gets what errors are about.</summary>
    public object Target => known ?? (object)(id.Length > 0 ? id : model.ToString());

    /// <summary>Shows what would be sent, and asks whether it may.</summary>
    /// <param name="preview">What would be sent.</param>
    public bool MaySend(string preview) => cmdlet.MaySend(preview, out _);

    /// <summary>Asks for the batch once, and reports that it has not ended.</summary>
    /// <returns>The batch; null when it has not.</returns>
    public AgentBatch? Find()
    {
        AgentBatch batch = cmdlet.PipelineThread.Await(token => endpoint.GetAsync(id, token));
        if (!batch.IsFinished)
        {
            cmdlet.WriteError(ErrorRecords.BatchNotFinished(batch));
        }

        return batch.IsFinished ? batch : null;
    }

    /// <summary>Waits until the batch has ended, and shows how far it is.</summary>
    /// <param name="interval">The time between two questions.</param>
    /// <returns>The batch.</returns>
    public AgentBatch? Await(TimeSpan interval)
    {
        AgentBatch? batch = null;
        bool isLate = false;
        foreach (BatchPoll poll in cmdlet.PipelineThread.Pull(BatchWatch.WatchAsync(endpoint, id, interval, cmdlet.PipelineThread.StopToken)))
        {
            if (poll.Batch is not { } now)
            {
                cmdlet.Tell($"Batch {id} could not be asked for, and is asked for again: {poll.Fault}");
                continue;
            }

            batch = now;
            cmdlet.ShowProgress(BatchProgress.Of(now));
            if (!isLate && !now.IsFinished && now.ExpiresAt < endpoint.Time.GetUtcNow())
            {
                isLate = true;
                cmdlet.Warn($"Batch {id} is {now.Describe()} though its time was over at {now.ExpiresAt:u}; Ctrl+C ends the wait.");
            }
        }

        return batch;
    }

    /// <summary>Adds to what the endpoint says of a batch what this session knows of it.</summary>
    /// <param name="batch">The batch as the endpoint gives it.</param>
    public AgentBatch Complete(AgentBatch batch)
    {
        if (id.Length > 0 && batch.Id != id)
        {
            cmdlet.Warn($"The endpoint was asked for batch {id} and answered with batch {batch.Id}.");
        }

        return (known is null ? batch : batch.With(known)) with { Source = model };
    }
}
