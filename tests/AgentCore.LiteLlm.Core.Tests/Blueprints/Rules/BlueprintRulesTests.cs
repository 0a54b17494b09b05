using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Blueprints.Rules;

/// <summary>What the fixtures do not show: where the rules must keep quiet, and that they speak beside other mistakes.</summary>
public sealed class BlueprintRulesTests
{
    private const string Head = "id: a\nname: A\nversion: \"1\"\nprompt_ref: p\n";
    private const string Silent = "observability: {data_protection: {provider: none}}\n";
    private const string Sound = "{provider: litellm, model_id: m, temperature: 1, max_tokens: 10}";

    [Theory]
    [InlineData("gpt-5", 1.0)]
    [InlineData("gpt-5-chat-latest", 0.3)]
    [InlineData("gpt-5.1", 0.3)]
    [InlineData("openai-o1-clone", 0.3)]
    [InlineData("o1x", 0.3)]
    [InlineData("opus", 0.3)]
    [InlineData("${MODEL}", 0.3)]
    public void A_model_that_takes_the_temperature_is_left_alone(string model, double temperature) => AssertQuiet(
        FormattableString.Invariant(
            $"model: {{provider: litellm, model_id: '{model}', temperature: {temperature}, max_tokens: 10, base_url: 'http://localhost:4000'}}\n{Silent}"));

    [Theory]
    [InlineData("o1")]
    [InlineData("o3-mini")]
    [InlineData("gpt-5")]
    [InlineData("openrouter/openai/o4-mini")]
    [InlineData("${MODEL:-gpt-5-nano}")]
    public void A_reasoning_model_takes_no_temperature_but_1(string model) => Assert.Contains(
        DiagnosticCodes.TemperatureFixed, Codes($"model: {{provider: litellm, model_id: '{model}', temperature: 0.3, max_tokens: 10}}\n{Silent}"));

    [Theory]
    [InlineData("openai/gpt-4o", "https://openrouter.ai/api/v1")]
    [InlineData("openai/gpt-4o", "https://gateway.ai.cloudflare.com/v1/a/b/compat")]
    [InlineData("gpt-4o", "https://gateway.ai.cloudflare.com/v1/a/b/openai")]
    [InlineData("my-own-model", "https://gateway.ai.cloudflare.com/v1/a/b/openai")]
    [InlineData("claude-sonnet-4-6", "https://gateway.ai.cloudflare.com/v1/a/b/${UPSTREAM}")]
    [InlineData("claude-sonnet-4-6", "https://example.com/gateway.ai.cloudflare.com/openai")]
    [InlineData("anthropic/claude-sonnet-4-6", "https://proxy.example.com")]
    [InlineData("openai/gpt-4o", null)]
    public void An_address_that_serves_the_model_is_left_alone(string model, string? address) => AssertQuiet(
        $"model: {{provider: litellm, model_id: '{model}', temperature: 1, max_tokens: 10{(address is null ? "" : $", base_url: '{address}'")}}}\n{Silent}");

    [Theory]
    [InlineData("http://10.1.2.3/mcp")]
    [InlineData("http://172.20.0.1")]
    [InlineData("http://192.168.1.1")]
    [InlineData("http://[fd00::1]/mcp")]
    [InlineData("http://localhost:9000")]
    [InlineData("http://gateway/mcp")]
    [InlineData("https://gateway.team.internal/mcp")]
    [InlineData("https://vpce-0a1b.execute-api.eu-west-1.vpce.amazonaws.com")]
    [InlineData("not an address")]
    public void A_private_gateway_is_reached_from_a_private_network(string url) =>
        AssertQuiet($"model: {Sound}\n{Silent}runtime: {{network_mode: PRIVATE}}\ngateway: {{url: '{url}'}}\n");

    [Theory]
    [InlineData("http://172.32.0.1")]
    [InlineData("http://8.8.8.8")]
    [InlineData("http://[2001:4860::1]")]
    [InlineData("https://internal.example.com")]
    public void A_public_gateway_is_not(string url) => Assert.Contains(
        DiagnosticCodes.NetworkUnreachable, Codes($"model: {Sound}\n{Silent}runtime: {{network_mode: PRIVATE}}\ngateway: {{url: '{url}'}}\n"));

