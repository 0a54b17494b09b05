using AgentCore.LiteLlm.Providers;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Providers;

public sealed class ModelRouteTests
{
    [Theory]
    [InlineData("groq/llama-3.3-70b", "groq", "llama-3.3-70b")]
    [InlineData("openai/gpt-4o", "openai", "gpt-4o")]
    [InlineData("openrouter/anthropic/claude-sonnet-4", "openrouter", "anthropic/claude-sonnet-4")]
    [InlineData("anthropic/claude-sonnet-4-6", "anthropic", "claude-sonnet-4-6")]
    [InlineData("gemini/gemini-2.5-pro", "gemini", "gemini-2.5-pro")]
    [InlineData("ollama/llama3", "ollama", "llama3")]
    [InlineData("deepseek/deepseek-chat", "deepseek", "deepseek-chat")]
    [InlineData("claude-sonnet-4-6", "anthropic", "claude-sonnet-4-6")]
    [InlineData("gpt-4o", "openai", "gpt-4o")]
    [InlineData("gemini-2.5-pro", "vertex_ai", "gemini-2.5-pro")]
    [InlineData("us.anthropic.claude-sonnet-4-20250514-v1:0", "bedrock", "us.anthropic.claude-sonnet-4-20250514-v1:0")]
    [InlineData("claude-of-tomorrow", "anthropic", "claude-of-tomorrow")]
    [InlineData("gemini-flash-latest", "gemini", "gemini-flash-latest")]
    [InlineData("deepseek-chat", "deepseek", "deepseek-chat")]
    [InlineData("gpt-99", "openai", "gpt-99")]
    [InlineData("o9-mini", "openai", "o9-mini")]
    public void Find_goes_by_prefix_then_list_then_family(string modelId, string provider, string sent)
    {
        ModelRoute? route = ModelRoute.Find(modelId);

        Assert.Equal((provider, sent), (route!.Provider.Prefix, route.ModelId));
    }

    [Theory]
    [InlineData("my-org/fast-claude")]
    [InlineData("mistral-large")]
    [InlineData("qwen3")]
    [InlineData("omega")]
    [InlineData("/x")]
    [InlineData("#")]
    public void Find_knows_no_other_name(string modelId) => Assert.Null(ModelRoute.Find(modelId));

    [Fact]
    public void Every_provider_has_an_address_or_a_reason()
    {
        string table;
        using (StreamReader reader = new(typeof(ModelRoute).Assembly.GetManifestResourceStream("providers.tsv")!))
        {
            table = reader.ReadToEnd();
        }

        string[] prefixes = [.. table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#').Select(l => l.Split('\t')[0])];

        Assert.Equal(92, prefixes.Length);
        Assert.All(prefixes, prefix =>
        {
            ProviderEntry entry = ProviderTable.Find(prefix)!;
            Assert.True(entry.BaseUrl is not null ^ entry.Obstacle.Length > 0, prefix);
        });
    }
}
