using System.Management.Automation;
using AgentCore.LiteLlm.Batches;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Cancels batches; what is answered already can still be received.</summary>
[Cmdlet(VerbsLifecycle.Stop, "AgentBatch", DefaultParameterSetName = BatchSet, SupportsShouldProcess = true)]
[OutputType(typeof(AgentBatch))]
public sealed class StopAgentBatchCommand : BatchCmdlet
{
    /// <summary>Gets or sets the ids of the batches.</summary>
    [Parameter(ParameterSetName = BlueprintSet, Mandatory = true, Position = 1)]
    [Parameter(ParameterSetName = ModelSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Gets or sets a value indicating whether the batch is written, as it is after the endpoint took the wish.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    private protected override string[] Ids => Id;

    /// <inheritdoc/>
    private protected override void Ask(BatchEndpoint endpoint, string id, Func<AgentBatch, AgentBatch> complete)
    {
        if (!MaySend(endpoint.Preview("POST", endpoint.AddressOfCancel(id))))
        {
            return;
        }

        AgentBatch batch = complete(Await(token => endpoint.CancelAsync(id, token)));
        WriteVerbose($"Batch {batch.Id} is {batch.Describe()}.");
        if (PassThru)
        {
            WriteObject(batch);
        }
    }
}
