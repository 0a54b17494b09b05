using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Modes;

namespace AgentCore.LiteLlm.Prompts;

/// <summary>Says what is found about the prompt of a blueprint.</summary>
/// <param name="blueprint">The blueprint.</param>
internal sealed class PromptFindings(AgentBlueprint blueprint)
{
    /// <summary>There is a reason to use no prompt.</summary>
    public Checked<PromptText> Error(string code, string message, string suggestion) => new(null, [ToFinding(code, DiagnosticSeverity.Error, message, suggestion)]);

    /// <summary>There is no prompt: without one an agent would run without its instructions, which only a simulation may.</summary>
    public Checked<PromptText> NotFound(ExecutionMode mode, string more) => new(null,
    [
        ToFinding(
            DiagnosticCodes.PromptNotFound,
            mode == ExecutionMode.Simulation ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error,
            $"'prompt_ref' names no prompt: there is no prompts/<prompt_ref>.md or .txt beside the blueprint{(mode == ExecutionMode.Simulation ? ", so the call has no system message" : "; nothing was sent")}.{more}",
            "Put the file there, or give -System; -System '' sends no system message."),
    ]);

    /// <summary>Says whether a prompt may run.</summary>
    public Checked<PromptText> Judge(PromptText prompt, ExecutionMode mode) => prompt.Source.State switch
    {
        PromptState.Draft when mode != ExecutionMode.Simulation => Error(DiagnosticCodes.PromptDraft, $"the prompt '{prompt.Source.Reference}' is a draft, and drafts run in simulation only; nothing was sent.", "Make it stable, pin a stable version in 'prompt_ref', or give -Mode Simulation."),
        PromptState.Deprecated => new(prompt, [ToFinding(DiagnosticCodes.PromptDeprecated, DiagnosticSeverity.Warning, $"the prompt '{prompt.Source.Reference}'{(prompt.Source.Version is { } version ? $" {version}" : "")} is deprecated.", "Move 'prompt_ref' to a stable version.")]),
        _ => new(prompt, []),
    };

    /// <summary>Makes a finding about <c>prompt_ref</c>.</summary>
    public Diagnostic ToFinding(string code, DiagnosticSeverity severity, string message, string suggestion) => new()
    {
        Code = code,
        Severity = severity,
        Message = message,
        Suggestion = suggestion,
        Path = "prompt_ref",
        Location = blueprint.Locate("prompt_ref"),
    };
}
