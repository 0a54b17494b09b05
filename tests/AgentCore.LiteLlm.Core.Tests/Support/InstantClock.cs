namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>A clock on which every wait is over at once, and is noted.</summary>
internal sealed class InstantClock : TimeProvider
{
    private readonly List<TimeSpan> _waits = [];
    private TimeSpan _now;

    public IReadOnlyList<TimeSpan> Waits => _waits;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan time) => _now += time;

    public override long GetTimestamp() => _now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _waits.Add(dueTime);
        _now += dueTime;
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
