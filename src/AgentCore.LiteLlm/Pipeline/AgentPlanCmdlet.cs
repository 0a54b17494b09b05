using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The base of cmdlets that ask an agent: makes the plan of its calls from a blueprint or a model and what the caller sets.</summary>
public abstract class AgentPlanCmdlet : TransportCmdlet
{
    /// <summary>The parameter set in which a blueprint says whom to ask.</summary>
    private protected const string BlueprintSet = "Blueprint";

    /// <summary>The parameter set in which a resolved model says whom to ask.</summary>
    private protected const string ModelSet = "Model";

    private ImmutableArray<SecretHeader> _headers = [];
    private CallOptions _options = new();

    /// <summary>Gets or sets the blueprint: an object of Import-AgentBlueprint, or a path.</summary>
    [Parameter(ParameterSetName = BlueprintSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object? Blueprint { get; set; }

    /// <summary>Gets or sets the model, as Resolve-AgentModel writes it.</summary>
    [Parameter(ParameterSetName = ModelSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public ResolvedModel? Model { get; set; }

    /// <summary>Gets or sets the system message in place of the one that the blueprint's <c>prompt_ref</c> names; empty text sends none.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? System { get; set; }

    /// <summary>Gets or sets the mode: Production, Staging, or Simulation, which needs no network and no key. Without it the variable EXECUTION_MODE decides, else Production.</summary>
    [Parameter]
    public ExecutionMode? Mode { get; set; }

    /// <summary>Gets or sets the longest the endpoint may stay silent, in seconds, from 1; 300 when not given.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int OperationTimeoutSeconds { get; set; } = 300;

    /// <summary>Gets or sets the longest a whole call may take, retries and tools included, in seconds, from 1; no limit but the blueprint's <c>runtime.max_execution_time</c> when not given. The shorter of the two binds.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int TotalTimeoutSeconds { get; set; }

    /// <summary>Gets or sets the schema that the answer must fit: a hashtable, JSON text, the path of a JSON file, or a .NET type; the blueprint's <c>output_schema</c> when not given. The answer is then in the reply's Output.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? OutputSchema { get; set; }

    /// <summary>Gets or sets tags for the endpoint's cost tracking, sent in <c>metadata.tags</c>, as LiteLLM's proxy reads them.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Tag { get; set; }

    /// <summary>Gets or sets further entries of <c>metadata</c>; LiteLLM's proxy logs them and knows some, such as <c>trace_id</c> and <c>generation_name</c>.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Metadata { get; set; }

    /// <summary>Gets or sets the end user on whose behalf the call is made, sent as <c>user</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? User { get; set; }

    /// <summary>Gets a value indicating whether the agent is given once, as a parameter, for every item of the pipeline.</summary>
    private protected bool IsAgentGiven => Blueprint is not null || Model is not null;

    /// <summary>Gets how the endpoint is reached.</summary>
    private protected TransportOptions Transport { get; private set; } = new();

    /// <summary>Gets a value indicating whether answers are asked for piece by piece.</summary>
    private protected virtual bool IsStreamed => false;

    /// <summary>Reads what is the same for every call; what cannot be used ends the pipeline.</summary>
    private protected virtual void ReadArguments()
    {
        _headers = ReadHeaders();
        Transport = ReadTransport();
        _options = ReadOptions();
    }

    /// <summary>Makes the plan for the agent at hand, and reports what speaks against it.</summary>
    /// <returns>The plan; null when something forbids the call.</returns>
    private protected ChatPlan? ToPlan()
    {
        ResolvedModel? model = Model is null ? ReadModel() : _headers.IsEmpty ? Model : Report(HeaderResolver.AddTo(Model, _headers), Model.ToString());
        if (model is null)
        {
            return null;
        }

        WarnOfSkippedCheck(model.Address);
        return Report(ChatPlan.Make(model, _options, new ProcessVariables()), model.ToString());
    }

    /// <summary>Makes the plan for an agent that is given once; what speaks against it ends the pipeline.</summary>
    /// <returns>The plan.</returns>
    private protected ChatPlan? ToOnlyPlan()
    {
        // What is given once is wrong for every prompt: the pipeline ends here rather than fail each item anew.
        EndsPipeline = true;
        ChatPlan? plan = ToPlan();
        EndsPipeline = false;
        return plan;
    }

    private CallOptions ReadOptions()
    {
        ErrorRecord? error = null;
        OutputSchema? output = OutputSchema is null ? null : OutputSchemaArguments.Read(OutputSchema, GetUnresolvedProviderPathFromPSPath, out error);
        CallLabels? labels = LabelArguments.Read(Tag, Metadata, User, out string? problem);
        if ((error ?? (problem is null ? null : ErrorRecords.MetadataInvalid(problem))) is { } wrong)
        {
            ThrowTerminatingError(wrong);
        }

        return new CallOptions
        {
            Mode = Mode,
            System = System,
            Output = output,
            AllowUnencrypted = AllowUnencryptedAuthentication,
            Stream = IsStreamed,
            IdleLimit = TimeSpan.FromSeconds(OperationTimeoutSeconds),
            TimeLimit = TotalTimeoutSeconds > 0 ? TimeSpan.FromSeconds(TotalTimeoutSeconds) : null,
            Labels = labels,
        };
    }

    private ResolvedModel? ReadModel()
    {
        AgentBlueprint[] blueprints = [.. ReadBlueprints(Blueprint)];
        if (blueprints.Length > 1)
        {
            Fail(ErrorRecords.NotOneBlueprint($"{Blueprint}", blueprints.Length));
        }

        return blueprints.Length == 1 ? Report(WithoutDoubles(ModelResolver.Resolve(blueprints[0], new ModelOverrides { Headers = _headers }, new ProcessVariables())), Blueprint) : null;
    }

    // Whether these forbid the call is for the plan to say: as an error, or not at all where nothing leaves the process.
    private static Checked<ResolvedModel> WithoutDoubles(Checked<ResolvedModel> result) => result with
    {
        Diagnostics = [.. result.Diagnostics.Where(f => f.Severity != DiagnosticSeverity.Warning || f.Code is not (DiagnosticCodes.ApiKeyNotSet or DiagnosticCodes.UnencryptedAuthentication))],
    };
}
