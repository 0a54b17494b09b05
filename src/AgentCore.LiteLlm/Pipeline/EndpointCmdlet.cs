using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Endpoints;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Routing;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The base of cmdlets that ask endpoints about themselves.</summary>
public abstract class EndpointCmdlet : ModelCmdlet
{
    private protected const string BlueprintSet = "Blueprint";
    private protected const string ModelSet = "Model";

    /// <summary>Gets or sets the blueprint whose endpoint is asked: an object of Import-AgentBlueprint, or a path.</summary>
    [Parameter(ParameterSetName = BlueprintSet, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(BlueprintPathCompleter))]
    public object? Blueprint { get; set; }

    /// <summary>Gets or sets the model whose endpoint is asked, as Resolve-AgentModel writes it.</summary>
    [Parameter(ParameterSetName = ModelSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public ResolvedModel? Model { get; set; }

    /// <summary>Gets or sets the longest that one answer may take, in seconds, from 1; 30 when not given.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int OperationTimeoutSeconds { get; set; } = 30;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ExecutionMode mode = ReadMode();
        foreach (ResolvedModel model in ReadModels(Model ?? Blueprint))
        {
            if (IsAllowed(model, mode))
            {
                Ask(model, mode);
            }
        }
    }

    /// <summary>Asks one endpoint, and writes what it says.</summary>
    /// <param name="client">What asks.</param>
    /// <param name="query">The endpoint.</param>
    /// <param name="model">The model that leads to it.</param>
    private protected abstract void Ask(EndpointClient client, EndpointQuery query, ResolvedModel model);

    private void Ask(ResolvedModel model, ExecutionMode mode)
    {
        EndpointQuery query = EndpointQuery.For(model, TimeSpan.FromSeconds(OperationTimeoutSeconds));
        string headers = query.Headers.Length == 0 ? "no extra headers" : $"headers {string.Join(", ", query.Headers.Select(h => h.Name))}";
        string description = $"GET {query.Models.AbsoluteUri}, {headers}{(mode == ExecutionMode.Simulation ? " (simulated: nothing leaves this process)" : "")}";
        if (!ShouldProcess(description, description, MyInvocation.MyCommand.Name))
        {
            return;
        }

        try
        {
            Ask(new EndpointClient(Composition.TransportFor(mode, Transport), TimeProvider.System), query, model);
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (ChatException e)
        {
            WriteError(ErrorRecords.CallFailed(e, model.ToString()));
        }
    }
}
