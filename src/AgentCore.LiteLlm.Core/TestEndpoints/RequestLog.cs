using System.Collections.Immutable;

namespace AgentCore.LiteLlm.TestEndpoints;

/// <summary>The requests received so far, in order.</summary>
internal sealed class RequestLog(int limit, TimeProvider clock)
{
    private readonly List<TestRequest> _requests = [];
    private readonly object _lock = new();
    private TaskCompletionSource _grown = NewSignal();
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public ImmutableArray<TestRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    public TestRequest Add(ReceivedRequest received, int connection)
    {
        TestRequest request = new(received, connection, clock.GetUtcNow());
        lock (_lock)
        {
            request.Index = _count++;
            if (_requests.Count < limit)
            {
                _requests.Add(request);
                _grown.SetResult();
                _grown = NewSignal();
            }

            return request;
        }
    }

    public async Task<TestRequest> WaitAsync(int index, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, limit);
        while (true)
        {
            Task grown;
            lock (_lock)
            {
                if (index < _requests.Count)
                {
                    return _requests[index];
                }

                grown = _grown.Task;
            }

            await grown.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
