using System.Collections.Immutable;
using AgentCore.LiteLlm.Agents;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Prompts;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Chat;

/// <summary>A resolved model that may be called, with everything that is the same for each prompt.</summary>
public sealed record ChatPlan
{
    // The request but for its prompt; what is costly to make is made once.
    private readonly ChatRequest _template;

    private ChatPlan(ResolvedModel model, ExecutionMode mode, CallOptions options, string? system, OutputSchema? output)
    {
        Mode = mode;
        _template = new ChatRequest
        {
            BaseUrl = model.Address,
            Model = model.ModelId,
            Messages = string.IsNullOrEmpty(system) ? [] : [new ChatMessage(ChatRole.System, system)],
            Temperature = model.Temperature,
            MaxTokens = model.MaxTokens,
            Tools = options.Tools,
            SecretVariables = options.Tools.IsEmpty ? [] : [.. SecretVariables.Of(model)],
            Loop = options.Tools.IsEmpty ? null : ToLimits(model, options),
            Output = output,
            Labels = options.Labels,
            Headers = model.SecretHeaders,
            Stream = options.Stream,
            Mode = mode,
            TimeLimit = Shorter(options.TimeLimit, model.Blueprint.Runtime?.MaxExecutionTime is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
            IdleLimit = options.IdleLimit,
        };
    }

    /// <summary>Gets the mode the calls run in.</summary>
    public ExecutionMode Mode { get; }

    /// <summary>Makes a plan, unless something forbids the call.</summary>
    /// <param name="model">The resolved model.</param>
    /// <param name="options">What the caller sets.</param>
    /// <param name="variables">Where variables are looked up.</param>
    /// <returns>The plan, and every reason against it.</returns>
    public static Checked<ChatPlan> Make(ResolvedModel model, CallOptions options, IVariables variables)
    {
        if (ModeChoice.Find(options.Mode, variables) is not { } chosen)
        {
            return new Checked<ChatPlan>(null, [UnknownMode(variables)]);
        }

        ImmutableArray<Diagnostic> findings = CallRules.FindObstacles(model, chosen, options.AllowUnencrypted, options.IsReplayed);
        string? message = options.System;
        if (message is null)
        {
            message = PromptFolder.Find(model.Blueprint, out Diagnostic? problem);
            findings = problem is null ? findings : findings.Add(problem);
        }

        OutputSchema? output = options.Output ?? NamedSchema.Find(model.Blueprint, ref findings);
        return new Checked<ChatPlan>(new ChatPlan(model, chosen, options, message, output), findings);
    }

    /// <summary>Freezes the request for one prompt.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <returns>The complete request.</returns>
    public ChatRequest ToRequest(string prompt) => _template with { Messages = _template.Messages.Add(new ChatMessage(ChatRole.User, prompt)) };

    private static LoopLimits ToLimits(ResolvedModel model, CallOptions options) => new()
    {
        MaxIterations = options.MaxIterations ?? model.Blueprint.Runtime?.MaxIterations ?? LoopLimits.DefaultIterations,
        MaxTokens = options.MaxTokens,
        MaxCost = options.MaxCost,
    };

    private static TimeSpan? Shorter(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other ?? one : one;

    /// <summary>Says that the variable for the mode holds none.</summary>
    internal static Diagnostic UnknownMode(IVariables variables) => new()
    {
        Code = DiagnosticCodes.ModeUnknown,
        Severity = DiagnosticSeverity.Error,
        Message = $"the environment variable '{ModeChoice.Variable}' holds '{SecretShapes.Excerpt(variables.Find(ModeChoice.Variable) ?? "")}', which is no mode; nothing was sent.",
        Suggestion = "Set it to simulation, staging or production, or give -Mode.",
    };
}
