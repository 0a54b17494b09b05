using System.Collections;
using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Routing;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The parameters of cmdlets that plan calls of an agent: a blueprint or a model, and what the caller sets.</summary>
public abstract class AgentPlanCmdlet : TransportCmdlet
{
    /// <summary>The parameter set in which a blueprint says whom to ask.</summary>
    private protected const string BlueprintSet = "Blueprint";

    /// <summary>The parameter set in which a resolved model says whom to ask.</summary>
    private protected const string ModelSet = "Model";

    /// <summary>
    /// Gets or sets the blueprint: an object of Import-AgentBlueprint, a file of Get-Item, or a path, which is taken as it is written where such a file is
    /// there, and with its wildcards elsewhere.
    /// </summary>
    [Parameter(
        ParameterSetName = BlueprintSet, Mandatory = true, Position = 1, ValueFromPipeline = true,
        HelpMessage = "The path of a blueprint, such as agent.yaml, says whom to ask; New-AgentBlueprint writes one.")]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(BlueprintPathCompleter))]
    public virtual object? Blueprint { get; set; }

    /// <summary>Gets or sets the model, as Resolve-AgentModel writes it; a model's name is for -ModelId.</summary>
    [Parameter(ParameterSetName = ModelSet, Mandatory = true, ValueFromPipeline = true)]
    [ResolvedModel(TakesName = true)]
    [ValidateNotNull]
    public virtual ResolvedModel? Model { get; set; }

    /// <summary>Gets or sets the name of the model to ask in place of the blueprint's <c>model_id</c>, where everything else of the blueprint holds.</summary>
    [Parameter(ParameterSetName = BlueprintSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ModelIdCompleter))]
    public virtual string? ModelId { get; set; }

    /// <summary>Gets or sets the system message in place of the one that the blueprint's <c>prompt_ref</c> names; empty text sends none.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? System { get; set; }

    /// <summary>
    /// Gets or sets the values for the places of the system message: a hashtable in which <c>name</c> fills <c>{{name}}</c>. A place without a value is an
    /// error.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Variable { get; set; }

    /// <summary>
    /// Gets or sets what was said before: an AgentConversation, an AgentReply, the JSON or the JSON file of a conversation, or a list of messages.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FileCompleter))]
    public object? Conversation { get; set; }

    /// <summary>
    /// Gets or sets what happens when the conversation is longer than the model's context: Error, the default, or SlidingWindow, which leaves the oldest turns
    /// out with a warning.
    /// </summary>
    [Parameter]
    public ContextStrategy ContextStrategy { get; set; }

    /// <summary>
    /// Gets or sets the mode: Production, Staging, or Simulation, which needs no network and no key. Without it the variable EXECUTION_MODE decides, else
    /// Production.
    /// </summary>
    [Parameter]
    public ExecutionMode? Mode { get; set; }

    /// <summary>Gets or sets the longest the endpoint may stay silent, in seconds, from 1; 300 when not given.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int OperationTimeoutSeconds { get; set; } = 300;

    /// <summary>
    /// Gets or sets the longest a whole call may take, retries and tools included, in seconds, from 1; no limit but the blueprint's
    /// <c>runtime.max_execution_time</c> when not given. The shorter of the two binds.
    /// </summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int TotalTimeoutSeconds { get; set; }

    /// <summary>
    /// Gets or sets the schema that the answer must fit: a hashtable, JSON text, the path of a JSON file, or a .NET type; the blueprint's <c>output_schema</c>
    /// when not given. The answer is then in the reply's Output.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FileCompleter))]
    public object? OutputSchema { get; set; }

    /// <summary>Gets or sets the sampling temperature, 0 to 2, in place of the blueprint's.</summary>
    [Parameter]
    [ValidateRange(0.0, 2.0)]
    public double? Temperature { get; set; }

    /// <summary>Gets or sets the share of the probability from which words are sampled, 0 to 1, in place of the blueprint's <c>top_p</c>.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double? TopP { get; set; }

    /// <summary>
    /// Gets or sets the number by which equal requests are meant to get equal answers, where the endpoint can, in place of the blueprint's <c>seed</c>.
    /// </summary>
    [Parameter]
    public virtual int? Seed { get; set; }

    /// <summary>
    /// Gets or sets how much the model reasons before it answers, in place of what the blueprint says: None, Minimal, Low, Medium, High, XHigh or Max. A level
    /// that the model lacks becomes the nearest that it has, with a warning.
    /// </summary>
    [Parameter]
    public ReasoningEffort? ReasoningEffort { get; set; }

    /// <summary>
    /// Gets or sets the models to ask, in order, where the model does not answer, in place of the blueprint's <c>fallbacks</c>: only before anything of an
    /// answer arrived, and only for failures that another model can cure.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ModelIdCompleter))]
    public string[] Fallback { get; set; } = [];

    /// <summary>
    /// Gets or sets a value indicating whether the call fails where the endpoint refuses a parameter, rather than go on without it, and whether every warning
    /// about the blueprint and the call is an error.
    /// </summary>
    [Parameter]
    public SwitchParameter Strict { get; set; }

    /// <summary>Gets or sets tags for the endpoint's cost tracking, sent in <c>metadata.tags</c>, as LiteLLM's proxy reads them.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Tag { get; set; }

    /// <summary>
    /// Gets or sets further entries of <c>metadata</c>; LiteLLM's proxy logs them and knows some, such as <c>trace_id</c> and <c>generation_name</c>.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Metadata { get; set; }

    /// <summary>Gets or sets the end user on whose behalf the call is made, sent as <c>user</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? User { get; set; }

    /// <summary>
    /// Gets or sets what is done with personal data, where the blueprint's <c>observability.data_protection</c> asks for it to be found: Replace, Mask, Hash,
    /// Redact, Block or Keep, or a hashtable of kinds and actions in which <c>*</c> stands for the rest; Replace when not given.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ProtectionActionCompleter))]
    public object? ProtectionAction { get; set; }

    /// <summary>Gets or sets the lowest score from which personal data counts as found, from 0 to 1; 0.4 when not given.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double? ProtectionThreshold { get; set; }

    /// <summary>Gets or sets terms that may leave although they are found, written exactly as in the text.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ProtectionAllowList { get; set; } = [];

    /// <summary>
    /// Gets or sets the address of a Presidio analyzer, for kinds of personal data that need a language model; the one that PRESIDIO_ANALYZER_API_BASE holds
    /// when not given.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? PresidioAnalyzerUri { get; set; }

    /// <summary>
    /// Gets or sets the kinds of personal data that may leave where nothing can find them; <c>*</c> stands for all. Without it they are an error.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EntityCompleter))]
    public string[] AllowUnprotectedEntity { get; set; } = [];

    /// <summary>
    /// Gets or sets a value indicating whether nothing runs unless the agent is what the lock beside its blueprint says; each thing that differs is an error.
    /// </summary>
    [Parameter]
    public SwitchParameter Locked { get; set; }

    /// <summary>Gets a value indicating whether the agent is given once, as a parameter, for every item of the pipeline.</summary>
    internal bool IsAgentGiven => Blueprint is not null || Model is not null;
}