    [Theory]
    [InlineData(
        "model: {model_id: m, temperature: 1, max_tokens: 10, cache_prompt: default, cache_tools: key}\nthinking: {enabled: true}\n"
            + "observability: {data_protection: {provider: bedrock, guardrail_id_env: G}}\n")]
    [InlineData("model: {provider: anthropic, model_id: m, temperature: 1, max_tokens: 10, api_key_env: K}\n" + Silent)]
    [InlineData(
        "model: {provider: litellm, model_id: m, temperature: 1, max_tokens: 10, cache_prompt: none, base_url: }\nthinking: {enabled: false}\n" + Silent)]
    [InlineData("model: " + Sound + "\nobservability: {data_protection: {provider: presidio, presidio_entities: [EMAIL_ADDRESS], presidio_language: de}}\n")]
    [InlineData("model: " + Sound + "\n" + Silent + "multi_agent: {role: coordinator, nodes: [{node_id: a, a2a_url_env: A_URL}]}\n")]
    [InlineData("model: " + Sound + "\n" + Silent + "multi_agent: {role: specialist}\nruntime: {a2a_port: 8081}\n")]
    [InlineData("model: " + Sound + "\n" + Silent + "execution_modes: {}\nmemory: {strategies: [{type: SEMANTIC, name: n, namespace: s}]}\n")]
    public void Settings_that_fit_are_left_alone(string text) => AssertQuiet(text);

