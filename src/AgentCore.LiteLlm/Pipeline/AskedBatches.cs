using AgentCore.LiteLlm.Batches;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The batches that a cmdlet asks about.</summary>
/// <param name="cmdlet">The cmdlet.</param>
internal sealed class AskedBatches(BatchCmdlet cmdlet)
{
    private readonly AskedModels _models = new(cmdlet);

    /// <summary>Finds the batches of the item at hand.</summary>
    /// <param name="ids">The ids that are given beside an agent; none stands for whatever the cmdlet does without.</param>
    public IEnumerable<AskedBatch> Find(string[] ids) => Models(ids).SelectMany(m => At(m, ids, null));

    /// <summary>Finds the models whose endpoints may be asked. An id that is none ends the pipeline.</summary>
    /// <param name="ids">The ids that are given beside an agent.</param>
    public IEnumerable<ResolvedModel> Models(string[] ids)
    {
        if (Array.Find(ids, id => !BatchReader.IsId(id)) is { } wrong)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.BatchArgumentInvalid($"'{SecretShapes.Excerpt(wrong)}' is no id of a batch."));
        }

        if (cmdlet.Batch is { Source: null } orphan)
        {
            cmdlet.WriteError(
                ErrorRecords.BatchArgumentInvalid($"The batch {orphan.Id} no longer knows its endpoint; give -Blueprint or -Model, and -Id.", orphan));
            return [];
        }

        return _models.Find((object?)cmdlet.Batch?.Source ?? cmdlet.Model ?? cmdlet.Blueprint, Mode);
    }

    /// <summary>Gives the batches at the endpoint of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="ids">The ids that are given beside an agent.</param>
    /// <param name="output">The schema that answers must fit; null where there is none.</param>
    public IEnumerable<AskedBatch> At(ResolvedModel model, string[] ids, OutputSchema? output)
    {
        BatchEndpoint endpoint = ToEndpoint(model, output);
        string[] asked = cmdlet.Batch is { } batch ? [batch.Id] : ids is [] ? [""] : ids;
        return asked.Select(id => new AskedBatch(cmdlet, endpoint, model, cmdlet.Batch, id));
    }

    private ExecutionMode Mode => cmdlet is { Batch: { } batch, Mode: null } ? batch.Mode : _models.FindMode(cmdlet.Mode);

    private BatchEndpoint ToEndpoint(ResolvedModel model, OutputSchema? output)
    {
        ChatRequest request = new()
        {
            BaseUrl = model.Address,
            Provider = model.Provider,
            Model = model.ModelId,
            Messages = [],
            Headers = model.SecretHeaders,
            Output = output,
            Mode = Mode,
            Transport = _models.Transport,
            IdleLimit = TimeSpan.FromSeconds(cmdlet.OperationTimeoutSeconds),
        };
        return ProcessClient.Instance.BatchesAt(request, cmdlet.CustomLlmProvider ?? cmdlet.Batch?.CustomLlmProvider);
    }
}
