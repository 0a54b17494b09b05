using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Bulk;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Bulk;

public sealed class BulkRunTests
{
    private readonly TaskCompletionSource[] _gates =
    [
        .. Enumerable.Range(0, 40).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)),
    ];
    private int _begun;
    private int _running;
    private int _most;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_come_in_the_order_of_the_calls_whatever_ends_first()
    {
        await using BulkRun run = new(new BulkOptions { ThrottleLimit = 4 }, Token);
        List<string> told = [];
        Task work = Run(run, 4, told);

        foreach (int last in new[] { 3, 1, 2, 0 })
        {
            _gates[last].SetResult();
        }

        await work.WaitAsync(Patience.Limit, Token);
        Assert.Equal(["0 notice", "0", "1 notice", "1", "2 notice", "2", "3 notice", "3"], told);
    }

    [Fact]
    public async Task Unordered_answers_come_as_they_are_ready()
    {
        await using BulkRun run = new(new BulkOptions { ThrottleLimit = 2, IsUnordered = true }, Token);
        List<string> told = [];
        Task work = Run(run, 3, told);

        _gates[1].SetResult();
        _gates[2].SetResult();
        while (!_gates[0].Task.IsCompleted)
        {
            lock (told)
            {
                if (told.Contains("2"))
                {
                    _gates[0].SetResult();
                }
            }

            await Task.Yield();
        }

        await work.WaitAsync(Patience.Limit, Token);
        Assert.Equal(["1", "2", "0"], told.Where(t => t.Length == 1));
    }

    [Fact]
    public async Task No_more_calls_run_at_once_than_the_limit_allows()
    {
        await using BulkRun run = new(new BulkOptions { ThrottleLimit = 3 }, Token);
        foreach (TaskCompletionSource gate in _gates)
        {
            gate.SetResult();
        }

        List<string> told = [];
        await Run(run, 40, told).WaitAsync(Patience.Limit, Token);

        Assert.InRange(_most, 1, 3);
        Assert.Equal(80, told.Count);
        Assert.Equal(0, run.Running);
    }

    [Fact]
    public async Task Answers_that_wait_for_their_turn_have_a_bound()
    {
        await using BulkRun run = new(new BulkOptions { ThrottleLimit = 2 }, Token);
        foreach (TaskCompletionSource gate in _gates.Skip(1))
        {
            gate.SetResult();
        }

        List<string> told = [];
        Task work = Run(run, 40, told);
        while (Volatile.Read(ref _begun) < 8)
        {
            await Task.Yield();
        }

        // The first call holds up the others once four times as many as may run have begun.
        Assert.Equal(8, Volatile.Read(ref _begun));
        _gates[0].SetResult();
        await work.WaitAsync(Patience.Limit, Token);
        Assert.Equal(40, told.Count(t => t.Length < 3));
    }

    [Fact]
    public async Task A_failed_call_is_told_with_its_target_and_ends_no_other()
    {
        await using BulkRun run = new(new BulkOptions { ThrottleLimit = 2 }, Token);
        List<BulkEvent> told = [];
        await foreach (BulkEvent happened in run.AddAsync(new BulkItem("bad", ChatRun.Request, Fail(Token))))
        {
            told.Add(happened);
        }

        _gates[1].SetResult();
        await foreach (BulkEvent happened in run.AddAsync(new BulkItem("good", ChatRun.Request, Answer(1, Token))))
        {
            told.Add(happened);
        }

        await foreach (BulkEvent happened in run.FinishAsync())
        {
            told.Add(happened);
        }

        Assert.Equal(FailureKind.ServerError, Assert.Single(told.OfType<BulkEvent.Failed>()).Cause.Failure.Kind);
        Assert.Equal("bad", told[0].Item.Target);
        Assert.Equal("good", told[^1].Item.Target);
    }

    [Fact]
    public async Task A_fault_of_ours_surfaces_to_whoever_pulls()
    {
        await using BulkRun run = new(new BulkOptions { ThrottleLimit = 2 }, Token);

        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (BulkEvent _ in run.AddAsync(new BulkItem("x", ChatRun.Request, Break(Token))))
            {
            }

            await foreach (BulkEvent _ in run.FinishAsync())
            {
            }
        });
    }

    [Fact]
    public async Task Leaving_early_ends_the_calls_that_run()
    {
        BulkRun run = new(new BulkOptions { ThrottleLimit = 2 }, Token);
        await foreach (BulkEvent _ in run.AddAsync(new BulkItem("x", ChatRun.Request, Answer(0, Token))))
        {
        }

        await run.DisposeAsync().AsTask().WaitAsync(Patience.Limit, Token);

        Assert.Equal(0, Volatile.Read(ref _running));
    }

    private async Task Run(BulkRun run, int count, List<string> told)
    {
        for (int i = 0; i < count; i++)
        {
            await foreach (BulkEvent happened in run.AddAsync(new BulkItem(i, ChatRun.Request, Answer(i, Token))))
            {
                Note(happened);
            }
        }

        await foreach (BulkEvent happened in run.FinishAsync())
        {
            Note(happened);
        }

        void Note(BulkEvent happened)
        {
            lock (told)
            {
                told.Add(happened is BulkEvent.Happened { Event: ChatEvent.Completed } ? $"{happened.Item.Target}" : $"{happened.Item.Target} notice");
            }
        }
    }

    private async IAsyncEnumerable<ChatEvent> Answer(int number, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _begun);
        InterlockedMax(Interlocked.Increment(ref _running));
        try
        {
            yield return new ChatEvent.Notice("on its way");
            await _gates[number].Task.WaitAsync(cancellationToken);
            yield return new ChatEvent.Completed(new AgentReply { Text = $"{number}", RequestedModel = "m", Endpoint = "e", Mode = ExecutionMode.Production });
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private void InterlockedMax(int value)
    {
        int seen = _most;
        while (value > seen)
        {
            int before = Interlocked.CompareExchange(ref _most, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    private static async IAsyncEnumerable<ChatEvent> Fail([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        yield return new ChatEvent.Notice("soon");
        throw new ChatException(new ChatFailure { Kind = FailureKind.ServerError, Summary = "no", Endpoint = "e" });
    }

    private static async IAsyncEnumerable<ChatEvent> Break([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        yield return new ChatEvent.Notice("soon");
        throw new InvalidOperationException("ours");
    }
}
