using System.Management.Automation;
using AgentCore.LiteLlm.Batches;
using AgentCore.LiteLlm.Routing;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>A batch that an endpoint may be asked about, or whatever stands for no id.</summary>
/// <param name="cmdlet">The cmdlet that asks.</param>
/// <param name="endpoint">The endpoint.</param>
/// <param name="model">The model that leads to it.</param>
/// <param name="known">The batch as it was when it was written before; null when only its id is known.</param>
/// <param name="id">The id; empty where none is given.</param>
internal sealed class AskedBatch(PSCmdlet cmdlet, BatchEndpoint endpoint, ResolvedModel model, AgentBatch? known, string id)
{
    /// <summary>Gets the endpoint.</summary>
    public BatchEndpoint Endpoint => endpoint;

    /// <summary>Gets the id; empty where none is given.</summary>
    public string Id => id;

    /// <summary>Gets what errors are about.</summary>
    public object Target => known ?? (object)(id.Length > 0 ? id : model.ToString());

    /// <summary>Shows what would be sent, and asks whether it may.</summary>
    /// <param name="preview">What would be sent.</param>
    public bool MaySend(string preview) => cmdlet.ShouldProcess(preview, preview, cmdlet.MyInvocation.MyCommand.Name);

    /// <summary>Adds to what the endpoint says of a batch what this session knows of it.</summary>
    /// <param name="batch">The batch as the endpoint gives it.</param>
    public AgentBatch Complete(AgentBatch batch)
    {
        if (id.Length > 0 && batch.Id != id)
        {
            cmdlet.WriteWarning($"The endpoint was asked for batch {id} and answered with batch {batch.Id}.");
        }

        return (known is null ? batch : batch.With(known)) with { Source = model };
    }
}
