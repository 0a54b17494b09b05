using System.Threading.Channels;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>A clock whose timers fire when the test says so.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Channel<ManualTimer> _timers = Channel.CreateUnbounded<ManualTimer>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ManualTimer timer = new(() => callback(state), dueTime);
        Assert.True(_timers.Writer.TryWrite(timer));
        return timer;
    }

    /// <summary>Waits until somebody waits, and ends that wait.</summary>
    /// <returns>How long it would have been.</returns>
    public async Task<TimeSpan> FireNextAsync()
    {
        ManualTimer timer = await _timers.Reader.ReadAsync(TestContext.Current.CancellationToken);
        timer.Fire();
        return timer.DueTime;
    }

    private sealed class ManualTimer(Action fire, TimeSpan dueTime) : ITimer
    {
        public TimeSpan DueTime => dueTime;

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
