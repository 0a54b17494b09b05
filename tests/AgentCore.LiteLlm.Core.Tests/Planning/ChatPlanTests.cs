using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Planning;

public sealed class ChatPlanTests
{
    private const string Local = "provider: litellm\nmodel_id: m\nbase_url: http://localhost:4000\n";
    private const string Remote = "provider: litellm\nmodel_id: m\nbase_url: http://proxy.example.com\napi_key_env: KEY\n";

    private static readonly JsonElement Schema = JsonSerializer.SerializeToElement(new { type = "object" });

    [Fact]
    public void The_calls_of_a_plan_share_what_was_read_of_its_tools()
    {
        ChatPlan plan = Make(Local, null).Value!;

        Assert.NotNull(plan.ToRequest("a").ToolSchemas);
        Assert.Same(plan.ToRequest("a").ToolSchemas, plan.ToRequest("b").ToolSchemas);
    }

    [Theory]
    [InlineData("simulation: true", ExecutionMode.Production, "production")]
    [InlineData("production: true\n  simulation: false", ExecutionMode.Simulation, "simulation")]
    [InlineData("production: true", ExecutionMode.Staging, "staging")]
    public void A_mode_that_the_blueprint_does_not_enable_is_refused(string modes, ExecutionMode mode, string name)
    {
        Diagnostic finding = Assert.Single(Make(Local, mode, tail: $"execution_modes:\n  {modes}\n").Diagnostics);

        Assert.Equal((DiagnosticCodes.ModeNotEnabled, $"execution_modes.{name}"), (finding.Code, finding.Path));
    }

    [Theory]
    [InlineData(ExecutionMode.Simulation)]
    [InlineData(ExecutionMode.Staging)]
    [InlineData(ExecutionMode.Production)]
    public void A_blueprint_without_modes_allows_each(ExecutionMode mode) => Assert.True(Make(Local, mode).IsUsable);

    [Theory]
    [InlineData(null, null, ExecutionMode.Production)]
    [InlineData(null, "", ExecutionMode.Production)]
    [InlineData(null, " Simulation ", ExecutionMode.Simulation)]
    [InlineData(null, "staging", ExecutionMode.Staging)]
    [InlineData(ExecutionMode.Production, "simulation", ExecutionMode.Production)]
    public void The_mode_is_the_callers_else_the_variables_else_production(ExecutionMode? asked, string? variable, ExecutionMode expected)
    {
        FixedVariables variables = variable is null ? new() : new(("EXECUTION_MODE", variable));

        Assert.Equal(expected, Make(Local, asked, variables: variables).Value!.Mode);
    }

    [Fact]
    public void A_variable_that_names_no_mode_is_an_error() =>
        Assert.Equal(DiagnosticCodes.ModeUnknown, Assert.Single(Make(Local, null, variables: new(("EXECUTION_MODE", "prod"))).Diagnostics).Code);

    [Fact]
    public void A_named_key_that_is_not_set_stops_the_call_but_not_a_simulation()
    {
        const string Keyed = Local + "api_key_env: KEY\n";

        Assert.Equal(DiagnosticCodes.ApiKeyNotSet, Assert.Single(Make(Keyed, ExecutionMode.Production).Diagnostics).Code);
        Assert.Empty(Make(Keyed, ExecutionMode.Simulation).Diagnostics);
    }

    [Fact]
    public void A_key_in_clear_text_to_another_machine_stops_the_call_unless_allowed()
    {
        FixedVariables variables = new(("KEY", "sk-1234"));

        Assert.Equal(DiagnosticCodes.UnencryptedAuthentication, Assert.Single(Make(Remote, null, variables: variables).Diagnostics).Code);
        Assert.Empty(Make(Remote, null, allowUnencrypted: true, variables: variables).Diagnostics);
        Assert.Empty(Make(Remote, ExecutionMode.Simulation, variables: variables).Diagnostics);
    }

    [Theory]
    [InlineData("provider: bedrock", ExecutionMode.Production, false, DiagnosticCodes.ProtectionUnavailable)]
    [InlineData("provider: bedrock", ExecutionMode.Simulation, false, null)]
    [InlineData("provider: bedrock", ExecutionMode.Production, true, null)]
    [InlineData("provider: none", ExecutionMode.Production, false, null)]
    [InlineData("presidio_language: en", ExecutionMode.Production, false, null)]
    public void A_guardrail_that_is_asked_for_and_not_there_starts_no_call(string block, ExecutionMode mode, bool isAllowed, string? code)
    {
        CallOptions options = new() { Protection = new ProtectionOptions { AllowUnprotected = isAllowed ? [ProtectionOptions.Every] : [] } };

        Assert.Equal(
            code, Make(Local, mode, tail: $"observability:\n  data_protection:\n    {block}\n", options: options).Diagnostics.SingleOrDefault()?.Code);
    }

