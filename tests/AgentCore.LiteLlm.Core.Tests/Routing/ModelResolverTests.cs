using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Variables;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Routing;

public sealed class ModelResolverTests
{
    private const string Proxy = "provider: litellm\nmodel_id: claude-sonnet-4-6\nbase_url: https://proxy.example.com/v1\n";

    private static readonly IVariables None = new FixedVariables();

    [Theory]
    [InlineData("claude-sonnet-4-6")]
    [InlineData("anthropic/claude-sonnet-4-5-20250908")]
    [InlineData("openai/gpt-4o")]
    [InlineData("azure/cohere-command")]
    [InlineData("groq/llama")]
    [InlineData("my-org/fast-claude")]
    [InlineData("gemini-2.5-pro")]
    [InlineData("bedrock/us.anthropic.claude")]
    public void With_a_base_url_every_request_goes_there_and_the_name_is_unchanged(string modelId)
    {
        ResolvedModel model = Resolve($"provider: litellm\nmodel_id: {modelId}\nbase_url: https://proxy.example.com\n", None);

        Assert.Equal(
            (modelId, "https://proxy.example.com", "https://proxy.example.com/chat/completions", "openai", "litellm"),
            (model.ModelId, model.BaseUrl, model.Endpoint, model.CustomLlmProvider, model.Provider));
    }

    [Theory]
    [InlineData("groq/llama-3", "groq", "llama-3", "https://api.groq.com/openai/v1/chat/completions", "GROQ_API_KEY")]
    [InlineData("claude-sonnet-4-6", "anthropic", "claude-sonnet-4-6", "https://api.anthropic.com/v1/chat/completions", "ANTHROPIC_API_KEY")]
    [InlineData(
        "gemini/gemini-2.5-pro", "gemini", "gemini-2.5-pro", "https://generativelanguage.googleapis.com/v1beta/openai/chat/completions", "GOOGLE_API_KEY")]
    [InlineData("deepseek-chat", "deepseek", "deepseek-chat", "https://api.deepseek.com/beta/chat/completions", "DEEPSEEK_API_KEY")]
    [InlineData("gpt-4o", "openai", "gpt-4o", "https://api.openai.com/v1/chat/completions", "OPENAI_API_KEY")]
    public void Without_a_base_url_the_name_decides(string modelId, string provider, string sent, string endpoint, string variable)
    {
        ResolvedModel model = Resolve($"provider: litellm\nmodel_id: {modelId}\n", None);

        Assert.Equal((provider, sent, endpoint, variable), (model.Provider, model.ModelId, model.Endpoint, model.ApiKeyVariable));
        Assert.Null(model.CustomLlmProvider);
    }

