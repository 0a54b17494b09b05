using System.Globalization;

namespace AgentCore.LiteLlm.Chat;

/// <summary>How much a model is asked to reason, and in which form; as text it is what goes on the wire.</summary>
public sealed record ModelReasoning
{
    /// <summary>Gets that the model is told not to reason.</summary>
    internal static ModelReasoning Off { get; } = new() { Effort = ReasoningEffort.None };

    /// <summary>Gets the level.</summary>
    public required ReasoningEffort Effort { get; init; }

    /// <summary>Gets how many tokens were written for it; null where only a level is known.</summary>
    public int? BudgetTokens { get; init; }

    /// <summary>Gets how the endpoint is told.</summary>
    public ReasoningForm Form { get; init; }

    /// <summary>Gets why in this form.</summary>
    public string Source { get; init; } = "";

    /// <summary>Gets the number of tokens: the one that was written, else what LiteLLM makes of the level.</summary>
    internal int Tokens => BudgetTokens ?? Effort switch
    {
        ReasoningEffort.Medium => 2048,
        ReasoningEffort.High => 4096,
        ReasoningEffort.XHigh => 8192,
        ReasoningEffort.Max => 16384,
        _ => 1024,
    };

    /// <summary>Gets a value indicating whether it is a Claude's thinking: then no temperature but 1 is taken, and no tool can be forced.</summary>
    internal bool IsThinking => Form is ReasoningForm.Budget or ReasoningForm.Adaptive && Effort != ReasoningEffort.None;

    /// <summary>Gives the level as a word of the wire.</summary>
    internal string ToLevel() => ToWord(Effort);

    /// <summary>Finds the members of a request that this form writes.</summary>
    internal string[] FindMembers() => Form switch
    {
        ReasoningForm.Budget or ReasoningForm.GatewayBudget => ["thinking"],
        ReasoningForm.GoogleBudget => ["extra_body"],
        ReasoningForm.Adaptive => ["thinking", "output_config"],
        ReasoningForm.Switch => ["thinking", "reasoning_effort"],
        ReasoningForm.Router => ["reasoning"],
        ReasoningForm.Template => ["chat_template_kwargs"],
        _ => ["reasoning_effort"],
    };

    /// <inheritdoc/>
    public override string ToString() => (Form, Effort) switch
    {
        (ReasoningForm.Budget or ReasoningForm.Adaptive or ReasoningForm.Switch, ReasoningEffort.None) => "thinking disabled",
        (ReasoningForm.GoogleBudget, _) => string.Create(CultureInfo.InvariantCulture, $"extra_body.google.thinking_config.thinking_budget {Tokens}"),
        (ReasoningForm.Budget or ReasoningForm.GatewayBudget, _) => string.Create(CultureInfo.InvariantCulture, $"thinking enabled, budget_tokens {Tokens}"),
        (ReasoningForm.Adaptive, _) => $"thinking adaptive, output_config.effort {ToLevel()}",
        (ReasoningForm.Switch, _) => $"thinking enabled, reasoning_effort {ToLevel()}",
        (ReasoningForm.Router, _) when BudgetTokens is { } budget => string.Create(CultureInfo.InvariantCulture, $"reasoning.max_tokens {budget}"),
        (ReasoningForm.Router, _) => $"reasoning.effort {ToLevel()}",
        (ReasoningForm.Template, var effort) => $"chat_template_kwargs.enable_thinking {(effort == ReasoningEffort.None ? "false" : "true")}",
        _ => $"reasoning_effort {ToLevel()}",
    };

    /// <summary>Gives the level for a number of tokens, where nothing but the number is known.</summary>
    /// <param name="tokens">The number.</param>
    internal static ReasoningEffort ToEffort(int tokens) => tokens < 2048 ? ReasoningEffort.Low : tokens < 8192 ? ReasoningEffort.Medium : ReasoningEffort.High;

    /// <summary>Gives the word of the wire for a level.</summary>
    /// <param name="effort">The level.</param>
    internal static string ToWord(ReasoningEffort effort) => effort.ToString().ToLowerInvariant();
}
