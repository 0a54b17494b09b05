using System.Collections.Immutable;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Prompts;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Chat;

/// <summary>A resolved model that may be called, with everything that is the same for each prompt.</summary>
public sealed record ChatPlan
{
    private readonly ResolvedModel _model;
    private readonly string? _system;

    private ChatPlan(ResolvedModel model, ExecutionMode mode, string? system)
    {
        _model = model;
        Mode = mode;
        _system = system;
    }

    /// <summary>Gets the mode the calls run in.</summary>
    public ExecutionMode Mode { get; }

    /// <summary>Makes a plan, unless something forbids the call.</summary>
    /// <param name="model">The resolved model.</param>
    /// <param name="mode">The mode asked for; null lets <c>EXECUTION_MODE</c> decide, else production.</param>
    /// <param name="system">The system message; null takes the one that <c>prompt_ref</c> names, empty sends none.</param>
    /// <param name="allowUnencrypted">Whether a key may cross a network in clear text.</param>
    /// <param name="variables">Where variables are looked up.</param>
    /// <returns>The plan, and every reason against it.</returns>
    public static Checked<ChatPlan> Make(ResolvedModel model, ExecutionMode? mode, string? system, bool allowUnencrypted, IVariables variables)
    {
        if (ModeChoice.Find(mode, variables) is not { } chosen)
        {
            return new Checked<ChatPlan>(null, [UnknownMode(variables.Find(ModeChoice.Variable) ?? "")]);
        }

        ImmutableArray<Diagnostic> findings = CallRules.FindObstacles(model, chosen, allowUnencrypted);
        string? message = system;
        if (message is null)
        {
            message = PromptFolder.Find(model.Blueprint, out Diagnostic? problem);
            findings = problem is null ? findings : findings.Add(problem);
        }

        return new Checked<ChatPlan>(new ChatPlan(model, chosen, message), findings);
    }

    /// <summary>Freezes the request for one prompt.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="idleLimit">The longest the endpoint may stay silent.</param>
    /// <param name="stream">Whether the answer is asked for piece by piece.</param>
    /// <returns>The complete request.</returns>
    public ChatRequest ToRequest(string prompt, TimeSpan idleLimit, bool stream = false)
    {
        ChatMessage user = new(ChatRole.User, prompt);
        return new ChatRequest
        {
            BaseUrl = _model.Address,
            Model = _model.ModelId,
            Messages = string.IsNullOrEmpty(_system) ? [user] : [new ChatMessage(ChatRole.System, _system), user],
            Temperature = _model.Temperature,
            MaxTokens = _model.MaxTokens,
            Headers = _model.SecretHeaders,
            Stream = stream,
            Mode = Mode,
            TimeLimit = _model.Blueprint.Runtime?.MaxExecutionTime is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            IdleLimit = idleLimit,
        };
    }

    private static Diagnostic UnknownMode(string value) => new()
    {
        Code = DiagnosticCodes.ModeUnknown,
        Severity = DiagnosticSeverity.Error,
        Message = $"the environment variable '{ModeChoice.Variable}' holds '{SecretShapes.Excerpt(value)}', which is no mode; nothing was sent.",
        Suggestion = "Set it to simulation, staging or production, or give -Mode.",
    };
}