    [Theory]
    [InlineData("responses", 7, 1)]
    [InlineData("responses", null, 0)]
    [InlineData("auto", 7, 0)]
    [InlineData("chat", 7, 0)]
    public void What_the_caller_sets_and_the_API_of_the_file_does_not_know_is_said(string api, int? seed, int findings)
    {
        ModelOverrides overrides = new() { Controls = new ModelControls { Seed = seed } };

        Checked<ResolvedModel> result = ModelResolver.Resolve(Blueprint.With($"{Proxy}api: {api}\n"), overrides, None);

        Diagnostic[] said = [.. result.Diagnostics.Where(d => d.Code == DiagnosticCodes.SettingIgnored)];
        Assert.Equal(findings, said.Length);
        Assert.All(said, d => Assert.Equal(("model.api", DiagnosticSeverity.Warning), (d.Path, d.Severity)));
        Assert.All(said, d => Assert.Contains("'seed'", d.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_provider_with_several_key_variables_takes_the_first_that_is_set()
    {
        ResolvedModel model = Resolve("provider: litellm\nmodel_id: openrouter/x/y\n", new FixedVariables(("OR_API_KEY", "sk-or-1234")));

        Assert.Equal(("OR_API_KEY", true), (model.ApiKeyVariable, model.HasApiKey));
    }

    [Theory]
    [InlineData("my-org/fast-claude", "known provider")]
    [InlineData("gemini-2.5-pro", "gemini/")]
    [InlineData("bedrock/anthropic.claude", "AWS")]
    [InlineData("lm_studio/qwen", "no address")]
    [InlineData("mistral-large", "known provider")]
    public void Without_a_base_url_a_name_that_leads_nowhere_is_an_error(string modelId, string expected)
    {
        Diagnostic finding = ResolveToError($"provider: litellm\nmodel_id: {modelId}\n", None);

        Assert.Equal((DiagnosticCodes.ModelNotRoutable, "model.model_id"), (finding.Code, finding.Path));
        Assert.Contains(expected, finding.Message, StringComparison.Ordinal);
        Assert.Contains("base_url", finding.Suggestion, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bedrock")]
    [InlineData("anthropic")]
    [InlineData("vertex")]
    public void Another_provider_is_a_valid_blueprint_that_cannot_be_called(string provider)
    {
        Diagnostic finding = ResolveToError($"provider: {provider}\nmodel_id: m\n", None);

        Assert.Equal(DiagnosticCodes.ProviderNotCallable, finding.Code);
        Assert.Contains($"'{provider}'", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_are_filled_in_and_named_as_origins()
    {
        ResolvedModel model = Resolve(
            "provider: litellm\nmodel_id: ${ACTIVE_MODEL:-claude}\nbase_url: ${BASE:-http://localhost:4000}/v1\n",
            new FixedVariables(("ACTIVE_MODEL", "gpt-4o\n"), ("BASE", "")));

        Assert.Equal(("gpt-4o", "http://localhost:4000/v1"), (model.ModelId, model.BaseUrl));
        Assert.Equal("model.model_id in a.yaml(9,13), with variable ACTIVE_MODEL", model.Origins["ModelId"]);
        Assert.Contains("BASE", model.Origins["BaseUrl"], StringComparison.Ordinal);
    }

    [Fact]
    public void An_unset_variable_without_default_is_an_error_at_its_place()
    {
        Diagnostic finding = ResolveToError("provider: litellm\nmodel_id: ${ACTIVE_MODEL}\nbase_url: https://h\n", None);

        Assert.Equal((DiagnosticCodes.VariableNotSet, "a.yaml(9,13)"), (finding.Code, finding.Location!.ToString()));
        Assert.Contains("'ACTIVE_MODEL'", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_is_never_expanded_again()
    {
        ResolvedModel model = Resolve(
            "provider: litellm\nmodel_id: ${M}\nbase_url: https://h\n", new FixedVariables(("M", "${SECRET}"), ("SECRET", "x")));

        Assert.Equal("${SECRET}", model.ModelId);
    }

    [Fact]
    public void A_model_name_with_a_line_break_inside_is_refused() =>
        Assert.Equal(
            DiagnosticCodes.ModelIdInvalid, ResolveToError("provider: litellm\nmodel_id: ${M}\nbase_url: https://h\n", new FixedVariables(("M", "a\nb"))).Code);

    [Theory]
    [InlineData("localhost:4000")]
    [InlineData("ftp://host/v1")]
    [InlineData("https://host/v1/chat/completions")]
    [InlineData("not an address")]
    public void An_address_that_leads_to_no_endpoint_is_refused(string address) =>
        Assert.Equal(
            DiagnosticCodes.BaseUrlInvalid,
            ResolveToError("provider: litellm\nmodel_id: m\nbase_url: ${BASE}\n", new FixedVariables(("BASE", address))).Code);

    [Fact]
    public void An_empty_model_name_is_refused() =>
        Assert.Equal(DiagnosticCodes.ModelIdEmpty, ResolveToError("provider: litellm\nmodel_id: ${M:-}\nbase_url: https://h\n", None).Code);

    [Fact]
    public void The_key_of_OpenAI_is_never_a_silent_fallback()
    {
        ResolvedModel model = Resolve(Proxy, new FixedVariables(("OPENAI_API_KEY", "sk-real"), ("LITELLM_API_KEY", "sk-other")));

        Assert.False(model.HasApiKey);
        Assert.Null(model.ApiKeyVariable);
        Assert.Empty(model.SecretHeaders);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n")]
    public void A_named_key_that_is_not_set_is_a_warning(string? value)
    {
        FixedVariables variables = value is null ? new() : new(("KEY", value));
        Checked<ResolvedModel> result = ModelResolver.Resolve(Blueprint.With(Proxy + "api_key_env: KEY"), new ModelOverrides(), variables);

        Diagnostic finding = Assert.Single(result.Diagnostics);
        Assert.Equal((DiagnosticCodes.ApiKeyNotSet, DiagnosticSeverity.Warning), (finding.Code, finding.Severity));
        Assert.True(result.IsUsable);
        Assert.Equal(("KEY", false), (result.Value!.ApiKeyVariable, result.Value.HasApiKey));
    }

    [Fact]
    public void A_key_is_trimmed_and_sent_as_a_bearer_token()
    {
        ResolvedModel model = Resolve(Proxy + "api_key_env: KEY", new FixedVariables(("KEY", " sk-1234\r\n")));

        SecretHeader header = Assert.Single(model.SecretHeaders);
        Assert.Equal(("Authorization", "Bearer ", "sk-1234"), (header.Name, header.Scheme, header.Value.Reveal()));
    }

    [Theory]
    [InlineData("sk-a\nX-Injected: yes")]
    [InlineData("sk-a\rb")]
    [InlineData("sk-a\0b")]
    [InlineData("Bearer sk-a")]
    [InlineData("\"sk-a\"")]
    [InlineData("schlüssel")]
    public void A_key_that_could_break_the_request_is_refused(string value)
    {
        Diagnostic finding = ResolveToError(Proxy + "api_key_env: KEY", new FixedVariables(("KEY", value)));

        Assert.Equal(DiagnosticCodes.ApiKeyInvalid, finding.Code);
        Assert.DoesNotContain("sk-a", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Headers_come_from_their_variables_and_absent_ones_are_listed()
    {
        Checked<ResolvedModel> result = ModelResolver.Resolve(
            Blueprint.With(Proxy + "extra_headers_env:\n  X-One: ONE\n  X-Two: TWO\n  X-Three: THREE\n"),
            new ModelOverrides(),
            new FixedVariables(("ONE", "first"), ("TWO", "")));

        Assert.Equal(["X-One"], result.Value!.HeaderNames);
        Assert.Equal(["X-Two", "X-Three"], result.Value.OmittedHeaders);
        Assert.All(result.Diagnostics, f => Assert.Equal((DiagnosticCodes.HeaderOmitted, DiagnosticSeverity.Information), (f.Code, f.Severity)));
    }

    [Fact]
    public void Strict_makes_an_omitted_header_an_error()
    {
        Checked<ResolvedModel> result = ModelResolver.Resolve(
            Blueprint.With(Proxy + "extra_headers_env:\n  X-Two: TWO\n"), new ModelOverrides(), None, strict: true);

        Assert.False(result.IsUsable);
        Assert.Equal(DiagnosticCodes.HeaderOmitted, Assert.Single(result.Diagnostics).Code);
    }

    [Fact]
    public void A_header_value_with_a_line_break_is_refused_without_being_shown()
    {
        Diagnostic finding = ResolveToError(
            Proxy + "extra_headers_env:\n  X-One: ONE\n", new FixedVariables(("ONE", "canary\r\nX-Evil: 1")));

        Assert.Equal((DiagnosticCodes.HeaderInvalid, "model.extra_headers_env.X-One"), (finding.Code, finding.Path));
        Assert.DoesNotContain("canary", finding.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host")]
    [InlineData("content-length")]
    [InlineData("Bad Name")]
    [InlineData("X:Y")]
    public void A_header_of_the_callers_obeys_the_same_rules(string name)
    {
        ModelOverrides overrides = new() { Headers = [new SecretHeader(name, new Secret("value"))] };

        Checked<ResolvedModel> result = ModelResolver.Resolve(Blueprint.With(Proxy), overrides, None);

        Assert.Equal(DiagnosticCodes.HeaderInvalid, Assert.Single(result.Diagnostics).Code);
    }

    [Fact]
    public void Overrides_win_over_the_blueprint()
    {
        ModelOverrides overrides = new()
        {
            ModelId = "${literal}",
            BaseUrl = "https://other.example.com/v1/",
            ApiKey = new Secret("sk-given"),
            Headers = [new SecretHeader("x-one", new Secret("given"))],
        };

        ResolvedModel model = ModelResolver.Resolve(
            Blueprint.With(Proxy + "api_key_env: KEY\nextra_headers_env:\n  X-One: ONE\n"), overrides,
            new FixedVariables(("ONE", "env"), ("KEY", "sk-env"))).Value!;

        Assert.Equal(("${literal}", "https://other.example.com/v1"), (model.ModelId, model.BaseUrl));
        Assert.Equal(["sk-given", "given"], model.SecretHeaders.Select(h => h.Value.Reveal()));
        Assert.Equal(
            ("the caller", "the caller", "the caller", "the caller"),
            (model.Origins["ModelId"], model.Origins["BaseUrl"], model.Origins["ApiKey"], model.Origins["Headers.x-one"]));
    }

    [Fact]
    public void A_key_in_clear_text_to_another_machine_is_a_warning() =>
        Assert.Equal(
            DiagnosticCodes.UnencryptedAuthentication,
            Assert.Single(
                ModelResolver.Resolve(
                    Blueprint.With("provider: litellm\nmodel_id: m\nbase_url: http://proxy\napi_key_env: KEY"), new ModelOverrides(),
                    new FixedVariables(("KEY", "sk-1234"))).Diagnostics).Code);

    [Fact]
    public void No_text_form_of_a_resolved_model_shows_a_secret()
    {
        ResolvedModel model = Resolve(
            Proxy + "api_key_env: KEY\nextra_headers_env:\n  X-One: ONE\n", new FixedVariables(("KEY", "sk-canary-1"), ("ONE", "canary-2")));

        string shown = model + System.Text.Json.JsonSerializer.Serialize(model) + string.Join(' ', model.Origins) + model.SecretHeaders[0];

        Assert.DoesNotContain("canary", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_is_found_at_once()
    {
        Checked<ResolvedModel> result = ModelResolver.Resolve(
            Blueprint.With("provider: litellm\nmodel_id: ${A}\nbase_url: ${B}\napi_key_env: KEY\nextra_headers_env:\n  X-One: ONE\n"),
            new ModelOverrides(),
            new FixedVariables(("KEY", "a\nb"), ("ONE", "c\nd")));

        Assert.Equal(
            [DiagnosticCodes.VariableNotSet, DiagnosticCodes.VariableNotSet, DiagnosticCodes.ApiKeyInvalid, DiagnosticCodes.HeaderInvalid],
            result.Diagnostics.Select(f => f.Code));
    }

    private static ResolvedModel Resolve(string modelLines, IVariables variables)
    {
        Checked<ResolvedModel> result = ModelResolver.Resolve(Blueprint.With(modelLines), new ModelOverrides(), variables);
        Assert.True(result.IsUsable, string.Join('\n', result.Diagnostics));
        return result.Value!;
    }

    private static Diagnostic ResolveToError(string modelLines, IVariables variables)
    {
        Checked<ResolvedModel> result = ModelResolver.Resolve(Blueprint.With(modelLines), new ModelOverrides(), variables);
        Assert.False(result.IsUsable);
        return Assert.Single(result.Diagnostics, f => f.Severity == DiagnosticSeverity.Error);
    }
}
