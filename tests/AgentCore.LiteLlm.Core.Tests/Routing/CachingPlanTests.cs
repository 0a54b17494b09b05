using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Routing;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Routing;

public sealed class CachingPlanTests
{
    [Theory]
    [InlineData("http://localhost:4000", "bedrock/us.anthropic.claude-sonnet-4-5", "default", "default", "cache_control on prompt and tools")]
    [InlineData("https://proxy.example.com", "team/fast", "key", null, "cache_control on prompt")]
    [InlineData("https://openrouter.ai/api/v1", "anthropic/claude-sonnet-4.5", "none", "1h", "cache_control on tools, kept for 1h")]
    public void A_gateway_that_may_serve_a_Claude_is_asked(string address, string model, string? prompt, string? tools, string expected)
    {
        Findings findings = new(places: null);

        Assert.Equal(expected, Find(address, model, prompt, tools, findings)?.ToString());
        Assert.Empty(findings.ToImmutable());
    }

    [Theory]
    [InlineData("https://api.openai.com/v1", "gpt-5.5")]
    [InlineData("https://api.anthropic.com/v1", "claude-sonnet-4-5")]
    [InlineData("http://localhost:4000", "azure/gpt-4o")]
    public void Where_no_mark_is_read_none_is_sent_and_that_is_said(string address, string model)
    {
        Findings findings = new(places: null);

        Assert.Null(Find(address, model, null, "default", findings));
        Diagnostic said = Assert.Single(findings.ToImmutable());
        Assert.Equal((DiagnosticCodes.SettingIgnored, "model.cache_tools"), (said.Code, said.Path));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("none", "none")]
    public void Nothing_is_said_where_nothing_is_asked_for(string? prompt, string? tools)
    {
        Findings findings = new(places: null);

        Assert.Null(Find("https://api.openai.com/v1", "gpt-5.5", prompt, tools, findings));
        Assert.Empty(findings.ToImmutable());
    }

    [Fact]
    public void The_other_API_knows_no_marks_and_that_is_said()
    {
        Findings findings = new(places: null);
        ModelBlock block = new() { ModelId = "claude-sonnet-4-5", CachePrompt = "default", Api = ModelApi.Responses };

        Assert.Null(CachingPlan.Find(block, new Uri("http://localhost:4000"), block.ModelId, findings));
        Diagnostic said = Assert.Single(findings.ToImmutable());
        Assert.Equal((DiagnosticCodes.SettingIgnored, "model.cache_prompt"), (said.Code, said.Path));
        Assert.Contains("'/responses'", said.Message, StringComparison.Ordinal);
    }

    private static PromptCaching? Find(string address, string model, string? prompt, string? tools, Findings findings) =>
        CachingPlan.Find(new ModelBlock { ModelId = model, CachePrompt = prompt, CacheTools = tools }, new Uri(address), model, findings);
}
