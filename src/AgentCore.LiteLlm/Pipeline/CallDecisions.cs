using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Runs;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>Writes decisions about calls of tools that wait into their runs.</summary>
/// <param name="cmdlet">The cmdlet.</param>
internal sealed class CallDecisions(CallDecisionCmdlet cmdlet) : IDisposable
{
    private readonly SealingKey? _key = SessionArguments.ReadKey(cmdlet, cmdlet.SessionKey, cmdlet.SessionKeyVariable);

    /// <summary>Decides about a call, and reports why it cannot be.</summary>
    /// <param name="call">The call, as it was shown.</param>
    /// <param name="decision">The decision.</param>
    /// <returns>The call as it is now; null where nothing was decided.</returns>
    public AgentOpenCall? Decide(AgentOpenCall call, CallDecision decision)
    {
        string verb = decision.IsApproved ? "Approve" : "Deny";
        if (!cmdlet.ShouldProcess(TerminalText.Show($"'{call.Tool}' {call.Arguments} (run {call.RunId})"), verb))
        {
            return null;
        }

        try
        {
            using DurableRun run = DurableRun.TakeUp(call.Path, _key, TimeProvider.System);
            run.Decide(call, decision);
            return call with { State = decision.IsApproved ? OpenCallState.Approved : OpenCallState.Denied };
        }
        catch (RunException e)
        {
            cmdlet.WriteError(ErrorRecords.RunUnusable(e, call));
        }
        catch (FileException e)
        {
            cmdlet.WriteError(ErrorRecords.FileNotRead(FileRole.Run, e));
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _key?.Dispose();
}
