using System.Management.Automation;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Runs;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Denies calls of tools that a kept run waits for; Resume-AgentRun tells the model.</summary>
[Cmdlet(VerbsLifecycle.Deny, "AgentToolCall", SupportsShouldProcess = true)]
[OutputType(typeof(AgentOpenCall))]
public sealed class DenyAgentToolCallCommand : CallDecisionCmdlet, IDisposable
{
    private CallDecisions? _decisions;

    /// <summary>Gets or sets what the model is told beside that the call is not made; nothing when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Reason { get; set; }

    /// <inheritdoc/>
    public void Dispose() => _decisions?.Dispose();

    /// <inheritdoc/>
    protected override void BeginProcessing() => _decisions = new CallDecisions(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (AgentOpenCall call in Call)
        {
            if (_decisions!.Decide(call, new CallDecision(false, Reason)) is { } decided)
            {
                WriteObject(decided);
            }
        }
    }
}
