using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.TestEndpoints;

/// <summary>The model of a test endpoint, for calls without a file.</summary>
internal static class TestModel
{
    private const string Text = """
        id: test-agent
        name: Test Agent
        version: "1.0.0"
        prompt_ref: none
        model:
          provider: litellm
          model_id: test-model
          temperature: 0
          max_tokens: 1024
          base_url: http://127.0.0.1
        """;

    /// <summary>Makes the model. It has no system message.</summary>
    public static ResolvedModel For(Uri baseUrl, TestEndpointOptions options)
    {
        Checked<AgentBlueprint> blueprint = BlueprintReader.Read(Text, BlueprintFile.NoFile);
        ModelOverrides overrides = new()
        {
            ModelId = options.Models.Count > 0 ? options.Models[0] : null,
            BaseUrl = baseUrl.AbsoluteUri,
            ApiKey = options.ApiKey is null ? null : new Secret(options.ApiKey),
        };
        Checked<ResolvedModel> model = ModelResolver.Resolve(blueprint.Value! with { PromptRef = "" }, overrides, new NoVariables());
        return model.Value ?? throw new InvalidOperationException(string.Join(' ', model.Diagnostics));
    }
}
