using System.Management.Automation;
using AgentCore.LiteLlm.Batches;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Routing;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The base of cmdlets that ask an endpoint about a batch: takes the batch itself, or its id and the agent that leads to its endpoint.</summary>
public abstract class BatchCmdlet : ModelCmdlet
{
    private protected const string BatchSet = "Batch";
    private protected const string BlueprintSet = "Blueprint";
    private protected const string ModelSet = "Model";

    /// <summary>Gets or sets the batch, as Submit-AgentBatch and Get-AgentBatch write it.</summary>
    [Parameter(ParameterSetName = BatchSet, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public AgentBatch? Batch { get; set; }

    /// <summary>Gets or sets the blueprint whose endpoint has the batch: an object of Import-AgentBlueprint, or a path.</summary>
    [Parameter(ParameterSetName = BlueprintSet, Mandatory = true, Position = 0)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(BlueprintPathCompleter))]
    public object? Blueprint { get; set; }

    /// <summary>Gets or sets the model whose endpoint has the batch, as Resolve-AgentModel writes it.</summary>
    [Parameter(ParameterSetName = ModelSet, Mandatory = true)]
    [ValidateNotNull]
    public ResolvedModel? Model { get; set; }

    /// <summary>Gets or sets the provider that a LiteLLM proxy is told to use, such as <c>azure</c>, in the header <c>custom-llm-provider</c>; that of the batch when not given, else the one that the proxy has for the model.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CustomLlmProvider { get; set; }

    /// <summary>Gets or sets the longest the endpoint may stay silent, in seconds, from 1; 100 when not given.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int OperationTimeoutSeconds { get; set; } = 100;

    /// <summary>Gets the ids that are given beside an agent; none stands for what the cmdlet does without.</summary>
    private protected abstract string[] Ids { get; }

    /// <summary>Finds the schema that answers must fit, where the cmdlet reads any; one that cannot be read is reported.</summary>
    /// <param name="model">The model that answered.</param>
    /// <param name="output">The schema; null where there is none.</param>
    /// <returns>False when there should be one.</returns>
    private protected virtual bool TryFindOutput(ResolvedModel model, out OutputSchema? output)
    {
        output = null;
        return true;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Array.Find(Ids, id => !BatchReader.IsId(id)) is { } wrong)
        {
            ThrowTerminatingError(ErrorRecords.BatchArgumentInvalid($"'{Secrets.SecretShapes.Excerpt(wrong)}' is no id of a batch."));
        }

        if (Batch is { Source: null })
        {
            WriteError(ErrorRecords.BatchArgumentInvalid($"The batch {Batch.Id} no longer knows its endpoint; give -Blueprint or -Model, and -Id.", Batch));
            return;
        }

        ExecutionMode mode = Batch is not null && Mode is null ? Batch.Mode : ReadMode();
        foreach (ResolvedModel model in ReadModels((object?)Batch?.Source ?? Model ?? Blueprint))
        {
            if (IsAllowed(model, mode) && TryFindOutput(model, out OutputSchema? output))
            {
                Ask(ToEndpoint(model, mode, output), model);
            }
        }
    }

    /// <summary>Asks for one batch, and writes what it is told.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="id">The batch.</param>
    /// <param name="complete">Adds what this session knows of it.</param>
    private protected abstract void Ask(BatchEndpoint endpoint, string id, Func<AgentBatch, AgentBatch> complete);

    /// <summary>Asks for whatever stands for no id.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="complete">Adds what this session knows of a batch.</param>
    private protected virtual void AskForAll(BatchEndpoint endpoint, Func<AgentBatch, AgentBatch> complete)
    {
    }

    /// <summary>Shows what would be sent, and asks whether it may.</summary>
    /// <param name="preview">What would be sent.</param>
    private protected bool MaySend(string preview) => ShouldProcess(preview, preview, MyInvocation.MyCommand.Name);

    private BatchEndpoint ToEndpoint(ResolvedModel model, ExecutionMode mode, OutputSchema? output)
    {
        ChatRequest request = new()
        {
            BaseUrl = model.Address,
            Provider = model.Provider,
            Model = model.ModelId,
            Messages = [],
            Headers = model.SecretHeaders,
            Output = output,
            Mode = mode,
            IdleLimit = TimeSpan.FromSeconds(OperationTimeoutSeconds),
        };
        return Composition.BatchesAt(request, CustomLlmProvider ?? Batch?.CustomLlmProvider, Transport);
    }

    private void Ask(BatchEndpoint endpoint, ResolvedModel model)
    {
        AgentBatch Complete(AgentBatch batch) => (Batch is null ? batch : batch.With(Batch)) with { Source = model };

        AgentBatch CompleteAsked(AgentBatch batch, string id)
        {
            if (!BatchId.AreOne(id, batch.Id))
            {
                WriteWarning($"The endpoint was asked for batch {id} and answered with batch {batch.Id}.");
            }

            return Complete(batch);
        }

        string[] ids = Batch is null ? Ids : [Batch.Id];
        if (ids.Length == 0)
        {
            Guard(model, () => AskForAll(endpoint, Complete));
        }

        foreach (string id in ids)
        {
            Guard((object?)Batch ?? id, () => Ask(endpoint, id, batch => CompleteAsked(batch, id)));
        }
    }

    private void Guard(object target, Action ask)
    {
        try
        {
            ask();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (ChatException e)
        {
            WriteError(ErrorRecords.CallFailed(e, target is ResolvedModel model ? model.ToString() : target));
        }
    }
}
