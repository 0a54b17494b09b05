using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Batches;

/// <summary>Waits for batches.</summary>
internal static class BatchWatch
{
    // A batch takes hours: an endpoint that is away for a while is no reason to lose it.
    private const int MostFailures = 10;

    /// <summary>Asks for a batch again and again until it has ended.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="id">The batch.</param>
    /// <param name="interval">The time between two questions; an endpoint that asks for a longer one gets it.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>The batch at each question; the last one has ended.</returns>
    /// <exception cref="ChatException">The endpoint cannot be asked.</exception>
    public static async IAsyncEnumerable<AgentBatch> WatchAsync(BatchEndpoint endpoint, string id, TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int failures = 0;
        while (true)
        {
            AgentBatch? batch = null;
            TimeSpan pause = interval;
            try
            {
                batch = await endpoint.GetAsync(id, cancellationToken).ConfigureAwait(false);
                failures = 0;
            }
            catch (ChatException e) when ((e.Failure.Retriable || e.Failure.Kind == FailureKind.TimedOut) && ++failures < MostFailures)
            {
                pause = e.Failure.RetryAfter > interval ? e.Failure.RetryAfter.Value : interval;
            }

            if (batch is not null)
            {
                yield return batch;
                if (batch.IsFinished)
                {
                    yield break;
                }
            }

            await Task.Delay(pause, endpoint.Time, cancellationToken).ConfigureAwait(false);
        }
    }
}
