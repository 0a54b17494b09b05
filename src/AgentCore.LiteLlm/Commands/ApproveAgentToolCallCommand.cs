using System.Management.Automation;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Runs;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Approves calls of tools that a kept run waits for; Resume-AgentRun makes them.</summary>
[Cmdlet(VerbsLifecycle.Approve, "AgentToolCall", SupportsShouldProcess = true)]
[OutputType(typeof(AgentOpenCall))]
public sealed class ApproveAgentToolCallCommand : CallDecisionCmdlet, IDisposable
{
    private CallDecisions? _decisions;

    /// <inheritdoc/>
    public void Dispose() => _decisions?.Dispose();

    /// <inheritdoc/>
    protected override void BeginProcessing() => _decisions = new CallDecisions(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (AgentOpenCall call in Call)
        {
            if (_decisions!.Decide(call, new CallDecision(true, null)) is { } decided)
            {
                WriteObject(decided);
            }
        }
    }
}
