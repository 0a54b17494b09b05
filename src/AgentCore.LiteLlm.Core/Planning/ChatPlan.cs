using System.Collections.Immutable;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Planning;

/// <summary>A resolved model that may be called, with everything that is the same for each prompt.</summary>
public sealed record ChatPlan
{
    // The request but for what is said; what is costly to make is made once.
    private readonly ChatRequest _template;
    private readonly string? _system;
    private readonly ProtectionPolicy? _protection;
    private readonly bool _filters;

    private ChatPlan(ResolvedModel model, ExecutionMode mode, CallOptions options, SystemMessage system, OutputSchema? output, PriceList? prices, ImmutableArray<GateDecision> gates, ProtectionPolicy? protection, IVariables variables)
    {
        Model = model;
        Mode = mode;
        _system = system.Text;
        _protection = protection;
        _filters = model.Blueprint.Observability?.DataProtection?.Provider is not (null or DataProtectionProvider.None);
        _template = new ChatRequest
        {
            BaseUrl = model.Address,
            Provider = model.Provider,
            Model = model.ModelId,
            Messages = [],
            Temperature = model.Temperature,
            MaxTokens = model.MaxTokens,
            Tools = options.Tools,
            SecretVariables = options.Tools.IsEmpty ? [] : [.. SecretVariables.Of(model)],
            Loop = options.Tools.IsEmpty ? null : ToLimits(model, options),
            Output = output,
            Labels = options.Labels,
            Headers = model.SecretHeaders,
            Transport = options.Transport,
            Retries = options.Retries,
            ToolRedactor = options.Tools.IsEmpty ? Redactor.Idle : new Redactor([.. model.SecretHeaders.Where(h => h.IsConfidential).Select(h => h.Value), .. SecretVariables.ValuesOf(model, variables)]),
            Stream = options.Stream,
            Mode = mode,
            Gates = gates,
            Prompt = system.Source,
            Prices = prices,
            ContextStrategy = options.ContextStrategy,
            TimeLimit = Shorter(options.TimeLimit, model.Blueprint.Runtime?.MaxExecutionTime is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
            IdleLimit = options.IdleLimit,
        };
    }

    /// <summary>Gets the model that is called, with where its calls go and why.</summary>
    public ResolvedModel Model { get; }

    /// <summary>Gets the mode the calls run in.</summary>
    public ExecutionMode Mode { get; }

    /// <summary>Gets which system prompt runs; null when there is none.</summary>
    public PromptSource? Prompt => _template.Prompt;

    /// <summary>Gets a value indicating whether personal data is taken out of every request.</summary>
    public bool IsProtected => _protection is not null;

    /// <summary>Makes a plan, unless something forbids the call.</summary>
    /// <param name="model">The resolved model.</param>
    /// <param name="options">What the caller sets.</param>
    /// <param name="variables">Where variables are looked up.</param>
    /// <returns>The plan, and every reason against it.</returns>
    internal static Checked<ChatPlan> Make(ResolvedModel model, CallOptions options, IVariables variables)
    {
        if (ModeChoice.Find(options.Mode, variables) is not { } chosen)
        {
            return new Checked<ChatPlan>(null, [UnknownMode(variables)]);
        }

        ImmutableArray<Diagnostic> findings = CallRules.FindObstacles(model, chosen, options.AllowUnencrypted, options.IsReplayed);
        SystemMessage system = SystemMessage.Find(model.Blueprint, options, chosen, ref findings);
        OutputSchema? output = options.Output ?? PlannedOutput.Find(model.Blueprint, ref findings);
        PriceList? prices = PriceList.Read(variables, out string? unpriced);
        findings = unpriced is null ? findings : findings.Add(UnknownPrices(unpriced));
        ProtectionPolicy? protection = PlannedProtection.Find(model.Blueprint, options.Protection with { Transport = options.Transport }, chosen, variables, ref findings);
        ImmutableArray<GateDecision> gates = CallGates.Describe(model, chosen, options.Mode is not null, !string.IsNullOrWhiteSpace(variables.Find(ModeChoice.Variable)), options.AllowUnencrypted, system.Source);
        return new Checked<ChatPlan>(new ChatPlan(model, chosen, options, system, output, prices, gates, protection, variables), findings);
    }

    /// <summary>Freezes the request for one prompt.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <returns>The complete request.</returns>
    internal ChatRequest ToRequest(string prompt) => ToRequest(new ChatMessage(ChatRole.User, prompt), AgentConversation.Empty);

    /// <summary>Freezes the request for what is said next in a conversation.</summary>
    /// <param name="next">What is said next, attachments included.</param>
    /// <param name="conversation">What was said before; its system message holds only where the call has none of its own.</param>
    /// <returns>The complete request.</returns>
    /// <exception cref="ConversationException">The conversation waits for the answers of tools.</exception>
    internal ChatRequest ToRequest(ChatMessage next, AgentConversation conversation) => _template with
    {
        Messages = conversation.GoOn(_system, next),
        Protection = _protection is null ? null : new ProtectionSession(_protection, conversation.Vault),
    };

    /// <summary>Says what the user should know before attaching anything.</summary>
    /// <returns>A sentence; null when there is nothing to say.</returns>
    public string? FindAttachmentWarning() => _filters
        ? "The blueprint asks for personal data to be filtered. Images and files are not looked into: they go to the endpoint as they are."
        : null;

    private static LoopLimits ToLimits(ResolvedModel model, CallOptions options) => new()
    {
        MaxIterations = options.MaxIterations ?? model.Blueprint.Runtime?.MaxIterations ?? LoopLimits.DefaultIterations,
        MaxTokens = options.MaxTokens,
        MaxCost = options.MaxCost,
    };

    private static TimeSpan? Shorter(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other ?? one : one;

    private static Diagnostic UnknownPrices(string problem) => new()
    {
        Code = DiagnosticCodes.PricingInvalid,
        Severity = DiagnosticSeverity.Warning,
        Message = problem,
        Suggestion = "Write prices in US dollars per 1,000 tokens, such as MODEL_PRICING='{\"gpt-4o\": [0.0025, 0.01]}'.",
    };

    /// <summary>Says that the variable for the mode holds none.</summary>
    internal static Diagnostic UnknownMode(IVariables variables) => new()
    {
        Code = DiagnosticCodes.ModeUnknown,
        Severity = DiagnosticSeverity.Error,
        Message = $"the environment variable '{ModeChoice.Variable}' holds '{SecretShapes.Excerpt(variables.Find(ModeChoice.Variable) ?? "")}', which is no mode; nothing was sent.",
        Suggestion = "Set it to simulation, staging or production, or give -Mode.",
    };
}