    [Fact]
    public void What_the_file_asks_for_and_the_call_does_not_do_is_said_by_the_gates()
    {
        const string Tail = "memory: { strategies: [{ type: SEMANTIC, name: n, namespace: n }] }\nhooks: [audit]\nobservability: { audit_log: {} }\n";

        ChatPlan plan = Make(Local, ExecutionMode.Production, tail: Tail, options: new CallOptions { Hooks = ["Audit"] }).Value!;

        Assert.Equal(
            [
                "hooks: called in this order: audit", "audit_log: not kept: the caller names no file",
                "memory: not applied: no folder is named to keep it in",
            ],
            plan.ToRequest("hi").Gates.Skip(6).Select(g => g.ToString()));
    }

    [Fact]
    public void Personal_data_that_nothing_filters_is_not_sent()
    {
        const string Protected = "observability:\n  data_protection:\n    provider: presidio\n";

        Assert.Equal(
            DiagnosticCodes.ProtectionUnavailable,
            Assert.Single(Make(Local, null, tail: Protected).Diagnostics, d => d.Severity == DiagnosticSeverity.Error).Code);
        Assert.True(Make(Local, ExecutionMode.Simulation, tail: Protected).IsUsable);
    }

    [Fact]
    public void Each_request_of_a_blueprint_that_protects_has_a_session_of_its_own()
    {
        ChatPlan plan = Make(Local, null, tail: "observability:\n  data_protection:\n    provider: presidio\n    presidio_entities: [EMAIL_ADDRESS]\n").Value!;

        Assert.NotNull(plan.ToRequest("a").Protection);
        Assert.NotSame(plan.ToRequest("a").Protection!.Vault, plan.ToRequest("b").Protection!.Vault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("observability:\n  data_protection:\n    provider: none\n    presidio_entities: [PERSON]\n")]
    [InlineData("observability:\n  data_protection:\n    provider: bedrock\n")]
    public void Other_blueprints_protect_nothing(string tail) => Assert.Null(Make(Local, null, tail: tail).Value!.ToRequest("a").Protection);

    [Fact]
    public void A_request_holds_what_the_blueprint_says()
    {
        ChatRequest request = Make(Local, null, tail: "runtime:\n  max_execution_time: 7\n").Value!.ToRequest("hi");

        Assert.Equal([new ChatMessage(ChatRole.System, "Be brief."), new ChatMessage(ChatRole.User, "hi")], request.Messages);
        Assert.Equal(
            ("m", 0.3, 10, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(5)),
            (request.Model, request.Temperature, request.MaxTokens, request.TimeLimit, request.IdleLimit));
    }

    // PowerShell draws the line beneath an error, where the finding knows it.
    [Theory]
    [InlineData("output_schema: nowhere\n", DiagnosticCodes.OutputSchemaNotFound)]
    [InlineData("execution_modes:\n  production: false\n  staging: true\n", DiagnosticCodes.ModeNotEnabled)]
    [InlineData("observability:\n  data_protection:\n    provider: presidio\n    presidio_entities: [PERSON]\n", DiagnosticCodes.ProtectionUnavailable)]
    public void A_reason_against_a_call_names_its_line_and_shows_it(string tail, string code)
    {
        Diagnostic found = Assert.Single(Make(Local, ExecutionMode.Production, tail: tail).Diagnostics);

        Assert.Equal((code, Blueprint.With(Local, tail).StartFindings().Source.Show(found.Line, 1)), (found.Code, found.LineText));
        Assert.Contains(found.Path!.Split('.')[^1], found.LineText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prompt_that_is_not_there_is_an_error_on_its_line()
    {
        Diagnostic found = Assert.Single(Make(Local, ExecutionMode.Production, system: null).Diagnostics);

        Assert.Equal((DiagnosticCodes.PromptNotFound, "prompt_ref: p"), (found.Code, found.LineText));
    }

    [Fact]
    public void Every_reason_is_found_at_once_in_the_order_of_the_file()
    {
        Checked<ChatPlan> plan = Make(
            Remote,
            ExecutionMode.Production,
            tail: "execution_modes:\n  simulation: true\noutput_schema: nowhere\n",
            variables: new FixedVariables(("KEY", "k"), ("MODEL_PRICING", "no")));

        Assert.Equal(
            [DiagnosticCodes.PricingInvalid, DiagnosticCodes.UnencryptedAuthentication, DiagnosticCodes.ModeNotEnabled, DiagnosticCodes.OutputSchemaNotFound],
            plan.Diagnostics.Select(d => d.Code));
        Assert.False(plan.IsUsable);
    }

    [Fact]
    public void An_empty_system_message_is_not_sent() =>
        Assert.Single(Make(Local, null, system: "").Value!.ToRequest("hi").Messages);

    [Theory]
    [InlineData("https://api.openai.com/v1", 128, true)]
    [InlineData("https://api.openai.com/v1", 129, false)]
    [InlineData("https://eu.api.openai.com/v1", 129, false)]
    [InlineData("https://team.openai.azure.com/openai/v1", 129, false)]
    [InlineData("https://api.mistral.ai/v1", 129, true)]
    [InlineData("https://openai.com.example.com/v1", 129, true)]
    [InlineData("http://localhost:4000", 500, true)]
    public void More_tools_than_OpenAI_takes_are_refused_for_OpenAI_alone(string address, int count, bool isUsable)
    {
        CallOptions options = new() { Tools = [.. Enumerable.Range(0, count).Select(n => new ToolDefinition($"t{n}", "", Schema))] };

        Checked<ChatPlan> plan = Make($"provider: litellm\nmodel_id: m\nbase_url: {address}\n", ExecutionMode.Production, options: options);

        Assert.Equal(isUsable, plan.IsUsable);
        Assert.Equal(isUsable ? [] : [DiagnosticCodes.ToolsTooMany], plan.Diagnostics.Select(d => d.Code));
    }

    [Theory]
    [InlineData("https://api.openai.com/v1", "'build' (a number)", "'tags' (a list)")]
    [InlineData("https://api.mistral.ai/v1", "'build' (a number)", "'tags' (a list)")]
    [InlineData("http://localhost:4000")]
    [InlineData("http://127.0.0.1:8080/v1")]
    [InlineData("https://proxy.example.com")]
    public void Metadata_that_a_provider_does_not_take_is_left_out_and_said(string address, params string[] leftOut)
    {
        CallLabels labels = new()
        {
            Tags = ["t"],
            Metadata = [new("team", JsonSerializer.SerializeToElement("a")), new("build", JsonSerializer.SerializeToElement(7))],
        };

        Checked<ChatPlan> plan = Make(
            $"provider: litellm\nmodel_id: m\nbase_url: {address}\n", ExecutionMode.Production, options: new CallOptions { Labels = labels });

        string sent = Encoding.UTF8.GetString(RequestWriter.ToJson(plan.Value!.ToRequest("hi")).Span);
        Assert.Equal(leftOut.Length == 0, sent.Contains("\"metadata\":{\"team\":\"a\",\"build\":7,\"tags\":[\"t\"]}", StringComparison.Ordinal));
        Assert.Equal(leftOut.Length > 0, sent.Contains("\"metadata\":{\"team\":\"a\"}", StringComparison.Ordinal));
        Assert.Equal(leftOut.Length > 0, plan.Diagnostics.Any(d => d.Code == DiagnosticCodes.MetadataLeftOut));
        Assert.All(leftOut, words => Assert.Contains(words, plan.Diagnostics[0].Message, StringComparison.Ordinal));
    }

    private static Checked<ChatPlan> Make(
        string modelLines,
        ExecutionMode? mode,
        string? system = "Be brief.",
        bool allowUnencrypted = false,
        string tail = "",
        FixedVariables? variables = null,
        CallOptions? options = null)
    {
        variables ??= new FixedVariables();
        ResolvedModel model = ModelResolver.Resolve(Blueprint.With(modelLines, tail), new ModelOverrides(), variables).Value!;
        CallOptions set = (options ?? new CallOptions()) with
        {
            Mode = mode,
            System = system,
            AllowUnencrypted = allowUnencrypted,
            IdleLimit = TimeSpan.FromSeconds(5),
        };
        return ChatPlan.Make(model, set, variables);
    }
}
