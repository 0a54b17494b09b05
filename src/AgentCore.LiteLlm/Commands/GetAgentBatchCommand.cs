using System.Management.Automation;
using AgentCore.LiteLlm.Batches;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Says how far batches are, or lists those that an endpoint has.</summary>
[Cmdlet(VerbsCommon.Get, "AgentBatch", DefaultParameterSetName = BatchSet, SupportsShouldProcess = true)]
[OutputType(typeof(AgentBatch))]
public sealed class GetAgentBatchCommand : BatchCmdlet
{
    private AskedBatches? _batches;

    /// <summary>Gets or sets the ids of the batches; all that the endpoint lists when not given, the newest first.</summary>
    [Parameter(ParameterSetName = BlueprintSet, Position = 1)]
    [Parameter(ParameterSetName = ModelSet)]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _batches = new AskedBatches(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (AskedBatch asked in _batches!.Find(Id ?? []))
        {
            try
            {
                Write(asked);
            }
            catch (ChatException e)
            {
                WriteError(ErrorRecords.CallFailed(e, asked.Target));
            }
        }
    }

    private void Write(AskedBatch asked)
    {
        BatchEndpoint endpoint = asked.Endpoint;
        bool isList = asked.Id.Length == 0;
        if (!asked.MaySend(endpoint.Preview("GET", isList ? endpoint.Batches : endpoint.AddressOf(asked.Id))))
        {
            return;
        }

        if (!isList)
        {
            WriteObject(asked.Complete(PipelineThread.Await(token => endpoint.GetAsync(asked.Id, token))));
            return;
        }

        foreach (AgentBatch batch in PipelineThread.Pull(endpoint.ListAsync(PipelineThread.StopToken)))
        {
            WriteObject(asked.Complete(batch));
        }
    }
}
