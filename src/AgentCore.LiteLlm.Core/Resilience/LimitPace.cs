using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Resilience;

/// <summary>How fast calls under one limit of an endpoint may be made, as its own answers teach: shared by every call under that limit.</summary>
/// <remarks>
/// Nothing is held back until the endpoint complains. Then all these calls pause for as long as it asks, and fewer run at once; each answer
/// lets one more.
/// </remarks>
/// <param name="time">The clock.</param>
internal sealed class LimitPace(TimeProvider time)
{
    // An endpoint that gives no wait with its refusal gets this one.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    // What a timer can measure; a longer limit is none.
    private static readonly TimeSpan LongestLimit = TimeSpan.FromDays(40);
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    private readonly object _lock = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private double _limit = double.PositiveInfinity;
    private long _slowedAt;
    private long _pausedUntil;
    private int _running;

    /// <summary>Gets a value indicating whether no call is under it and nothing learned of it still holds.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock)
            {
                Forget();
                return _running == 0 && _waiting.Count == 0 && double.IsPositiveInfinity(_limit) && time.GetTimestamp() >= _pausedUntil;
            }
        }
    }

    /// <summary>Finds out how long a call has to wait before it may begin.</summary>
    /// <returns>The pause; zero when there is none.</returns>
    public TimeSpan FindPause()
    {
        lock (_lock)
        {
            long now = time.GetTimestamp();
            return now >= _pausedUntil ? TimeSpan.Zero : time.GetElapsedTime(now, _pausedUntil);
        }
    }

    /// <summary>Waits for a place among the calls that run. <see cref="Leave"/> gives it back.</summary>
    /// <param name="limit">The longest to wait; null for no limit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when the limit has passed, and there is no place to give back.</returns>
    public async Task<bool> TryEnterAsync(TimeSpan? limit, CancellationToken cancellationToken)
    {
        if (TryEnter())
        {
            return true;
        }

        TimeSpan bound = limit is { } longest && longest < LongestLimit ? (longest > TimeSpan.Zero ? longest : TimeSpan.Zero) : Timeout.InfiniteTimeSpan;
        using CancellationTokenSource timed = new(bound, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timed.Token, cancellationToken);
        try
        {
            await EnterAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Waits for a place among the calls that run. <see cref="Leave"/> gives it back.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource>? place;
        lock (_lock)
        {
            if (TryEnter())
            {
                return;
            }

            place = _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        CancellationTokenRegistration registration = cancellationToken.Register(() => GiveUp(place, cancellationToken));
        await using (registration.ConfigureAwait(false))
        {
#pragma warning disable VSTHRD003 // a place is given by another call's end, on the thread pool
            await place.Value.Task.ConfigureAwait(false);
#pragma warning restore VSTHRD003
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _running--;
            LetIn();
        }
    }

    /// <summary>Learns from an answer.</summary>
    /// <param name="left">How many requests the limit still allows; null when the answer does not say.</param>
    /// <param name="untilReset">How long until the limit's count begins anew; null when the answer does not say.</param>
    public void Learn(long? left = null, TimeSpan? untilReset = null)
    {
        lock (_lock)
        {
            // One more for each round of answers.
            _limit += 1 / _limit;
            if (left is { } remaining)
            {
                if (remaining == 0 && untilReset is { } reset)
                {
                    Pause(reset);
                }
                else if (remaining < _running)
                {
                    _limit = Math.Max(1, remaining);
                    _slowedAt = time.GetTimestamp();
                }
            }

            LetIn();
        }
    }

    /// <summary>Learns from a refusal for too many calls.</summary>
    /// <param name="failure">The refusal.</param>
    public void Learn(ChatFailure failure)
    {
        lock (_lock)
        {
            // The calls that began before it was known are refused too; they say nothing new.
            long now = time.GetTimestamp();
            if (_slowedAt == 0 || time.GetElapsedTime(_slowedAt, now) > ShortestPause)
            {
                _slowedAt = now;
                _limit = Math.Max(1, Math.Floor(Math.Min(_limit, _running) / 2));
            }

            Pause(failure.RetryAfter ?? ShortestPause);
        }
    }

    private bool TryEnter()
    {
        lock (_lock)
        {
            Forget();
            if (_running >= _limit)
            {
                return false;
            }

            _running++;
            return true;
        }
    }

    private void Pause(TimeSpan pause)
    {
        TimeSpan bounded = pause < LongestPause ? pause : LongestPause;
        _pausedUntil = Math.Max(_pausedUntil, time.GetTimestamp() + (long)(bounded.TotalSeconds * time.TimestampFrequency));
    }

    private void Forget()
    {
        if (time.GetElapsedTime(_slowedAt) > Memory)
        {
            _limit = double.PositiveInfinity;
        }
    }

    private void LetIn()
    {
        while (_running < _limit && _waiting.First is { } first)
        {
            _waiting.RemoveFirst();
            _running++;
            first.Value.SetResult();
        }
    }

    private void GiveUp(LinkedListNode<TaskCompletionSource> place, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (place.List is not null)
            {
                _waiting.Remove(place);
                place.Value.SetCanceled(cancellationToken);
            }
        }
    }
}
