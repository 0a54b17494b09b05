using System.Globalization;
using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Resilience;

/// <summary>Tries a call again that failed before anything of its answer arrived, where waiting can help.</summary>
/// <param name="inner">What makes the call.</param>
/// <param name="time">The clock.</param>
/// <param name="random">The source of the waits' randomness.</param>
internal sealed class RetryingProvider(IChatProvider inner, TimeProvider time, Random random) : IChatProvider
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        Spent spent = Spent.Nothing;
        for (int attempt = 1; ; attempt++)
        {
            TimeSpan before = time.GetElapsedTime(start);
            ChatAttempt tried = new(inner.AnswerAsync(request.After(before), cancellationToken), cancellationToken);
            await using (tried.ConfigureAwait(false))
            {
                while (await tried.MoveNextAsync().ConfigureAwait(false))
                {
                    yield return tried.Current;
                }
            }

            if (tried.Reply is { } reply)
            {
                yield return new ChatEvent.Completed(reply.After(spent, before));
                yield break;
            }

            ChatException failed = tried.Failure!;
            bool refusesForm = request.Output is not null && FormRefusal.Is(failed.Failure, request.OutputForm);
            TimeSpan? wait = tried.HasBegun || refusesForm
                ? null
                : FindWait(failed.Failure, attempt, request.Retries, request.TimeLimit - request.TimeSpent - time.GetElapsedTime(start));
            if (wait is not { } pause)
            {
                throw failed.After(spent);
            }

            spent = spent.Add(failed.Failure.Spent);

            string status = failed.Failure.HttpStatus is { } code ? $", {code}" : "";
            yield return new ChatEvent.Notice(string.Create(
                CultureInfo.InvariantCulture,
                $"Attempt {attempt} of {request.Retries.MaximumRetryCount + 1} failed ({failed.Failure.Kind}{status}); the next follows in "
                    + $"{pause.TotalSeconds:0.0##} s{(failed.Failure.RetryAfter is null ? "" : ", as the endpoint asks")}."))
            {
                Wait = pause,
                Reason = failed.Failure.HttpStatus is { } number ? number.ToString(CultureInfo.InvariantCulture) : failed.Failure.Kind.ToString(),
            };
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    // The endpoint's own wish comes first; a wait it would not outlast is not begun.
    private TimeSpan? FindWait(ChatFailure failure, int attempt, RetryOptions options, TimeSpan? remaining)
    {
        if (!failure.Retriable || attempt > options.MaximumRetryCount)
        {
            return null;
        }

        TimeSpan bound = options.Interval * Math.Pow(2, Math.Min(attempt - 1, 20));
        TimeSpan wait = failure.RetryAfter is { } asked
            ? asked + (TimeSpan.FromMilliseconds(250) * random.NextDouble())
            : (bound < options.LongestWait ? bound : options.LongestWait) * random.NextDouble();
        bool isTooLong = failure.RetryAfter > options.LongestWait || wait >= remaining;
        return isTooLong ? null : wait;
    }
}
