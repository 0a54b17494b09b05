using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using System.Text.Json;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Sends prompts to the model of a blueprint and writes the answers.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "AgentPrompt", DefaultParameterSetName = ModelSet, SupportsShouldProcess = true)]
[OutputType(typeof(AgentReply), typeof(AgentChunk))]
public sealed class InvokeAgentPromptCommand : TransportCmdlet
{
    private const string BlueprintSet = "Blueprint";
    private const string ModelSet = "Model";

    private static readonly string[] HostTag = ["PSHOST"];

    private ImmutableArray<SecretHeader> _headers = [];
    private TransportOptions _transport = new();
    private CallOptions _options = new();
    private ChatPlan? _plan;
    private bool _isMidLine;

    /// <summary>Gets or sets the prompt: text, or the property of that name of an object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Prompt { get; set; } = "";

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

    /// <summary>Gets or sets how often a call is tried again that failed before its answer began and may succeed later, from 0, which turns retries off; 3 when not given.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; } = 3;

    /// <summary>Gets or sets the bound of the first wait between tries, in seconds, doubled with each; every wait is random below its bound, and an endpoint's own wish comes first. 1 when not given.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int RetryIntervalSec { get; set; } = 1;

    /// <summary>Gets or sets a value indicating whether the answer is written piece by piece, as AgentChunk objects, before the AgentReply.</summary>
    [Parameter]
    public SwitchParameter Stream { get; set; }

    /// <summary>Gets or sets a value indicating whether the answer's text is shown in the host as it arrives; only the AgentReply is written.</summary>
    [Parameter]
    public SwitchParameter Live { get; set; }

    /// <summary>Gets or sets the schema that the answer must fit: a hashtable, JSON text, the path of a JSON file, or a .NET type; the blueprint's <c>output_schema</c> when not given. The answer is then in the reply's Output.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? OutputSchema { get; set; }

    /// <summary>Gets or sets the longest a whole call may take, retries included, in seconds, from 1; no limit but the blueprint's <c>runtime.max_execution_time</c> when not given. The shorter of the two binds.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int TotalTimeoutSeconds { get; set; }

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

    /// <summary>Gets or sets what is done with personal data, where the blueprint's <c>observability.data_protection</c> asks for it to be found: Replace, Mask, Hash, Redact, Block or Keep, or a hashtable of kinds and actions in which <c>*</c> stands for the rest; Replace when not given.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? ProtectionAction { get; set; }

    /// <summary>Gets or sets the lowest score from which personal data counts as found, from 0 to 1; 0.4 when not given.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double? ProtectionThreshold { get; set; }

    /// <summary>Gets or sets terms that may leave although they are found, written exactly as in the text.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ProtectionAllowList { get; set; } = [];

    /// <summary>Gets or sets the address of a Presidio analyzer, for kinds of personal data that need a language model; the one that PRESIDIO_ANALYZER_API_BASE holds when not given.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? PresidioAnalyzerUri { get; set; }

    /// <summary>Gets or sets the kinds of personal data that may leave where nothing can find them; <c>*</c> stands for all. Without it they are an error.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EntityCompleter))]
    public string[] AllowUnprotectedEntity { get; set; } = [];

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // What is given once is wrong for every prompt: the pipeline ends here rather than fail each item anew.
        bool isAgentGiven = Blueprint is not null || Model is not null;
        if (!isAgentGiven && !MyInvocation.BoundParameters.ContainsKey(nameof(Prompt)))
        {
            // One piped item would else be taken for the agent and for its prompt.
            ThrowTerminatingError(ErrorRecords.PromptMissing());
        }

        _headers = ReadHeaders();
        _transport = ReadTransport();
        _options = ReadOptions();
        if (isAgentGiven)
        {
            EndsPipeline = true;
            _plan = ToPlan();
            EndsPipeline = false;
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ChatPlan? plan = _plan ?? ToPlan();
        if (plan is null)
        {
            return;
        }

        ChatRequest request = plan.ToRequest(Prompt);
        string description = RequestPreview.ToText(request);
        if (ShouldProcess(description, description, MyInvocation.MyCommand.Name))
        {
            Send(request);
        }
    }

