using System.Globalization;
using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Routing;

/// <summary>In which form an endpoint is told how much a model is to reason. What the table does not know reads <c>reasoning_effort</c>.</summary>
internal static partial class ReasoningTable
{
    private const string Google = "generativelanguage.googleapis.com";

    // From the most certain to the least: what the address says, then what the model's name says where a gateway stands between.
    private static readonly Row[] Rows =
    [
        new(
            ReasoningForm.Adaptive, "api.anthropic.com", IsAdaptiveClaude,
            "Anthropic: Claude from 4.6 on takes 'adaptive' and 'output_config.effort', and refuses budgets"),
        new(ReasoningForm.Budget, "api.anthropic.com", static _ => true, "Anthropic: Claude up to 4.5 takes 'thinking' with 'budget_tokens'"),
        new(ReasoningForm.Router, "openrouter.ai", static _ => true, "OpenRouter: reasoning tokens"),
        new(ReasoningForm.Switch, "api.deepseek.com", static _ => true, "DeepSeek: thinking mode, which is on by default"),
        new(ReasoningForm.Effort, "api.openai.com", static _ => true, "OpenAI: reasoning_effort"),
        new(
            ReasoningForm.GoogleBudget, Google, IsBudgetGemini,
            "Google: OpenAI compatibility, where Gemini 2.5 takes 'thinking_budget' in 'extra_body.google.thinking_config'", ForBudget: true),
        new(
            ReasoningForm.Effort, Google, static _ => true,
            "Google: OpenAI compatibility, which makes a budget or a thinking level of it"),
        new(ReasoningForm.Effort, "api.mistral.ai", static _ => true, "Mistral: reasoning_effort"),
        new(ReasoningForm.Effort, "api.groq.com", static _ => true, "Groq: reasoning_effort"),
        new(ReasoningForm.Effort, "api.x.ai", static _ => true, "xAI: reasoning_effort, which many of its models refuse"),
        new(
            ReasoningForm.GatewayBudget, null, IsBudgetGemini,
            "Gemini 2.5 takes a number of tokens, which LiteLLM reads as 'thinking' with 'budget_tokens'", ForBudget: true),
        new(ReasoningForm.Template, null, static m => HasSwitch().IsMatch(m), "Qwen: the switch of its chat template, on vLLM, SGLang and llama.cpp"),
    ];

    /// <summary>Says how a model is asked to reason.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="given">The level that the caller sets, which stands over everything in the file; null for none.</param>
    /// <param name="address">The base URL.</param>
    /// <param name="model">The model's name.</param>
    /// <returns>What is asked; null where nothing is set, so that the endpoint decides.</returns>
    public static ModelReasoning? Plan(AgentBlueprint blueprint, ReasoningEffort? given, Uri address, string model)
    {
        ThinkingBlock? thinking = blueprint.Thinking?.Enabled == true ? blueprint.Thinking : null;
        ReasoningEffort? written = blueprint.Model.Controls.ReasoningEffort ?? thinking?.Effort;
        if ((given ?? written ?? (thinking is null ? null : ModelReasoning.ToEffort(thinking.BudgetTokens))) is not { } effort)
        {
            return null;
        }

        // The default is nobody's number: it stands for a level only.
        int? budget = given is null && effort != ReasoningEffort.None && thinking is { HasBudget: true } ? thinking.BudgetTokens : null;
        (ReasoningForm form, string source) = Find(address, model, budget is not null);
        return new ModelReasoning { Effort = effort, BudgetTokens = budget, Form = form, Source = source };
    }

    /// <summary>Says so where a temperature is not sent, because a Claude that thinks takes none but 1.</summary>
    /// <param name="reasoning">How the model is asked to reason.</param>
    /// <param name="temperature">The temperature.</param>
    /// <param name="findings">Where the finding goes.</param>
    public static void Check(ModelReasoning? reasoning, double? temperature, Findings findings)
    {
        if (reasoning is { IsThinking: true } && temperature is < 1 or > 1)
        {
            findings.Warn(
                DiagnosticCodes.TemperatureFixed, "model.temperature", "a Claude that thinks takes no temperature but 1, so none is sent.",
                "Write 'temperature: 1', or leave the thinking out.");
        }
    }

    private static (ReasoningForm Form, string Source) Find(Uri address, string model, bool hasBudget)
    {
        if (Array.Find(Rows, r => IsMeant(r, address, model, hasBudget)) is { } row)
        {
            return (row.Form, row.Source);
        }

        // A gateway such as LiteLLM's proxy translates a level itself, and passes 'thinking' on as it is: only a number of tokens needs it.
        return !hasBudget || !IsClaude(model) ? (ReasoningForm.Effort, "reasoning_effort is what most endpoints read, and what LiteLLM translates")
            : IsAdaptiveClaude(model) ? (ReasoningForm.Adaptive, "Claude from 4.6 on takes 'adaptive' and 'output_config.effort', and refuses budgets")
            : (ReasoningForm.Budget, "Claude up to 4.5 takes 'thinking' with 'budget_tokens', which LiteLLM passes on");
    }

    private static bool IsMeant(Row row, Uri address, string model, bool hasBudget) => (hasBudget || !row.ForBudget)
        && (row.Host is null || address.Host.EndsWith(row.Host, StringComparison.OrdinalIgnoreCase))
        && row.Fits(model);

    // From Gemini 3 on there are levels, and a number beside one is refused.
    private static bool IsBudgetGemini(string model) => model.Contains("gemini-2.5", StringComparison.OrdinalIgnoreCase);

    private static bool IsClaude(string model) => model.Contains("claude", StringComparison.OrdinalIgnoreCase);

    // 'claude-sonnet-4-5', 'claude-opus-4.6', 'claude-3-7-sonnet', 'claude-sonnet-5'. A name without a number is taken for a new one.
    private static bool IsAdaptiveClaude(string model)
    {
        Match version = ClaudeVersion().Match(model);
        if (!version.Success)
        {
            return IsClaude(model);
        }

        int major = int.Parse(version.Groups["major"].Value, CultureInfo.InvariantCulture);
        int minor = version.Groups["minor"].Success ? int.Parse(version.Groups["minor"].Value, CultureInfo.InvariantCulture) : 0;
        return major > 4 || (major == 4 && minor >= 6);
    }

    // Eight digits are a date, no version.
    [GeneratedRegex(@"claude-(?:[a-z]+-)?(?<major>\d{1,2})(?:[-.](?<minor>\d{1,2}))?(?!\d)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex ClaudeVersion();

    [GeneratedRegex(@"\bqwen-?3", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex HasSwitch();

    /// <summary>One line of the table.</summary>
    /// <param name="Form">The form.</param>
    /// <param name="Host">The end of the host's name; null for any.</param>
    /// <param name="Fits">Whether a model is meant.</param>
    /// <param name="Source">Who says so.</param>
    /// <param name="ForBudget">Whether it counts only where a number of tokens is written.</param>
    private sealed record Row(ReasoningForm Form, string? Host, Predicate<string> Fits, string Source, bool ForBudget = false);
}
