using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Prompts;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The base of cmdlets that ask an agent: makes the plan of its calls from a blueprint or a model and what the caller sets.</summary>
public abstract class AgentPlanCmdlet : TransportCmdlet
{
    /// <summary>The parameter set in which a blueprint says whom to ask.</summary>
    private protected const string BlueprintSet = "Blueprint";

    /// <summary>The parameter set in which a resolved model says whom to ask.</summary>
    private protected const string ModelSet = "Model";

    private ImmutableArray<SecretHeader> _headers = [];

    /// <summary>Gets or sets the blueprint: an object of Import-AgentBlueprint, or a path.</summary>
    [Parameter(ParameterSetName = BlueprintSet, Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(BlueprintPathCompleter))]
    public virtual object? Blueprint { get; set; }

    /// <summary>Gets or sets the model, as Resolve-AgentModel writes it.</summary>
    [Parameter(ParameterSetName = ModelSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public virtual ResolvedModel? Model { get; set; }

    /// <summary>Gets or sets the system message in place of the one that the blueprint's <c>prompt_ref</c> names; empty text sends none.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? System { get; set; }

    /// <summary>Gets or sets the values for the places of the system message: a hashtable in which <c>name</c> fills <c>{{name}}</c>. A place without a value is an error.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Variable { get; set; }

    /// <summary>Gets or sets what was said before: an AgentConversation, an AgentReply, the JSON or the JSON file of a conversation, or a list of messages.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Conversation { get; set; }

    /// <summary>Gets or sets what happens when the conversation is longer than the model's context: Error, the default, or SlidingWindow, which leaves the oldest turns out with a warning.</summary>
    [Parameter]
    public ContextStrategy ContextStrategy { get; set; }

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

    /// <summary>Gets a value indicating whether the agent is given once, as a parameter, for every item of the pipeline.</summary>
    private protected bool IsAgentGiven => Blueprint is not null || Model is not null;

    /// <summary>Gets the model that the last plan was made for.</summary>
    private protected ResolvedModel? Source { get; private set; }

    /// <summary>Gets how the endpoint is reached.</summary>
    private protected TransportOptions Transport { get; private set; } = new();

    /// <summary>Gets what is the same for every call.</summary>
    private protected CallOptions Options { get; private set; } = new();

    /// <summary>Gets the conversation that the first call goes on with.</summary>
    private protected AgentConversation Before { get; private set; } = AgentConversation.Empty;

    /// <summary>Gets what -WhatIf says of a system message that a registry has; null where there is none.</summary>
    private protected string? UnaskedPrompt { get; private set; }

    /// <summary>Gets a value indicating whether answers are asked for piece by piece.</summary>
    private protected virtual bool IsStreamed => false;

    /// <summary>Gets a value indicating whether a cassette answers.</summary>
    private protected virtual bool IsReplayed => false;

    /// <summary>Reads what is the same for every call; what cannot be used ends the pipeline.</summary>
    private protected virtual void ReadArguments()
    {
        _headers = TransportArguments.ReadHeaders(this);
        Transport = TransportArguments.Read(this);
        Options = ReadOptions();
        AgentConversation? before = ConversationArguments.Read(Conversation, Paths, out ErrorRecord? error);
        if (error is not null)
        {
            ThrowTerminatingError(error);
        }

        Before = before!;
    }

    /// <summary>Adds what a cmdlet further down has parameters for.</summary>
    /// <param name="options">The options so far.</param>
    /// <returns>The options.</returns>
    private protected virtual CallOptions Complete(CallOptions options) => options;

    /// <summary>Makes the plan for the agent at hand, and reports what speaks against it.</summary>
    /// <param name="ends">What an error puts an end to.</param>
    /// <returns>The plan; null when something forbids the call.</returns>
    private protected ChatPlan? ToPlan(ErrorEnds ends)
    {
        FindingWriter findings = new(this, ends);
        if (FindModel(findings) is not { } model)
        {
            return null;
        }

        Source = model;
        TransportArguments.WarnOfSkippedCheck(this, model.Address);
        return findings.Check(MakePlan(model, Options), model.ToString());
    }

    /// <summary>Makes a plan.</summary>
    /// <param name="model">Whom to ask.</param>
    /// <param name="options">What the caller sets.</param>
    /// <returns>The plan, and every reason against it.</returns>
    private protected Checked<ChatPlan> MakePlan(ResolvedModel model, CallOptions options)
    {
        if (!IsWhatIf)
        {
            return Await(token => ProcessClient.Instance.PlanAsync(model, options, token));
        }

        // -WhatIf sends nothing, so the system message is told by its name and its address.
        Checked<ChatPlan> plan = ProcessClient.Instance.Preview(model, options, out Uri? unasked);
        UnaskedPrompt = unasked is null ? null : $"beside the system message, '{model.Blueprint.PromptRef}' from {unasked.AbsoluteUri}, which is not asked now";
        return plan;
    }

    /// <summary>Finds whom to ask by the parameters, and reports what speaks against it.</summary>
    /// <param name="findings">Where it is written.</param>
    /// <returns>The model; null when there is none.</returns>
    private protected ResolvedModel? FindModel(FindingWriter findings) => Model is null ? ReadModel(findings) : findings.Check(WithHeaders(Model), Model.ToString());

    /// <summary>Finds out where the calls of a blueprint go.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <returns>The model, and what was found on the way.</returns>
    private protected Checked<ResolvedModel> Resolve(AgentBlueprint blueprint) =>
        CallRules.WithoutDoubles(ModelResolver.Resolve(blueprint, new ModelOverrides { Headers = _headers }, new ProcessVariables()));

    /// <summary>Adds the headers of the parameter to a model that is resolved already.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The model, and what was found on the way.</returns>
    private Checked<ResolvedModel> WithHeaders(ResolvedModel model) => _headers.IsEmpty ? new Checked<ResolvedModel>(model, []) : HeaderResolver.AddTo(model, _headers);

    /// <summary>Warns of text that was cut in the middle of an emoji or the like.</summary>
    /// <param name="what">What the text is.</param>
    /// <param name="text">The text.</param>
    private protected void WarnOfHalfCharacter(string what, string? text)
    {
        if (text is not null && HalfCharacter.Find(text) is > 0 and int place)
        {
            WriteWarning($"{what} holds half a character (a lone surrogate) at position {place}; JSON cannot carry it, so U+FFFD is sent in its place.");
        }
    }

    private CallOptions ReadOptions()
    {
        ErrorRecord? error = null;
        ProtectionOptions protection = ReadProtection(ref error);
        OutputSchema? output = OutputSchema is null ? null : OutputSchemaArguments.Read(OutputSchema, Paths, out error);
        CallLabels? labels = LabelArguments.Read(Tag, Metadata, User, out string? problem);
        ImmutableDictionary<string, string>? variables = VariableArguments.Read(Variable, out string? unfit);
        error ??= unfit is null ? null : ErrorRecords.VariableArgumentInvalid(unfit);
        if ((error ?? (problem is null ? null : ErrorRecords.MetadataInvalid(problem))) is { } wrong)
        {
            ThrowTerminatingError(wrong);
        }

        return Complete(new CallOptions
        {
            Mode = Mode,
            System = System,
            Variables = variables,
            ContextStrategy = ContextStrategy,
            Output = output,
            AllowUnencrypted = AllowUnencryptedAuthentication,
            Transport = Transport,
            Stream = IsStreamed,
            IsReplayed = IsReplayed,
            IdleLimit = TimeSpan.FromSeconds(OperationTimeoutSeconds),
            TimeLimit = TotalTimeoutSeconds > 0 ? TimeSpan.FromSeconds(TotalTimeoutSeconds) : null,
            Labels = labels,
            Protection = protection,
        });
    }

    private ProtectionOptions ReadProtection(ref ErrorRecord? error)
    {
        ProtectionOptions options = new()
        {
            Threshold = ProtectionThreshold,
            AllowList = [.. ProtectionAllowList],
            AnalyzerUri = PresidioAnalyzerUri,
            AllowUnencryptedAnalyzer = AllowUnencryptedAuthentication,
            AllowUnprotected = [.. AllowUnprotectedEntity],
        };
        ProtectionArguments.ReadActions(ProtectionAction, ref options, out string? problem);
        error ??= problem is null ? null : ErrorRecords.ProtectionArgumentInvalid($"-ProtectionAction: {problem}");
        return options;
    }

    private ResolvedModel? ReadModel(FindingWriter findings)
    {
        AgentBlueprint[] blueprints = [.. new BlueprintSource(this, findings).Read(Blueprint)];
        if (blueprints.Length > 1)
        {
            findings.Fail(ErrorRecords.NotOneBlueprint($"{Blueprint}", blueprints.Length));
        }

        return blueprints.Length == 1 ? findings.Check(Resolve(blueprints[0]), Blueprint) : null;
    }
}
