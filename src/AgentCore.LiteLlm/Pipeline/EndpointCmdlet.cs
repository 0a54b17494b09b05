using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Endpoints;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The base of cmdlets that ask endpoints about themselves: finds out whom to ask, and whether that is allowed.</summary>
public abstract class EndpointCmdlet : TransportCmdlet
{
    private protected const string BlueprintSet = "Blueprint";
    private protected const string ModelSet = "Model";

    private ImmutableArray<SecretHeader> _headers = [];
    private TransportOptions _transport = new();

    /// <summary>Gets or sets the blueprint whose endpoint is asked: an object of Import-AgentBlueprint, or a path.</summary>
    [Parameter(ParameterSetName = BlueprintSet, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(BlueprintPathCompleter))]
    public object? Blueprint { get; set; }

    /// <summary>Gets or sets the model whose endpoint is asked, as Resolve-AgentModel writes it.</summary>
    [Parameter(ParameterSetName = ModelSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public ResolvedModel? Model { get; set; }

    /// <summary>Gets or sets the mode: Production, Staging, or Simulation, in which the module answers by itself. Without it the variable EXECUTION_MODE decides, else Production.</summary>
    [Parameter]
    public ExecutionMode? Mode { get; set; }

    /// <summary>Gets or sets the longest that one answer may take, in seconds, from 1; 30 when not given.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int OperationTimeoutSeconds { get; set; } = 30;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _headers = ReadHeaders();
        _transport = ReadTransport();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ModeChoice.Find(Mode, new ProcessVariables()) is not { } mode)
        {
            ThrowTerminatingError(ErrorRecords.Finding(ChatPlan.UnknownMode(new ProcessVariables()), null));
            return;
        }

        foreach (ResolvedModel model in ReadModels())
        {
            // No prompt is sent, so there is nothing that data protection could cover.
            Diagnostic[] obstacles = [.. CallRules.FindObstacles(model, mode, AllowUnencryptedAuthentication).Where(f => f.Code != DiagnosticCodes.ProtectionUnavailable)];
            Report([.. obstacles], model.ToString());
            if (obstacles.Length == 0)
            {
                WarnOfSkippedCheck(model.Address);
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
            Ask(new EndpointClient(Composition.TransportFor(mode, _transport), TimeProvider.System), query, model);
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

    private IEnumerable<ResolvedModel> ReadModels()
    {
        // A piped model is bound as a blueprint, which takes any object and belongs to the default set.
        if ((Model ?? (Blueprint is PSObject wrapped ? wrapped.BaseObject : Blueprint)) is ResolvedModel given)
        {
            ResolvedModel? model = _headers.IsEmpty ? given : Report(HeaderResolver.AddTo(given, _headers), given.ToString());
            return model is null ? [] : [model];
        }

        return ReadBlueprints(Blueprint)
            .Select(b => Report(WithoutDoubles(ModelResolver.Resolve(b, new ModelOverrides { Headers = _headers }, new ProcessVariables())), b.Id))
            .OfType<ResolvedModel>();
    }

    // Whether these forbid the question is said as an error, or not at all where nothing leaves the process.
    private static Checked<ResolvedModel> WithoutDoubles(Checked<ResolvedModel> result) => result with
    {
        Diagnostics = [.. result.Diagnostics.Where(f => f.Severity != DiagnosticSeverity.Warning || f.Code is not (DiagnosticCodes.ApiKeyNotSet or DiagnosticCodes.UnencryptedAuthentication))],
    };
}
