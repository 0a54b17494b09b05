using System.Management.Automation;
using AgentCore.LiteLlm.Batches;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Cancels batches; what is answered already can still be received.</summary>
[Cmdlet(VerbsLifecycle.Stop, "AgentBatch", DefaultParameterSetName = BatchSet, SupportsShouldProcess = true)]
[OutputType(typeof(AgentBatch))]
public sealed class StopAgentBatchCommand : BatchCmdlet
{
    private AskedBatches? _batches;

    /// <summary>Gets or sets the ids of the batches.</summary>
    [Parameter(ParameterSetName = BlueprintSet, Mandatory = true, Position = 1)]
    [Parameter(ParameterSetName = ModelSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Gets or sets a value indicating whether the batch is written, as it is after the endpoint took the wish.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _batches = new AskedBatches(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (AskedBatch asked in _batches!.Find(Id))
        {
            try
            {
                Cancel(asked);
            }
            catch (ChatException e)
            {
                WriteError(ErrorRecords.CallFailed(e, asked.Target));
            }
        }
    }

    private void Cancel(AskedBatch asked)
    {
        if (!asked.MaySend(asked.Endpoint.Preview("POST", asked.Endpoint.AddressOfCancel(asked.Id))))
        {
            return;
        }

        AgentBatch batch = asked.Complete(PipelineThread.Await(token => asked.Endpoint.CancelAsync(asked.Id, token)));
        this.Tell($"Batch {batch.Id} is {batch.Describe()}.");
        if (PassThru)
        {
            WriteObject(batch);
        }
    }
}
