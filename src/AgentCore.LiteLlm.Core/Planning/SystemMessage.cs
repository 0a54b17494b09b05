using System.Collections.Immutable;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Prompts;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Planning;

/// <summary>The system message of a call: the caller's, else the prompt that the blueprint names.</summary>
/// <param name="Text">The message with its places filled; null where the call has none of its own, empty where it must have none.</param>
/// <param name="Source">Which prompt it is; null when there is none.</param>
internal sealed record SystemMessage(string? Text, PromptSource? Source)
{
    /// <summary>Makes the message.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="options">What the caller sets.</param>
    /// <param name="mode">The mode of the call.</param>
    /// <param name="findings">Where findings go.</param>
    public static SystemMessage Find(AgentBlueprint blueprint, CallOptions options, ExecutionMode mode, Findings findings)
    {
        if (options.System is { } given)
        {
            // Braces in a caller's own text mean themselves, unless variables are given for them.
            PromptSource? source = given.Length == 0 ? null : new PromptSource { Hash = PromptSource.HashOf(given.Trim()), Origin = ModelOverrides.Origin };
            return new SystemMessage(options.Variables is null ? given : Fill(given, options, findings), source);
        }

        PromptText? prompt = options.Prompt ?? PromptFolder.Find(blueprint, mode, findings);
        return prompt is null ? new SystemMessage(null, null) : new SystemMessage(Fill(prompt.Text, options, findings), prompt.Source);
    }

    private static string Fill(string text, CallOptions options, Findings findings)
    {
        ImmutableDictionary<string, string> values = options.Variables ?? ImmutableDictionary<string, string>.Empty;
        string filled = PromptTemplate.Fill(text, values, out ImmutableArray<string> missing, out ImmutableArray<string> unused);
        if (!missing.IsEmpty)
        {
            findings.Error(
                DiagnosticCodes.PromptVariableMissing,
                PromptRules.Key,
                $"the system prompt has places without a value: {Show(missing)}; nothing was sent.",
                $"Give them values; \\{{{{{missing[0]}}}}} stands for itself.");
        }

        if (!unused.IsEmpty)
        {
            findings.Warn(
                DiagnosticCodes.PromptVariableUnused,
                PromptRules.Key,
                $"the system prompt has no place for {Show(unused)}.",
                "Write {{name}} where the value belongs, or leave the variable out.");
        }

        return filled;
    }

    private static string Show(ImmutableArray<string> names) => string.Join(", ", names.Take(50).Select(n => $"'{SecretShapes.Excerpt(n)}'"));
}
