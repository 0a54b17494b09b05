using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Wire;

/// <summary>The time limits of one call: how long it may take in all, and how long the endpoint may stay silent.</summary>
internal sealed class CallClock : IDisposable
{
    // What a timer can measure; a longer limit is none.
    private static readonly TimeSpan LongestLimit = TimeSpan.FromDays(40);

    // None where there is no limit.
    private readonly CancellationTokenSource? _total;

    // Silence ends the call by this one itself, so that there is no third one that waits for both.
    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenRegistration _endOfTotal;
    private readonly CancellationTokenRegistration _endOfCaller;
    private readonly ChatRequest _request;
    private readonly TimeProvider _time;
    private TimeSpan _patience;
    private bool _isEnding;
    private long _waitingSince;

    public CallClock(ChatRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        _request = request;
        _time = time;
        _patience = request.IdleLimit;
        _total = request.TimeLimit is { } limit ? new CancellationTokenSource(Left(limit, request.TimeSpent), time) : null;
        _end = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _endOfTotal = Follow(_total?.Token ?? default);
        _endOfCaller = Follow(cancellationToken);
    }

    /// <summary>Gets the token that the limits and the caller cancel.</summary>
    public CancellationToken Token => _end.Token;

    /// <summary>Gets a value indicating whether a limit has passed, where the caller has not given up.</summary>
    public bool HasPassed => _end.IsCancellationRequested;

    /// <summary>Notes that the endpoint has the word. Silence counts only then: a slow reader of ours is not the endpoint's fault.</summary>
    public void StartWaiting()
    {
        _waitingSince = _time.GetTimestamp();
        _end.CancelAfter(Cap(_patience));
    }

    /// <summary>Notes that the endpoint has said something.</summary>
    public void StopWaiting()
    {
        _end.CancelAfter(Timeout.InfiniteTimeSpan);
        if (_isEnding)
        {
            TimeSpan left = _patience - _time.GetElapsedTime(_waitingSince);
            _patience = left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Waits no longer than this in all for what is still to come, however lively the endpoint is.</summary>
    /// <param name="limit">The limit.</param>
    public void ExpectEndWithin(TimeSpan limit)
    {
        _isEnding = true;
        _patience = limit < _request.IdleLimit ? limit : _request.IdleLimit;
    }

    /// <summary>Says which limit passed, as the end of a sentence that begins with the address.</summary>
    public string Describe() => _total is { IsCancellationRequested: true }
        ? $"did not finish its answer within the limit of {_request.TimeLimit!.Value.TotalSeconds:0.###} s"
        : $"sent nothing for {_request.IdleLimit.TotalSeconds:0.###} s";

    /// <inheritdoc/>
    public void Dispose()
    {
        _endOfCaller.Dispose();
        _endOfTotal.Dispose();
        _end.Dispose();
        _total?.Dispose();
    }

    private CancellationTokenRegistration Follow(CancellationToken other) =>
        other.UnsafeRegister(static end => ((CancellationTokenSource)end!).Cancel(), _end);

    private static TimeSpan Left(TimeSpan limit, TimeSpan spent) => limit > spent ? Cap(limit - spent) : TimeSpan.Zero;

    private static TimeSpan Cap(TimeSpan limit) => limit < LongestLimit ? limit : Timeout.InfiniteTimeSpan;
}
