using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Routing;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The parameters of cmdlets that ask endpoints about themselves.</summary>
public abstract class EndpointCmdlet : TransportCmdlet
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
    [ResolvedModel]
    [ValidateNotNull]
    public ResolvedModel? Model { get; set; }

    /// <summary>Gets or sets the longest that one answer may take, in seconds, from 1; 30 when not given.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int OperationTimeoutSeconds { get; set; } = 30;

    /// <summary>
    /// Gets or sets the mode: Production, Staging, or Simulation, in which the module answers by itself. Without it the variable
    /// EXECUTION_MODE decides, else Production.
    /// </summary>
    [Parameter]
    public ExecutionMode? Mode { get; set; }
}
