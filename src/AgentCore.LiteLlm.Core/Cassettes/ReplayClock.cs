namespace AgentCore.LiteLlm.Cassettes;

/// <summary>The system's clock, except that nobody waits: what a recorded endpoint asked to wait for has long passed.</summary>
internal sealed class ReplayClock : TimeProvider
{
    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
}
