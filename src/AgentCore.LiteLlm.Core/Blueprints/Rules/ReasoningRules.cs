using System.Globalization;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Blueprints.Rules;

/// <summary>The rules about how much a model is to reason, which may be said at three places.</summary>
internal static class ReasoningRules
{
    private const string Effort = "model.reasoning_effort";
    private const string Enabled = "thinking.enabled";
    private const string Budget = "thinking.budget_tokens";
    private const string Level = "thinking.effort";

    // What says the same on the wire as the keys here; the author's own word holds.
    private static readonly string[] Members = ["reasoning_effort", "thinking", "output_config", "reasoning", "chat_template_kwargs"];

    /// <summary>Checks the settings.</summary>
    /// <param name="scope">The blueprint.</param>
    public static void Check(RuleScope scope)
    {
        if (!scope.IsSound(Effort) || !scope.IsSound("thinking"))
        {
            return;
        }

        ReasoningEffort? effort = scope.Blueprint.Model.Controls.ReasoningEffort;
        if (scope.Blueprint.Thinking is { } thinking)
        {
            CheckThinking(scope, thinking, effort);
        }

        if (effort is not null || scope.Blueprint.Thinking is { Enabled: true })
        {
            foreach (string member in scope.Blueprint.Model.Controls.ExtraBody.Select(m => m.Key).Where(m => Members.Contains(m, StringComparer.Ordinal)))
            {
                scope.Warn(
                    DiagnosticCodes.SettingIgnored, effort is null ? "thinking" : Effort,
                    $"'{member}' in 'extra_body' says how the model reasons, and that is sent as it is.", "Keep one of the two.");
            }
        }
    }

    private static void CheckThinking(RuleScope scope, ThinkingBlock thinking, ReasoningEffort? effort)
    {
        bool isOff = scope.Has(Enabled) && !thinking.Enabled;
        if (isOff && effort is not (null or ReasoningEffort.None))
        {
            scope.Refuse(
                DiagnosticCodes.SettingConflict, Effort, $"'{Effort}' asks for reasoning, and '{Enabled}' forbids it.",
                $"Write '{Enabled}: true', or delete one of the two.");
        }

        if (isOff && thinking.Effort is not (null or ReasoningEffort.None))
        {
            scope.Refuse(
                DiagnosticCodes.SettingConflict, Level, $"'{Level}' asks for reasoning, and '{Enabled}' forbids it.",
                $"Write '{Enabled}: true', or delete the line.");
        }

        if (thinking.Enabled && (effort ?? thinking.Effort) == ReasoningEffort.None)
        {
            scope.Refuse(
                DiagnosticCodes.SettingConflict, Enabled, $"'{Enabled}' asks for reasoning, and '{(effort is null ? Level : Effort)}: none' forbids it.",
                $"Write '{Enabled}: false', or another effort.");
        }
        else if (thinking is { Enabled: true, Effort: { } level } && effort is { } other && other != level)
        {
            scope.Refuse(
                DiagnosticCodes.SettingConflict, Level, $"'{Level}' and '{Effort}' ask for different efforts.", "Keep one of the two.");
        }

        if (thinking is { Enabled: true, HasBudget: true } && scope.Blueprint.Model.MaxTokens is { } most && thinking.BudgetTokens >= most)
        {
            scope.Refuse(
                DiagnosticCodes.SettingConflict,
                Budget,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{Budget}' ({thinking.BudgetTokens}) leaves nothing of 'max_tokens' ({most}) for the answer: Claude refuses such a call."),
                "Write a budget below 'max_tokens', or 'effort' in its place.");
        }
    }
}
