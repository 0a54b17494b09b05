using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Routing;

public sealed class FallbackResolverTests
{
    private static readonly FixedVariables Variables = new(("FIRST_KEY", "sk-first-1234"), ("GROQ_API_KEY", "gsk-1234"), ("TEAM", "t"), ("SECOND", "m-2"));

    [Fact]
    public void With_a_base_url_all_are_asked_there_with_the_same_key_and_headers()
    {
        ResolvedModel first = Resolve(new ModelBlock
        {
            Provider = ModelProvider.LiteLlm,
            ModelId = "m-1",
            BaseUrl = "https://proxy.example.com",
            ApiKeyEnv = "FIRST_KEY",
            Fallbacks = ["${SECOND}", "groq/llama"],
        }).Value!;

        Assert.Equal(["m-2", "groq/llama"], first.Fallbacks.Select(f => f.ModelId));
        Assert.All(first.Fallbacks, f => Assert.Equal((first.Endpoint, first.SecretHeaders), (f.Endpoint, f.SecretHeaders)));
    }

    [Fact]
    public void Without_one_each_goes_where_its_name_leads_and_never_with_the_key_of_another()
    {
        ResolvedModel first = Resolve(new ModelBlock
        {
            Provider = ModelProvider.LiteLlm,
            ModelId = "gpt-4o",
            ApiKeyEnv = "FIRST_KEY",
            ExtraHeadersEnv = new Dictionary<string, string> { ["X-Team"] = "TEAM" },
            Fallbacks = ["groq/llama", "gpt-4o-mini"],
        }).Value!;

        Assert.Equal(["https://api.groq.com/openai/v1", "https://api.openai.com/v1"], first.Fallbacks.Select(f => f.BaseUrl));
        Assert.Equal("GROQ_API_KEY", first.Fallbacks[0].ApiKeyVariable);
        Assert.Equal(["Authorization"], first.Fallbacks[0].SecretHeaders.Select(h => h.Name));
        Assert.NotEqual(first.SecretHeaders[0].Value, first.Fallbacks[0].SecretHeaders[0].Value);
        Assert.Equal(first.SecretHeaders, first.Fallbacks[1].SecretHeaders);
    }

    [Fact]
    public void One_that_leads_nowhere_is_an_error_at_its_place()
    {
        Checked<ResolvedModel> result = Resolve(new ModelBlock { Provider = ModelProvider.LiteLlm, ModelId = "gpt-4o", Fallbacks = ["my-own"] });

        Diagnostic error = Assert.Single(result.Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal((DiagnosticCodes.ModelNotRoutable, "model.fallbacks[0]"), (error.Code, error.Path));
        Assert.StartsWith("the fallback 'my-own': ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_callers_stand_in_place_of_the_files()
    {
        ModelOverrides overrides = new() { Fallbacks = ["x"], Headers = [new SecretHeader("X-Own", new Secret("v"))] };
        ModelBlock block = new() { Provider = ModelProvider.LiteLlm, ModelId = "m", BaseUrl = "http://localhost:4000", Fallbacks = ["y"] };

        ResolvedModel first = Resolve(block, overrides).Value!;

        Assert.Equal(("x", "the caller"), (Assert.Single(first.Fallbacks).ModelId, first.Origins["Fallbacks"]));
        Assert.Equal(["X-Own"], first.Fallbacks[0].SecretHeaders.Select(h => h.Name));
    }

    private static Checked<ResolvedModel> Resolve(ModelBlock block, ModelOverrides? overrides = null) => ModelResolver.Resolve(
        new AgentBlueprint { Id = "a", Name = "a", Version = "1", PromptRef = "p", Model = block }, overrides ?? new ModelOverrides(), Variables);
}
