using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Modes;

namespace AgentCore.LiteLlm.Prompts;

/// <summary>Says whether a prompt may run: drafts are for simulation, deprecated ones are warned about.</summary>
internal static class PromptRules
{
    /// <summary>The key of a blueprint that names its prompt.</summary>
    public const string Key = "prompt_ref";

    /// <summary>Judges a prompt.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="mode">The mode of the call.</param>
    /// <param name="findings">Where findings go.</param>
    /// <returns>The prompt; null when it may not run.</returns>
    public static PromptText? Judge(PromptText prompt, ExecutionMode mode, Findings findings)
    {
        if (prompt.Source.State == PromptState.Draft && mode != ExecutionMode.Simulation)
        {
            findings.Error(
                DiagnosticCodes.PromptDraft,
                Key,
                $"the prompt '{prompt.Source.Reference}' is a draft, and drafts run in simulation only; nothing was sent.",
                "Make it stable, pin a stable version in 'prompt_ref', or run it in simulation.");
            return null;
        }

        if (prompt.Source.State == PromptState.Deprecated)
        {
            string version = prompt.Source.Version is { } pinned ? $" {pinned}" : "";
            findings.Warn(
                DiagnosticCodes.PromptDeprecated,
                Key,
                $"the prompt '{prompt.Source.Reference}'{version} is deprecated.",
                "Move 'prompt_ref' to a stable version.");
        }

        return prompt;
    }
}