    [Theory]
    [InlineData("{provider: presidio}", 45)]
    [InlineData("{provider: presidio, presidio_entities: []}", 55)]
    [InlineData("{provider: presidio, presidio_entities: [], presidio_language: de}", 55)]
    public void The_default_set_holds_kinds_that_need_an_analyzer(string block, int column)
    {
        Diagnostic finding = Assert.Single(BlueprintReader.Read($"{Head}model: {Sound}\nobservability: {{data_protection: {block}}}\n", "a.yaml").Diagnostics);

        Assert.Equal((DiagnosticCodes.EntityNeedsService, DiagnosticSeverity.Warning, column), (finding.Code, finding.Severity, finding.Column));
        Assert.Contains("PERSON", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model: {provider: litelm, model_id: m, temperature: 1, max_tokens: 10, base_url: 'http://localhost'}\n")]
    [InlineData("model: [a]\n")]
    [InlineData("model: {provider: litellm, model_id: m, temperature: 1, max_tokens: 10}\nobservability: on\n")]
    [InlineData("model: " + Sound + "\nobservability: {data_protection: []}\n")]
    [InlineData("model: " + Sound + "\n" + Silent + "multi_agent: {pattern: graph, entry_point: a, nodes: [{agent_ref: x}, 7]}\n")]
    [InlineData("model: " + Sound + "\n" + Silent + "multi_agent: {role: coordinator, pattern: graph, entry_point: a, nodes: 7}\n")]
    [InlineData("model: " + Sound + "\n" + Silent + "execution_modes: {simulation: 7, staging: 7}\n")]
    [InlineData("model: " + Sound + "\n" + Silent + "gateway: {}\npolicy: {engine: e, mode: ENFORCE, rules: [{name: a, allow: [b]}]}\n")]
    public void What_could_not_be_read_gives_no_second_finding(string text)
    {
        Checked<AgentBlueprint> result = BlueprintReader.Read(Head + text, "a.yaml");

        Assert.Contains(result.Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
        Assert.All(
            result.Diagnostics, d => Assert.Contains(d.Code, new[] { DiagnosticCodes.ValueUnknown, DiagnosticCodes.TypeMismatch, DiagnosticCodes.KeyMissing }));
    }

    [Theory]
    [InlineData("multi_agent: {colour: red, pattern: graph, entry_point: b, nodes: [{node_id: a, agent_ref: x, shape: round}]}\n", DiagnosticCodes.NodeUnknown)]
    [InlineData("policy: {engine: e, mode: NEVER, rules: [{name: a}]}\n", DiagnosticCodes.PolicyRuleInvalid)]
    [InlineData("tools: [{mcp: a, tools: [x, x, [y]]}]\n", DiagnosticCodes.ToolDuplicate)]
    [InlineData("runtime: {max_iterations: 0, port: 9000, a2a_port: 9000}\n", DiagnosticCodes.PortConflict)]
    [InlineData("evaluation: {online: {sampling_rate: 0, evaluators: [x]}}\n", DiagnosticCodes.EvaluatorUnknown)]
    public void A_rule_speaks_beside_other_mistakes(string text, string code)
    {
        string[] codes = Codes($"model: {Sound}\n{Silent}{text}");

        Assert.Contains(code, codes);
        Assert.True(codes.Length > 1, string.Join(' ', codes));
    }

    [Theory]
    [InlineData("tools: [{mcp: a, tools: [x]}, {mcp: a, tools: [x]}]\n", "is the same tool 'x'; it is offered once")]
    [InlineData("tools: [{mcp: a, tools: [x]}, {mcp: b, tools: [x]}]\n", "with its server's name before it, and a rule about 'x' is about both")]
    public void Tools_of_one_name_are_said_to_be_what_they_become(string text, string words)
    {
        Checked<AgentBlueprint> result = BlueprintReader.Read($"{Head}model: {Sound}\n{Silent}{text}", "a.yaml");

        Assert.Contains(words, result.Diagnostics.Single(d => d.Code == DiagnosticCodes.ToolDuplicate).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bedrock", "SettingIgnored model.base_url", "SettingIgnored model.api_key_env", "SettingIgnored model.extra_headers_env")]
    [InlineData(
        "anthropic", "SettingIgnored model.base_url", "SettingIgnored model.extra_headers_env", "SettingIgnored model.cache_prompt",
        "SettingIgnored model.cache_tools", "SettingIgnored thinking", "GuardrailUnavailable observability.data_protection.provider")]
    [InlineData(
        "vertex", "SettingIgnored model.base_url", "SettingIgnored model.api_key_env", "SettingIgnored model.extra_headers_env",
        "SettingIgnored model.cache_prompt", "SettingIgnored model.cache_tools", "SettingIgnored thinking",
        "GuardrailUnavailable observability.data_protection.provider")]
    [InlineData("litellm", "GuardrailUnavailable observability.data_protection.provider")]
    public void Each_provider_ignores_settings_of_the_others(string provider, params string[] expected)
    {
        Checked<AgentBlueprint> result = BlueprintReader.Read(
            $"{Head}model: {{provider: {provider}, model_id: m, temperature: 1, max_tokens: 10, base_url: 'https://h.example', api_key_env: K, "
                + "extra_headers_env: {X-A: A}, cache_prompt: a, cache_tools: b}\nthinking: {enabled: true}\n"
                + "observability: {data_protection: {provider: bedrock}}\n",
            "a.yaml");

        Assert.Equal(expected, result.Diagnostics.Select(d => $"{d.Code} {d.Path}"));
    }

    [Fact]
    public void Bedrock_settings_come_with_what_to_use_instead()
    {
        Checked<AgentBlueprint> result = BlueprintReader.Read(
            $"{Head}model: {{provider: litellm, model_id: m, temperature: 1, max_tokens: 10, guardrail_id: g, guardrail_trace: enabled}}\n"
                + "observability: {data_protection: {provider: bedrock, guardrail_version_env: V}}\n",
            "a.yaml");

        Assert.Equal(4, result.Diagnostics.Length);
        Assert.All(result.Diagnostics, d => Assert.Contains("proxy", d.Suggestion, StringComparison.Ordinal));
        Assert.All(result.Diagnostics, d => Assert.Contains("provider: presidio", d.Suggestion, StringComparison.Ordinal));
    }

    [Fact]
    public void A_hostile_graph_is_checked_no_further_than_it_is_reported()
    {
        string nodes = string.Join(',', Enumerable.Range(0, 1_500).Select(at => $"{{node_id: nnnnnnnnnnnnnnnnnnnnn{at}, agent_ref: x}}"));
        string edges = string.Join(',', Enumerable.Range(0, 1_500).Select(at => $"{{from_node: mmmmmmmmmmmmmmmmmmmmm{at}, to_node: oooooooooooo{at}}}"));

        string[] codes = Codes($"model: {Sound}\n{Silent}multi_agent: {{pattern: graph, nodes: [{nodes}], edges: [{edges}]}}\n");

        // Two findings for each edge would be 3,000, each with a search for the name that was meant.
        Assert.Equal(1_001, codes.Length);
    }

    [Fact]
    public void A_finding_lies_on_the_key_of_a_block_and_on_a_value_elsewhere()
    {
        Checked<AgentBlueprint> result = BlueprintReader.Read(
            $"{Head}model:\n  provider: litellm\n  model_id: m\n  temperature: 1\n  max_tokens: 10\n  guardrail_id:   g\nthinking:\n  enabled: true\n"
                + "observability:\n  enabled: true\n",
            "a.yaml");

        Assert.Equal(
            [(10, 3, "model.guardrail_id"), (13, 1, "observability.data_protection")],
            result.Diagnostics.Select(d => (d.Line, d.Column, d.Path!)));
    }

    private static void AssertQuiet(string text) => Assert.Empty(Codes(text));

    // What holds where an agent is deployed is no rule that was broken.
    private static string[] Codes(string text) =>
        [.. BlueprintReader.Read(Head + text, "a.yaml").Diagnostics.Select(d => d.Code).Where(c => c != DiagnosticCodes.SettingNotApplied)];
}
