using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Blueprints;

public sealed class OtherFileTests
{
    [Theory]
    [InlineData("model_list:\n  - model_name: a\n", "LiteLLM proxy")]
    [InlineData(
        "version: \"2\"\nagents: { root: { model: m, description: d, instruction: i } }\nmodels: { m: { provider: openai } }\n", "Docker's agent runner")]
    [InlineData("researcher:\n  role: >\n    Senior\n  goal: find\n  backstory: read\nwriter:\n  role: w\n  goal: g\n", "CrewAI's agents")]
    [InlineData("research:\n  description: d\n  expected_output: e\n  agent: a\n", "CrewAI's tasks")]
    [InlineData("kind: Prompt\nname: A\ndescription: d\ninstructions: i\nmodel:\n  id: =Env.MODEL\n", "declarative agent")]
    [InlineData("description: d\nprompts: ['{{x}}']\nproviders: [openai:m]\ntests: []\n", "promptfoo")]
    [InlineData("services:\n  litellm: { image: i }\n", "Compose")]
    [InlineData("name: ci\non: [push]\njobs: {}\n", "GitHub workflow")]
    [InlineData("trigger: [main]\npool: { vmImage: ubuntu-latest }\nsteps: []\n", "Azure pipeline")]
    [InlineData("cases:\n  - name: a\n    prompt: hi\n", "case file")]
    [InlineData("openapi: 3.1.0\ninfo: {}\npaths: {}\n", "OpenAPI")]
    [InlineData("{\"mcpServers\":{}}", "tool servers")]
    [InlineData("apiVersion: v1\nkind: Agent\n---\napiVersion: v1\nkind: ModelConfig\n", "Kubernetes")]
    [InlineData("{{- if .Values.x }}\nid: {{ .Values.id }}\n{{- end }}\n", "template")]
    [InlineData("{% if x %}\nid: a\n{% endif %}\n", "template")]
    [InlineData("something: else\nother: 1\n", "not one of its keys")]
    [InlineData("- id: a\n- id: b\n", "mapping of keys to values")]
    [InlineData("just words\n", "mapping of keys to values")]
    public void A_file_of_another_kind_is_told_by_its_kind(string text, string expected)
    {
        Checked<AgentBlueprint> result = BlueprintReader.Read(text, "a.yaml");

        Diagnostic only = result.Diagnostics[0];
        Assert.True(result.Diagnostics.Length == 1 || expected == "not one of its keys");
        Assert.StartsWith("This is no blueprint", only.Message, StringComparison.Ordinal);
        Assert.Contains(expected, only.Message, StringComparison.Ordinal);
        Assert.NotNull(only.Suggestion);
    }

    [Theory]
    [InlineData("id: a\nname: A\nprompt_ref: p\nservices: {}\n")]
    [InlineData("id: a\nmodel: { model_id: m }\n")]
    [InlineData("description: d\n")]
    [InlineData("id: a\nname: A\nprompt_ref: p\ndescription: '{{ x }}\n")]
    public void A_blueprint_with_mistakes_is_told_them(string text) =>
        Assert.DoesNotContain(BlueprintReader.Read(text, "a.yaml").Diagnostics, d => d.Code == DiagnosticCodes.NotABlueprint);

    // Each line was once looked at to the end of the file.
    [Fact]
    public void A_file_of_blank_lines_is_read_once() =>
        Assert.NotEmpty(BlueprintReader.Read("{" + new string('\n', 1_000_000), "a.yaml").Diagnostics);

    [Fact]
    public void A_secret_in_such_a_file_is_still_found()
    {
        string key = "sk-" + new string('a', 10) + "1B2c3D4e5F6g7H8i9J0k";
        Checked<AgentBlueprint> result = BlueprintReader.Read($"model_list:\n  - litellm_params:\n      api_key: {key}\n", "a.yaml");

        Assert.Equal([DiagnosticCodes.NotABlueprint, DiagnosticCodes.SecretInline], result.Diagnostics.Select(d => d.Code));
    }
}
