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
    private readonly ResolvedModel _model;
    private readonly CallOptions _options;
    private readonly string? _system;
    private readonly OutputSchema? _output;

    private ChatPlan(ResolvedModel model, ExecutionMode mode, CallOptions options, string? system, OutputSchema? output)
    {
        _model = model;
        Mode = mode;
        _options = options;
        _system = system;
        _output = output;
    }

    /// <summary>Gets the mode the calls run in.</summary>
    public ExecutionMode Mode { get; }

    /// <summary>Gets the names of the environment variables that hold the agent's secrets, which no tool may read.</summary>
    internal IEnumerable<string> SecretVariables => Secrets.SecretVariables.Of(_model);

    /// <summary>Makes a plan, unless something forbids the call.</summary>
    /// <param name="model">The resolved model.</param>
    /// <param name="options">What the caller sets.</param>
    /// <param name="variables">Where variables are looked up.</param>
    /// <returns>The plan, and every reason against it.</returns>
    public static Checked<ChatPlan> Make(ResolvedModel model, CallOptions options, IVariables variables)
    {
        if (ModeChoice.Find(options.Mode, variables) is not { } chosen)
        {
            return new Checked<ChatPlan>(null, [UnknownMode(variables.Find(ModeChoice.Variable) ?? "")]);
        }

        ImmutableArray<Diagnostic> findings = CallRules.FindObstacles(model, chosen, options.AllowUnencrypted);
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
    public ChatRequest ToRequest(string prompt)
    {
        ChatMessage user = new(ChatRole.User, prompt);
        return new ChatRequest
        {
            BaseUrl = _model.Address,
            Model = _model.ModelId,
            Messages = string.IsNullOrEmpty(_system) ? [user] : [new ChatMessage(ChatRole.System, _system), user],
            Temperature = _model.Temperature,
            MaxTokens = _model.MaxTokens,
            Tools = _options.Tools,
            Loop = _options.Tools.IsEmpty ? null : ToLimits(),
            Output = _output,
            Labels = _options.Labels,
            Headers = _model.SecretHeaders,
            Stream = _options.Stream,
            Mode = Mode,
            TimeLimit = Shorter(_options.TimeLimit, _model.Blueprint.Runtime?.MaxExecutionTime is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
            IdleLimit = _options.IdleLimit,
        };
    }

    private LoopLimits ToLimits() => new()
    {
        MaxIterations = _options.MaxIterations ?? _model.Blueprint.Runtime?.MaxIterations ?? LoopLimits.DefaultIterations,
        MaxTokens = _options.MaxTokens,
        MaxCost = _options.MaxCost,
    };

    private static TimeSpan? Shorter(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other ?? one : one;

    private static Diagnostic UnknownMode(string value) => new()
    {
        Code = DiagnosticCodes.ModeUnknown,
        Severity = DiagnosticSeverity.Error,
        Message = $"the environment variable '{ModeChoice.Variable}' holds '{SecretShapes.Excerpt(value)}', which is no mode; nothing was sent.",
        Suggestion = "Set it to simulation, staging or production, or give -Mode.",
    };
}
