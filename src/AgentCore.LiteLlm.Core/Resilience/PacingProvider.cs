using System.Globalization;
using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Resilience;

/// <summary>Keeps calls to the pace that their endpoint bears: one that is told to wait makes the others under the same limit wait, and no others.</summary>
/// <param name="inner">What makes the call.</param>
/// <param name="memory">The pace of endpoints.</param>
/// <param name="time">The clock.</param>
internal sealed class PacingProvider(IChatProvider inner, PaceMemory memory, TimeProvider time) : IChatProvider
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        CallPace pace = memory.For(request);
        long start = time.GetTimestamp();
        bool hasPlace = false;
        try
        {
            // Asked again after each wait, for a pause and for a place: another call may have been told to wait longer. No place is held meanwhile.
            do
            {
                if (hasPlace)
                {
                    hasPlace = false;
                    pace.Leave();
                }

                while (FindWait(pace, request, start) is { } wait)
                {
                    yield return new ChatEvent.Notice(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{request.Endpoint.AbsoluteUri} allows no more calls of this kind for now; this one waits {wait.TotalSeconds:0.0##} s."))
                    {
                        Wait = wait,
                        Reason = "the endpoint's pace",
                    };
                    await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
                }

                // A call whose time is over before its turn goes on without a place: its own clock ends it at once.
                hasPlace = await pace.TryEnterAsync(Remaining(request, start), cancellationToken).ConfigureAwait(false);
            }
            while (hasPlace && FindWait(pace, request, start) is not null);

            ChatAttempt tried = new(inner.AnswerAsync(request.After(time.GetElapsedTime(start)), cancellationToken), cancellationToken);
            await using (tried.ConfigureAwait(false))
            {
                while (await tried.MoveNextAsync().ConfigureAwait(false))
                {
                    if (hasPlace && tried.HasBegun)
                    {
                        hasPlace = false;
                        pace.Leave();
                    }

                    yield return tried.Current;
                }
            }

            // Whoever takes the answer may make the next call with it before coming back here.
            if (hasPlace)
            {
                hasPlace = false;
                pace.Leave();
            }

            if (tried.Reply is { } reply)
            {
                pace.Learn(reply.Gateway);
                yield return new ChatEvent.Completed(reply);
                yield break;
            }

            if (tried.Failure!.Failure is { Kind: FailureKind.RateLimited } limited)
            {
                pace.Learn(limited);
            }

            throw tried.Failure;
        }
        finally
        {
            if (hasPlace)
            {
                pace.Leave();
            }
        }
    }

    // A pause that the call would not outlast is not begun: it is sent, and has its own refusal. A call that is not tried again waits for nobody.
    private TimeSpan? FindWait(CallPace pace, ChatRequest request, long start) =>
        request.Retries.MaximumRetryCount > 0 && pace.FindPause() is var pause && pause > TimeSpan.Zero && !(pause >= Remaining(request, start)) ? pause : null;

    private TimeSpan? Remaining(ChatRequest request, long start) => request.TimeLimit - request.TimeSpent - time.GetElapsedTime(start);
}
