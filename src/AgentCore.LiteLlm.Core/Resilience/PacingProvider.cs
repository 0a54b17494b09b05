using System.Globalization;
using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Resilience;

/// <summary>Keeps the calls to an endpoint to the pace it can bear: one call that is told to wait makes all of them wait.</summary>
/// <param name="inner">What makes the call.</param>
/// <param name="memory">The pace of endpoints.</param>
/// <param name="time">The clock.</param>
public sealed class PacingProvider(IChatProvider inner, PaceMemory memory, TimeProvider time) : IChatProvider
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        EndpointPace pace = memory.For(request.BaseUrl);
        long start = time.GetTimestamp();

        // A call whose time is over before its turn goes on without a place: its own clock ends it at once.
        bool hasPlace = await pace.TryEnterAsync(request.TimeLimit - request.TimeSpent, cancellationToken).ConfigureAwait(false);
        try
        {
            // Asked again after each wait: another call may have been told to wait longer.
            while (pace.FindPause() is var pause && pause > TimeSpan.Zero && !(pause >= request.TimeLimit - request.TimeSpent - time.GetElapsedTime(start)))
            {
                yield return new ChatEvent.Notice(string.Create(CultureInfo.InvariantCulture, $"{request.Endpoint.AbsoluteUri} allows no more calls for now; this one waits {pause.TotalSeconds:0.0##} s."));
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            }

            ChatAttempt tried = new(inner.AnswerAsync(request with { TimeSpent = request.TimeSpent + time.GetElapsedTime(start) }, cancellationToken), cancellationToken);
            await using (tried.ConfigureAwait(false))
            {
                while (await tried.MoveNextAsync().ConfigureAwait(false))
                {
                    // Whoever takes the answer may make the next call with it before coming back here.
                    if (hasPlace && tried.HasBegun)
                    {
                        hasPlace = false;
                        pace.Leave();
                    }

                    if (tried.Current is ChatEvent.Completed { Reply: var reply })
                    {
                        pace.Learn(reply.Gateway);
                    }

                    yield return tried.Current;
                }
            }

            if (tried.Failure is { } failed)
            {
                if (failed.Failure is { Kind: FailureKind.RateLimited } limited)
                {
                    pace.Learn(limited);
                }

                throw failed;
            }
        }
        finally
        {
            if (hasPlace)
            {
                pace.Leave();
            }
        }
    }
}
