using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Keys;

public sealed class KeyAdviceTests
{
    [Theory]
    [InlineData("promptref", "", "Did you mean 'prompt_ref'?")]
    [InlineData("temperature", "", "'temperature' belongs under 'model'.")]
    [InlineData("tempature", "", "Did you mean 'temperature', which belongs under 'model'?")]
    [InlineData("max_iteration", "", "Did you mean 'max_iterations', which belongs under 'runtime'?")]
    [InlineData("nothing_like_it", "", null)]
    [InlineData("baseurl", "  ", "Did you mean 'base_url'?")]
    [InlineData("execution_modes", "  ", "'execution_modes' belongs at the top level: check the indentation.")]
    [InlineData("colour", "  ", null)]
    public void An_unknown_key_comes_with_what_was_meant(string key, string indent, string? expected)
    {
        string text =
            "id: a\nname: A\nversion: \"1\"\nprompt_ref: p\nmodel:\n  provider: litellm\n  model_id: m\n  temperature: 0.3\n  max_tokens: 10\n"
                + $"{indent}{key}: 1\n";

        Diagnostic found = Assert.Single(BlueprintReader.Read(text, "a.yaml").Diagnostics, d => d.Code == DiagnosticCodes.KeyUnknown);

        Assert.Equal((10, indent.Length + 1, expected), (found.Line, found.Column, found.Suggestion));
    }
}
