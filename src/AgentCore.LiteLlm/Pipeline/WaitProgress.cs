using System.Management.Automation;
using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>Why nothing happens for a while: a wait before a call is tried again, or one for the pace of an endpoint.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="time">The clock; null for that of the system.</param>
internal sealed class WaitProgress(PSCmdlet cmdlet, TimeProvider? time = null)
{
    private const int ActivityId = 3;

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private long _heard;
    private long _heardBefore;
    private bool _isShown;

    /// <summary>Gets the shortest wait that is felt.</summary>
    public static TimeSpan Felt { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Shows a wait that is felt, by itself or with the silence before it, until the next thing happens.</summary>
    /// <param name="notice">What is said of it.</param>
    public void Show(ChatEvent.Notice notice)
    {
        // Who waits for an answer has heard nothing of it.
        _heard = _heardBefore;
        if (notice.Wait is { } wait && wait + _time.GetElapsedTime(_heard) >= Felt)
        {
            _isShown = true;
            cmdlet.ShowProgress(new ProgressRecord(ActivityId, cmdlet.MyInvocation.MyCommand.Name, notice.Message)
            {
                SecondsRemaining = (int)Math.Min(int.MaxValue, Math.Ceiling(wait.TotalSeconds)),
            });
        }
    }

    /// <summary>Takes it away: something happened.</summary>
    public void End()
    {
        (_heardBefore, _heard) = (_heard, _time.GetTimestamp());
        if (_isShown)
        {
            _isShown = false;
            cmdlet.ShowProgress(new ProgressRecord(ActivityId, cmdlet.MyInvocation.MyCommand.Name, "done") { RecordType = ProgressRecordType.Completed });
        }
    }
}
