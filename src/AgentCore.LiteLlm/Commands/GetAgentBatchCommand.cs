using System.Management.Automation;
using AgentCore.LiteLlm.Batches;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Says how far batches are, or lists those that an endpoint has.</summary>
[Cmdlet(VerbsCommon.Get, "AgentBatch", DefaultParameterSetName = BatchSet, SupportsShouldProcess = true)]
[OutputType(typeof(AgentBatch))]
public sealed class GetAgentBatchCommand : BatchCmdlet
{
    /// <summary>Gets or sets the ids of the batches; all that the endpoint lists when not given, the newest first.</summary>
    [Parameter(ParameterSetName = BlueprintSet, Position = 1)]
    [Parameter(ParameterSetName = ModelSet)]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <inheritdoc/>
    private protected override string[] Ids => Id ?? [];

    /// <inheritdoc/>
    private protected override void Ask(BatchEndpoint endpoint, string id, Func<AgentBatch, AgentBatch> complete)
    {
        if (MaySend(endpoint.Preview("GET", endpoint.AddressOf(id))))
        {
            WriteObject(complete(Await(token => endpoint.GetAsync(id, token))));
        }
    }

    /// <inheritdoc/>
    private protected override void AskForAll(BatchEndpoint endpoint, Func<AgentBatch, AgentBatch> complete)
    {
        if (!MaySend(endpoint.Preview("GET", endpoint.Batches)))
        {
            return;
        }

        foreach (AgentBatch batch in Pull(endpoint.ListAsync(StopToken)))
        {
            WriteObject(complete(batch));
        }
    }
}
