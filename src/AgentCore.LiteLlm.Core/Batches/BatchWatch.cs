using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Batches;

/// <summary>Waits for batches.</summary>
internal static class BatchWatch
{
    // A batch takes hours: an endpoint that is away for a while is no reason to lose it.
    private const int MostFailures = 10;

    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>Asks for a batch again and again until it has ended.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="id">The batch.</param>
    /// <param name="interval">The time between two questions; an endpoint that asks for a longer one gets up to an hour.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>What came of each question; at the last one the batch has ended.</returns>
    /// <exception cref="ChatException">The endpoint cannot be asked.</exception>
    public static async IAsyncEnumerable<BatchPoll> WatchAsync(
        BatchEndpoint endpoint, string id, TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int failures = 0;
        while (true)
        {
            BatchPoll poll;
            TimeSpan pause = interval;
            try
            {
                poll = new BatchPoll(await endpoint.GetAsync(id, cancellationToken).ConfigureAwait(false), null);
                failures = 0;
            }
            catch (ChatException e) when ((e.Failure.Retriable || e.Failure.Kind == FailureKind.TimedOut) && ++failures < MostFailures)
            {
                TimeSpan asked = e.Failure.RetryAfter < LongestPause ? e.Failure.RetryAfter.Value : LongestPause;
                pause = e.Failure.RetryAfter is not null && asked > interval ? asked : interval;
                poll = new BatchPoll(null, e.Failure);
            }

            yield return poll;
            if (poll.Batch is { IsFinished: true })
            {
                yield break;
            }

            await Task.Delay(pause, endpoint.Time, cancellationToken).ConfigureAwait(false);
        }
    }
}
