using System.Collections.Immutable;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Prompts;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Planning;

/// <summary>What a caller sets for his calls, beside what the blueprint says.</summary>
public sealed record CallOptions
{
    /// <summary>Gets the mode; null lets <c>EXECUTION_MODE</c> decide, else production.</summary>
    public ExecutionMode? Mode { get; init; }

    /// <summary>Gets the system message; null takes the one that <c>prompt_ref</c> names, empty sends none.</summary>
    public string? System { get; init; }

    /// <summary>Gets the prompt that <c>prompt_ref</c> names, where it was found already; null looks into the folder beside the blueprint.</summary>
    public PromptText? Prompt { get; init; }

    /// <summary>Gets the variables that fill the places of the system message, by name; null when none are given.</summary>
    public ImmutableDictionary<string, string>? Variables { get; init; }

    /// <summary>Gets what happens when a conversation is longer than the model's context.</summary>
    public ContextStrategy ContextStrategy { get; init; }

    /// <summary>Gets the schema that answers must fit; null takes the blueprint's <c>output_schema</c>.</summary>
    public OutputSchema? Output { get; init; }

    /// <summary>Gets the models to ask, in order, where the model does not answer; empty takes the model's.</summary>
    public ImmutableArray<string> Fallbacks { get; init; } = [];

    /// <summary>Gets the sampling temperature; null takes the model's.</summary>
    public double? Temperature { get; init; }

    /// <summary>Gets how the model is asked to answer besides; each that is not set is the model's.</summary>
    public ModelControls Controls { get; init; } = new();

    /// <summary>Gets a value indicating whether a call fails where its endpoint refuses a member of the request, rather than go on without it.</summary>
    public bool IsStrict { get; init; }

    /// <summary>Gets the tools that the model may call; empty for none.</summary>
    public ImmutableArray<ToolDefinition> Tools { get; init; } = [];

    /// <summary>Gets a value indicating whether the tools that the blueprint declares are offered too; otherwise it is said that they are not.</summary>
    internal bool OffersDeclaredTools { get; init; }

    /// <summary>
    /// Gets a value indicating whether the gateway judges, by the blueprint's policy, the calls that go through it. Without it, rules that cannot be
    /// judged here are an error where there are tools.
    /// </summary>
    public bool IsPolicyEnforcedByGateway { get; init; }

    /// <summary>
    /// Gets the names of <c>hooks</c> that the caller answers for: each is a <see cref="ChatEvent.HookCalled"/> before and after every turn of the model
    /// and every call of a tool. A name that the blueprint has and the caller has not is an error.
    /// </summary>
    public ImmutableArray<string> Hooks { get; init; } = [];

    /// <summary>Gets a value indicating whether the caller names a file for the audit log.</summary>
    public bool KeepsAuditLog { get; init; }

    /// <summary>Gets where the memory of agents is kept, and whose it is; null keeps none.</summary>
    internal MemoryOptions? Memory { get; init; }

    /// <summary>Gets a value indicating whether the caller could have named a folder for it.</summary>
    internal bool CanNameMemory { get; init; }

    /// <summary>Gets how many turns the model may take, at least 1; null takes the blueprint's <c>runtime.max_iterations</c>, else 5.</summary>
    public int? MaxIterations { get; init; }

    /// <summary>Gets how many tokens a run with tools may use; null for no limit.</summary>
    public long? MaxTokens { get; init; }

    /// <summary>Gets how much a run with tools may cost, in US dollars; null for no limit.</summary>
    public decimal? MaxCost { get; init; }

    /// <summary>
    /// Gets the agents that a blueprint may name in <c>multi_agent</c>, by their ids; others are looked for in the folder of the blueprint.
    /// </summary>
    public ImmutableDictionary<string, AgentBlueprint> Agents { get; init; } = ImmutableDictionary<string, AgentBlueprint>.Empty;

    /// <summary>Gets the agents among <see cref="Tools"/>, which the model may call.</summary>
    internal ImmutableArray<SpecialistOffer> Specialists { get; init; } = [];

    /// <summary>Gets a value indicating whether whoever pulls decides of each call of an agent whether it begins.</summary>
    internal bool DecidesOnAgents { get; init; }

    /// <summary>
    /// Gets the headers that the caller gives for his calls: agents that are put together get them where they are asked at the same address.
    /// </summary>
    internal ImmutableArray<SecretHeader> Headers { get; init; } = [];

    /// <summary>Gets the agents among which this one is put together with others, outermost first; empty where nobody put it there.</summary>
    internal ImmutableArray<string> Above { get; init; } = [];

    /// <summary>Gets how connections are made, to the endpoint and to whatever is asked before it.</summary>
    public TransportOptions Transport { get; init; } = new();

    /// <summary>Gets how a call that failed is tried again.</summary>
    public RetryOptions Retries { get; init; } = new();

    /// <summary>Gets a value indicating whether a key may cross a network in clear text.</summary>
    public bool AllowUnencrypted { get; init; }

    /// <summary>Gets a value indicating whether a cassette answers, so that nothing leaves the process and no key is needed.</summary>
    public bool IsReplayed { get; init; }

    /// <summary>Gets a value indicating whether answers are asked for piece by piece.</summary>
    public bool Stream { get; init; }

    /// <summary>Gets the longest the endpoint may stay silent; 300 s by default.</summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>
    /// Gets the longest a whole call may take; null for no limit but the blueprint's <c>runtime.max_execution_time</c>, which binds beside
    /// it.
    /// </summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Gets what the caller sets about personal data; whether it is looked for at all is the blueprint's to say.</summary>
    public ProtectionOptions Protection { get; init; } = new();

    /// <summary>Gets what the endpoint's operator is told about the calls; null when nothing is.</summary>
    public CallLabels? Labels { get; init; }
}
