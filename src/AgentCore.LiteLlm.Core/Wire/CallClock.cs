using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Wire;

/// <summary>The time limits of one call: how long it may take in all, and how long the endpoint may stay silent.</summary>
internal sealed class CallClock : IDisposable
{
    private readonly CancellationTokenSource _total;
    private readonly CancellationTokenSource _silence;
    private readonly CancellationTokenSource _either;
    private readonly ChatRequest _request;

    public CallClock(ChatRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        _request = request;
        _total = new CancellationTokenSource(request.TimeLimit ?? Timeout.InfiniteTimeSpan, time);
        _silence = new CancellationTokenSource(request.IdleLimit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_total.Token, _silence.Token, cancellationToken);
    }

    /// <summary>Gets the token that the limits and the caller cancel.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Notes that something arrived: the silence starts anew.</summary>
    public void Heard() => _silence.CancelAfter(_request.IdleLimit);

    /// <summary>Waits no longer than this for the next arrival.</summary>
    public void ExpectWithin(TimeSpan limit) => _silence.CancelAfter(limit < _request.IdleLimit ? limit : _request.IdleLimit);

    /// <summary>Says which limit passed, as the end of a sentence that begins with the address.</summary>
    public string Describe(OperationCanceledException cause)
    {
        if (_total.IsCancellationRequested)
        {
            return $"did not finish its answer within the limit of {_request.TimeLimit!.Value.TotalSeconds:0.###} s";
        }

        return _silence.IsCancellationRequested
            ? $"sent nothing for {_request.IdleLimit.TotalSeconds:0.###} s"
            : cause.InnerException is TimeoutException ? "accepted no connection in time" : "was given up";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _either.Dispose();
        _silence.Dispose();
        _total.Dispose();
    }
}
