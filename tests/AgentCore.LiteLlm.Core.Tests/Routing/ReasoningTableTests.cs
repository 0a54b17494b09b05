using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Routing;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Routing;

public sealed class ReasoningTableTests
{
    private const string Proxy = "http://localhost:4000";

    [Theory]
    [InlineData("https://api.openai.com/v1", "gpt-5.5", "high", null, "reasoning_effort high")]
    [InlineData("https://api.openai.com/v1", "gpt-5.5", null, 10_000, "reasoning_effort high")]
    [InlineData("https://api.openai.com/v1", "gpt-5.5", null, 8_191, "reasoning_effort medium")]
    [InlineData("https://api.openai.com/v1", "gpt-5.5", null, 2_047, "reasoning_effort low")]
    [InlineData("https://api.anthropic.com/v1", "claude-sonnet-4-5-20250929", "high", null, "thinking enabled, budget_tokens 4096")]
    [InlineData("https://api.anthropic.com/v1", "claude-sonnet-4-20250514", null, 5_000, "thinking enabled, budget_tokens 5000")]
    [InlineData("https://api.anthropic.com/v1", "claude-3-7-sonnet-20250219", "low", 5_000, "thinking enabled, budget_tokens 5000")]
    [InlineData("https://api.anthropic.com/v1", "claude-opus-4-5", "none", null, "thinking disabled")]
    [InlineData("https://api.anthropic.com/v1", "claude-sonnet-4-6", null, 10_000, "thinking adaptive, output_config.effort high")]
    [InlineData("https://api.anthropic.com/v1", "claude-opus-4.7", "max", null, "thinking adaptive, output_config.effort max")]
    [InlineData("https://api.anthropic.com/v1", "claude-sonnet-5", "xhigh", null, "thinking adaptive, output_config.effort xhigh")]
    [InlineData("https://api.anthropic.com/v1", "claude-next", "low", null, "thinking adaptive, output_config.effort low")]
    [InlineData(Proxy, "claude-sonnet-4-5", "high", null, "reasoning_effort high")]
    [InlineData(Proxy, "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0", null, 5_000, "thinking enabled, budget_tokens 5000")]
    [InlineData(Proxy, "claude-opus-4-6", "medium", 5_000, "thinking adaptive, output_config.effort medium")]
    [InlineData(Proxy, "team/fast", null, 5_000, "reasoning_effort medium")]
    [InlineData(Proxy, "gemini/gemini-3-pro", "minimal", null, "reasoning_effort minimal")]
    [InlineData("https://generativelanguage.googleapis.com/v1beta/openai", "gemini-2.5-flash", null, 3_000,
        "extra_body.google.thinking_config.thinking_budget 3000")]
    [InlineData("https://generativelanguage.googleapis.com/v1beta/openai", "gemini-2.5-flash", "high", null, "reasoning_effort high")]
    [InlineData("https://generativelanguage.googleapis.com/v1beta/openai", "gemini-2.5-flash", "none", 3_000, "reasoning_effort none")]
    [InlineData("https://generativelanguage.googleapis.com/v1beta/openai", "gemini-3-pro", null, 3_000, "reasoning_effort medium")]
    [InlineData(Proxy, "gemini/gemini-2.5-pro", null, 3_000, "thinking enabled, budget_tokens 3000")]
    [InlineData(Proxy, "vertex_ai/gemini-2.5-pro", "low", null, "reasoning_effort low")]
    [InlineData("https://openrouter.ai/api/v1", "google/gemini-2.5-pro", null, 3_000, "reasoning.max_tokens 3000")]
    [InlineData("https://openrouter.ai/api/v1", "qwen/qwen3-32b", "high", null, "reasoning.effort high")]
    [InlineData("https://openrouter.ai/api/v1", "anthropic/claude-sonnet-4.5", null, 3_000, "reasoning.max_tokens 3000")]
    [InlineData("https://api.deepseek.com", "deepseek-v4", "max", null, "thinking enabled, reasoning_effort max")]
    [InlineData("https://api.deepseek.com", "deepseek-v4", "none", 3_000, "thinking disabled")]
    [InlineData("http://gpu-7:8000/v1", "Qwen/Qwen3-32B", "none", null, "chat_template_kwargs.enable_thinking false")]
    [InlineData("http://gpu-7:8000/v1", "openai/gpt-oss-120b", "low", null, "reasoning_effort low")]
    [InlineData("https://notopenrouter.example.com/v1", "m", "low", null, "reasoning_effort low")]
    public void What_is_written_is_mapped_to_what_the_endpoint_reads(string address, string model, string? effort, int? budget, string expected)
    {
        ModelReasoning? planned = Plan(address, model, effort, budget is { } tokens ? new ThinkingBlock
        {
            Enabled = true,
            BudgetTokens = tokens,
            HasBudget = true,
        } : null);

        Assert.Equal(expected, planned?.ToString());
        Assert.NotEmpty(planned!.Source);
    }

    [Fact]
    public void Nothing_is_asked_for_where_nothing_is_written_or_thinking_is_off()
    {
        Assert.Null(Plan(Proxy, "m", null, null));
        Assert.Null(Plan(Proxy, "m", null, new ThinkingBlock { Enabled = false, BudgetTokens = 5, HasBudget = true }));
    }

    [Fact]
    public void The_default_budget_counts_only_where_there_is_no_level()
    {
        Assert.Equal("reasoning_effort high", Plan(Proxy, "m", null, new ThinkingBlock { Enabled = true })?.ToString());
        Assert.Equal("reasoning_effort low", Plan(Proxy, "claude-sonnet-4-5", null, new ThinkingBlock
        {
            Enabled = true,
            Effort = ReasoningEffort.Low,
        })?.ToString());
    }

    [Fact]
    public void What_the_caller_sets_stands_over_a_budget_in_the_file()
    {
        AgentBlueprint blueprint = ToBlueprint(null, new ThinkingBlock { Enabled = true, BudgetTokens = 9_000, HasBudget = true });

        ModelReasoning? planned = ReasoningTable.Plan(blueprint, ReasoningEffort.Minimal, new Uri("https://api.anthropic.com/v1"), "claude-sonnet-4-5");

        Assert.Equal((ReasoningEffort.Minimal, null, "thinking enabled, budget_tokens 1024"), (planned!.Effort, planned.BudgetTokens, planned.ToString()));
    }

    private static ModelReasoning? Plan(string address, string model, string? effort, ThinkingBlock? thinking) =>
        ReasoningTable.Plan(ToBlueprint(effort, thinking), null, new Uri(address), model);

    private static AgentBlueprint ToBlueprint(string? effort, ThinkingBlock? thinking) => new()
    {
        Id = "a",
        Name = "a",
        Version = "1",
        PromptRef = "p",
        Thinking = thinking,
        Model = new ModelBlock
        {
            ModelId = "m",
            Controls = new ModelControls { ReasoningEffort = effort is null ? null : Enum.Parse<ReasoningEffort>(effort, ignoreCase: true) },
        },
    };
}
