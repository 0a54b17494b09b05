using System.Management.Automation;
using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>Why nothing happens for a while: a wait before a call is tried again, or one for the pace of an endpoint.</summary>
/// <param name="cmdlet">The cmdlet.</param>
internal sealed class WaitProgress(PSCmdlet cmdlet)
{
    private const int ActivityId = 3;

    private bool _isShown;

    /// <summary>Gets the shortest wait that is felt.</summary>
    public static TimeSpan Felt { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Shows a wait that is felt, until the next thing happens.</summary>
    /// <param name="notice">What is said of it.</param>
    public void Show(ChatEvent.Notice notice)
    {
        if (notice.Wait >= Felt)
        {
            _isShown = true;
            cmdlet.ShowProgress(new ProgressRecord(ActivityId, cmdlet.MyInvocation.MyCommand.Name, notice.Message)
            {
                SecondsRemaining = (int)Math.Min(int.MaxValue, Math.Ceiling(notice.Wait.Value.TotalSeconds)),
            });
        }
    }

    /// <summary>Takes it away.</summary>
    public void End()
    {
        if (_isShown)
        {
            _isShown = false;
            cmdlet.ShowProgress(new ProgressRecord(ActivityId, cmdlet.MyInvocation.MyCommand.Name, "done") { RecordType = ProgressRecordType.Completed });
        }
    }
}
