using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Comparison;
using AgentCore.LiteLlm.Endpoints;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Comparison;

public sealed class EndpointDriftTests
{
    private static readonly FixedVariables Prices = new(("MODEL_PRICING", """{ "gpt-4o": [0.0025, 0.01] }"""));

    [Fact]
    public void Limits_and_prices_that_are_others_by_now_are_named()
    {
        BlueprintChange[] found = Find(
            "max_tokens: 4000\n",
            new AgentModelInfo
            {
                Id = "gpt-4o",
                BaseUrl = "https://one.example.com",
                MaxOutputTokens = 2000,
                InputCostPerToken = 0.0000025m,
                OutputCostPerToken = 0.00002m,
            });

        Assert.Equal(["endpoint.models[gpt-4o].max_output_tokens", "endpoint.models[gpt-4o].output_cost_per_token"], found.Select(c => c.Path));
        Assert.Equal([BlueprintChangeKind.Breaking, BlueprintChangeKind.Cost], found.Select(c => c.Kind));
        Assert.Equal((4000L, 2000L), (found[0].Old, found[0].New));
        Assert.Equal((0.00001m, 0.00002m), (found[1].Old, found[1].New));
    }

    [Fact]
    public void A_fallback_that_is_not_offered_is_named()
    {
        BlueprintChange change = Assert.Single(Find("max_tokens: 10\n  fallbacks: [gone]\n", Offered("gpt-4o")));

        Assert.Equal(("endpoint.models[gone]", BlueprintChangeKind.Breaking), (change.Path, change.Kind));
        Assert.Contains("it offers gpt-4o", change.Impact, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_endpoint_does_not_say_is_no_difference() => Assert.Empty(Find("max_tokens: 4000\n", Offered("gpt-4o")));

    private static AgentModelInfo Offered(string id) => new() { Id = id, BaseUrl = "https://one.example.com" };

    private static BlueprintChange[] Find(string model, params AgentModelInfo[] offered)
    {
        string text = "id: a\nname: A\nversion: \"1\"\nprompt_ref: p\nmodel:\n  provider: litellm\n  model_id: gpt-4o\n  base_url: https://one.example.com\n"
            + $"  temperature: 0\n  {model}";
        AgentBlueprint blueprint = BlueprintReader.Read(text, "a.yaml").Value!;
        ResolvedModel resolved = ModelResolver.Resolve(blueprint, new ModelOverrides(), Prices).Value!;
        return [.. EndpointDrift.Find(resolved, [.. offered], Prices)];
    }
}