    private CallOptions ReadOptions()
    {
        ErrorRecord? error = null;
        OutputSchema? output = OutputSchema is null ? null : OutputSchemaArguments.Read(OutputSchema, GetUnresolvedProviderPathFromPSPath, out error);
        CallLabels? labels = LabelArguments.Read(Tag, Metadata, User, out string? problem);
        ProtectionOptions protection = ReadProtection(out string? unfit);
        error ??= problem is null ? null : ErrorRecords.MetadataInvalid(problem);
        if ((error ?? (unfit is null ? null : ErrorRecords.ProtectionArgumentInvalid($"-ProtectionAction: {unfit}"))) is { } wrong)
        {
            ThrowTerminatingError(wrong);
        }

        return new CallOptions
        {
            Mode = Mode,
            System = System,
            Output = output,
            AllowUnencrypted = AllowUnencryptedAuthentication,
            Stream = Stream || Live,
            IdleLimit = TimeSpan.FromSeconds(OperationTimeoutSeconds),
            TimeLimit = TotalTimeoutSeconds > 0 ? TimeSpan.FromSeconds(TotalTimeoutSeconds) : null,
            Labels = labels,
            Protection = protection,
        };
    }

    private ProtectionOptions ReadProtection(out string? problem)
    {
        ProtectionOptions options = new()
        {
            Threshold = ProtectionThreshold,
            AllowList = [.. ProtectionAllowList],
            AnalyzerUri = PresidioAnalyzerUri,
            AllowUnencryptedAnalyzer = AllowUnencryptedAuthentication,
            AllowUnprotected = [.. AllowUnprotectedEntity],
            Transport = _transport,
        };
        ProtectionArguments.ReadActions(ProtectionAction, ref options, out problem);
        return options;
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

    private ChatPlan? ToPlan()
    {
        ResolvedModel? model = Model is null ? ReadModel() : _headers.IsEmpty ? Model : Report(HeaderResolver.AddTo(Model, _headers), Model.ToString());
        if (model is null)
        {
            return null;
        }

        WarnOfSkippedCheck(model.Address);
        return Report(ChatPlan.Make(model, _options, new ProcessVariables()), model.ToString());
    }

    private void Send(ChatRequest request)
    {
        RetryOptions retries = new() { MaximumRetryCount = MaximumRetryCount, Interval = TimeSpan.FromSeconds(RetryIntervalSec) };
        try
        {
            foreach (ChatEvent item in Pull(Composition.ProviderFor(request.Mode, _transport, retries).AnswerAsync(request, StopToken)))
            {
                Write(item);
            }
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (ChatException e)
        {
            EndLine();
            WriteError(ErrorRecords.CallFailed(e, Prompt));
        }
    }

    private void Write(ChatEvent item)
    {
        switch (item)
        {
            case ChatEvent.Arrived arrived:
                Write(arrived.Chunk);
                break;
            case ChatEvent.Notice notice:
                EndLine();
                WriteVerbose(notice.Message);
                Write(new AgentChunk(ChunkKind.Notice, notice.Message));
                break;
            case ChatEvent.Warning warning:
                EndLine();
                WriteWarning(warning.Message);
                break;
            case ChatEvent.Completed done:
                EndLine();
                WriteObject(done.Reply.Output is JsonElement output ? done.Reply with { Output = OutputTree.ToObject(output) } : done.Reply);
                break;
        }
    }

    private void Write(AgentChunk chunk)
    {
        if (Stream)
        {
            WriteObject(chunk);
        }

        if (Live && chunk.Kind == ChunkKind.Text)
        {
            Show(chunk.Text, noNewLine: true);
        }
    }

    private void EndLine()
    {
        if (_isMidLine)
        {
            Show("", noNewLine: false);
        }
    }

    // What Write-Host does: shown at once, and still a stream that can be silenced or redirected.
    private void Show(string text, bool noNewLine)
    {
        _isMidLine = noNewLine;
        WriteInformation(new HostInformationMessage { Message = text, NoNewLine = noNewLine }, HostTag);
    }
}
