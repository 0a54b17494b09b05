using System.Management.Automation;
using AgentCore.LiteLlm.Batches;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Routing;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The parameters of cmdlets that ask an endpoint about a batch: the batch itself, or the agent that leads to its endpoint.</summary>
public abstract class BatchCmdlet : TransportCmdlet
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
    [ResolvedModel]
    [ValidateNotNull]
    public ResolvedModel? Model { get; set; }

    /// <summary>
    /// Gets or sets the provider that a LiteLLM proxy is told to use, such as <c>azure</c>, in the header <c>custom-llm-provider</c>; that of the batch when
    /// not given, else the one that the proxy has for the model.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    public string? CustomLlmProvider { get; set; }

    /// <summary>Gets or sets the longest the endpoint may stay silent, in seconds, from 1; 100 when not given.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int OperationTimeoutSeconds { get; set; } = 100;

    /// <inheritdoc cref="EndpointCmdlet.Mode"/>
    [Parameter]
    public ExecutionMode? Mode { get; set; }
}
