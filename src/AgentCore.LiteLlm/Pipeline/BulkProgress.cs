using System.Globalization;
using System.Management.Automation;
using AgentCore.LiteLlm.Bulk;
using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>How far a run of many calls is: its rate, what it cost, and how long it will take once it is known how many there are.</summary>
/// <param name="time">The clock.</param>
internal sealed class BulkProgress(TimeProvider time)
{
    private const int ActivityId = 1;
    private const string Activity = "Invoke-AgentPrompt";

    // Drawing costs more than many a call.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly long _start = time.GetTimestamp();
    private TimeSpan _drawn;
    private long _done;
    private long _failed;
    private decimal? _cost;

    // When the last of the calls that wait goes on, from the start.
    private TimeSpan _waitsUntil;

    /// <summary>Gets or sets how many calls were handed over.</summary>
    public long Begun { get; set; }

    /// <summary>Gets or sets a value indicating whether no more calls will come.</summary>
    public bool IsInputOver { get; set; }

    /// <summary>Counts what happened.</summary>
    /// <param name="happened">What happened.</param>
    /// <param name="running">How many calls are under way.</param>
    /// <returns>What to show, or null when nothing is worth showing yet.</returns>
    public ProgressRecord? Find(BulkEvent happened, int running)
    {
        if (happened is BulkEvent.Happened { Event: ChatEvent.Completed { Reply: var reply } })
        {
            _done++;
            _cost = reply is { FromJournal: false, Cost: { } cost } ? (_cost ?? 0) + cost : _cost;
        }
        else if (happened is BulkEvent.Failed)
        {
            _failed++;
        }
        else if (happened is not BulkEvent.Happened { Event: ChatEvent.Notice { Wait: { } wait } } || wait < WaitProgress.Felt || !Prolong(wait))
        {
            return null;
        }

        TimeSpan elapsed = time.GetElapsedTime(_start);
        if (elapsed - _drawn < Pause)
        {
            return null;
        }

        _drawn = elapsed;
        return ToRecord(elapsed, running);
    }

    // Where every call is told to wait, nothing else would be shown for as long: a longer wait is shown at once, one that is hardly longer is not.
    private bool Prolong(TimeSpan wait)
    {
        TimeSpan end = time.GetElapsedTime(_start) + wait;
        bool isLonger = end > _waitsUntil + Pause;
        _waitsUntil = isLonger ? end : _waitsUntil;
        _drawn = isLonger ? -Pause : _drawn;
        return isLonger;
    }

    /// <summary>Takes the bar away.</summary>
    public static ProgressRecord ToEnd() => new(ActivityId, Activity, "done") { RecordType = ProgressRecordType.Completed };

    private ProgressRecord ToRecord(TimeSpan elapsed, int running)
    {
        long ended = _done + _failed;
        double rate = ended / elapsed.TotalSeconds;
        string failed = _failed == 0 ? "" : $", {_failed} failed";
        string cost = _cost is { } dollars ? string.Create(CultureInfo.InvariantCulture, $", {dollars:0.############################} USD") : "";
        TimeSpan left = _waitsUntil - elapsed;
        string wait = left >= WaitProgress.Felt ? string.Create(CultureInfo.InvariantCulture, $", waiting up to {Math.Ceiling(left.TotalSeconds)} s") : "";
        return new ProgressRecord(
            ActivityId,
            Activity,
            string.Create(CultureInfo.InvariantCulture, $"{_done} answered{failed}, {running} under way, {rate:0.#} a second{cost}{wait}"))
        {
            PercentComplete = IsInputOver ? (int)(100 * ended / Math.Max(1, Begun)) : -1,
            SecondsRemaining = IsInputOver ? (int)Math.Min(int.MaxValue, (Begun - ended) / Math.Max(rate, 0.001)) : -1,
        };
    }
}
