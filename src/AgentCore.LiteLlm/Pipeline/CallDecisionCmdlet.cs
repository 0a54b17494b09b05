using System.Management.Automation;
using AgentCore.LiteLlm.Runs;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The parameters of cmdlets that decide about calls of tools that wait.</summary>
public abstract class CallDecisionCmdlet : RunCmdlet
{
    /// <summary>Gets or sets the calls, as PendingApprovals of Get-AgentRun has them. The decision holds for each as it is shown there, once.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public AgentOpenCall[] Call { get; set; } = [];
}
