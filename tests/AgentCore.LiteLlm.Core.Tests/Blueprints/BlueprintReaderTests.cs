using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Blueprints;

public sealed class BlueprintReaderTests
{
    private const string Head = "id: a\nname: A\nversion: \"1\"\nprompt_ref: p\n";
    private const string Model = "model:\n  provider: litellm\n  model_id: m\n  temperature: 0.3\n  max_tokens: 10\n";

    [Fact]
    public void What_stands_in_the_place_of_a_variables_name_and_may_be_a_key_is_in_no_property()
    {
        const string Key = "a8F3kQ9zLm2Xv7Rt5Yb1Nc4Wd6Ep0Hs";
        (Type Type, PropertyInfo Property)[] names =
        [
            .. from type in typeof(AgentBlueprint).Assembly.GetTypes()
               where type is { Namespace: "AgentCore.LiteLlm.Blueprints", IsPublic: true, IsAbstract: false }
               from property in type.GetProperties()
               where property.PropertyType == typeof(string)
                   && (property.Name.EndsWith("Env", StringComparison.Ordinal) || property.Name.EndsWith("EnvVar", StringComparison.Ordinal))
               where type != typeof(BlueprintDraft)
               select (type, property),
        ];
        foreach ((Type type, PropertyInfo property) in names)
        {
            object block = RuntimeHelpers.GetUninitializedObject(type);
            property.SetValue(block, Key);
            Assert.Equal(("***", property.Name), (property.GetValue(block), property.Name));
            Assert.DoesNotContain(Key, $"{block}", StringComparison.Ordinal);
            property.SetValue(block, "LITELLM_API_KEY");
            Assert.Equal("LITELLM_API_KEY", property.GetValue(block));
        }

        // One for each key of the format that names a variable.
        Assert.Equal(13, names.Length);
        ModelBlock model = Blueprint.With($"provider: litellm\nmodel_id: m\napi_key_env: {Key}\nextra_headers_env:\n  X-A: {Key}\n  X-B: B_KEY\n").Model;
        Assert.Equal(["***", "B_KEY"], model.ExtraHeadersEnv.Values);
        Assert.Equal("***", model.ExtraHeadersEnv["x-a"]);
        Assert.DoesNotContain(Key, JsonSerializer.Serialize(model), StringComparison.Ordinal);
        Assert.Equal((Key, Key), (model.KeyVariable, (model with { Temperature = 1 }).HeaderVariables["X-A"]));
    }

    [Fact]
    public void Read_gives_the_model_as_it_is_written()
    {
        ModelBlock model = ReadFile("headers.yaml").Model;

        Assert.Equal(ModelProvider.LiteLlm, model.Provider);
        Assert.Equal("claude-sonnet-4-6", model.ModelId);
        Assert.Equal(0.3, model.Temperature);
        Assert.Equal(4096, model.MaxTokens);
        Assert.Equal("https://your-gateway.example.com", model.BaseUrl);
        Assert.Equal("GATEWAY_API_KEY", model.ApiKeyEnv);
        Assert.Equal(
            [new("CF-Access-Client-Id", "CF_ACCESS_CLIENT_ID"), new("CF-Access-Client-Secret", "CF_ACCESS_CLIENT_SECRET")],
            model.ExtraHeadersEnv);
        Assert.Equal("CF_ACCESS_CLIENT_ID", model.ExtraHeadersEnv["cf-access-client-id"]);
    }

    [Fact]
    public void Read_leaves_templates_unexpanded() =>
        Assert.Equal("${ACTIVE_MODEL:-claude-sonnet-4-6}", ReadFile("switchable-model.yaml").Model.ModelId);

    [Fact]
    public void Read_gives_every_key()
    {
        AgentBlueprint blueprint = ReadFile("every-key.yaml");

        Assert.Equal("https://gateway.example.com/mcp", blueprint.Gateway!.Url);
        Assert.Equal(GatewayAuthType.CustomJwt, blueprint.Gateway.AuthType);
        Assert.Equal((15, 600), (blueprint.Runtime!.MaxIterations, blueprint.Runtime.MaxExecutionTime));
        Assert.Equal(
            (NetworkMode.Private, RuntimeProtocol.Mcp, RuntimePlatform.LinuxAmd64),
            (blueprint.Runtime.NetworkMode, blueprint.Runtime.Protocol, blueprint.Runtime.Platform));
        Assert.Equal((false, true, true), (blueprint.ExecutionModes!.Simulation, blueprint.ExecutionModes.Staging, blueprint.ExecutionModes.Production));
        Assert.Equal(["query", "list_tables"], Assert.IsType<ToolBlock.Mcp>(blueprint.Tools[0]).Tools);
        Assert.Equal(
            (BuiltinToolType.CodeInterpreter, NetworkMode.Private),
            Assert.IsType<ToolBlock.Builtin>(blueprint.Tools[1]) is var tool ? (tool.Type, tool.NetworkMode) : default);
        Assert.Equal(["observability", "audit"], blueprint.Hooks);
        Assert.Equal(DataProtectionProvider.Presidio, blueprint.Observability!.DataProtection!.Provider);
        Assert.Equal("1", blueprint.Observability.TraceAttributes["tier"]);
        Assert.Equal(CredentialFlow.UserFederation, blueprint.Identity!.Credentials[1].AuthFlow);
        Assert.Null(blueprint.Identity.Credentials[0].AuthFlow);
        Assert.Equal(MemoryStrategyType.Summary, blueprint.Memory!.Strategies[1].Type);
        Assert.Equal([1, 5], blueprint.Evaluation!.CustomEvaluators[0].Scale);
        Assert.Equal(1.5, blueprint.Evaluation.CustomEvaluators[1].RatingScale[1].Value);
        Assert.Equal("Judge the answer.\nContext: {context}\nAnswer: {assistant_turn}\n", blueprint.Evaluation.CustomEvaluators[0].Instructions);
        Assert.Equal(PolicyMode.LogOnly, blueprint.Policy!.Mode);
        Assert.Equal(GraphNodeType.Gate, blueprint.MultiAgent!.Nodes[1].Type);
        Assert.Equal("score > 0.8", blueprint.MultiAgent.Edges[1].Condition);
        Assert.Equal(1500, blueprint.Thinking!.BudgetTokens);
        Assert.Equal(ArtifactTier.Domain, blueprint.Artifacts!.Tier);
    }

    [Fact]
    public void A_block_that_is_not_written_is_null_and_a_list_is_empty()
    {
        AgentBlueprint blueprint = ReadFile("minimal.yaml");

        Assert.Null(blueprint.Gateway);
        Assert.Null(blueprint.Runtime);
        Assert.Null(blueprint.ExecutionModes);
        Assert.Null(blueprint.Observability);
        Assert.Null(blueprint.MultiAgent);
        Assert.Null(blueprint.Policy);
        Assert.Empty(blueprint.Tools);
        Assert.Empty(blueprint.Hooks);
        Assert.Null(blueprint.Model.BaseUrl);
        Assert.Empty(blueprint.Model.ExtraHeadersEnv);
    }

    [Fact]
    public void An_empty_block_holds_the_defaults_of_its_record()
    {
        AgentBlueprint blueprint = ReadFile("empty-blocks.yaml");

        Assert.Equal(ModelProvider.Bedrock, blueprint.Model.Provider);
        Assert.Equal(new GatewayBlock(), blueprint.Gateway);
        Assert.Equal(new RuntimeBlock(), blueprint.Runtime);
        Assert.Equal(new ExecutionModesBlock(), blueprint.ExecutionModes);
        Assert.Equal(new LangfuseBlock(), blueprint.Observability!.Langfuse);
        Assert.Equal(new AuditLogBlock(), blueprint.Observability.AuditLog);
        Assert.Equal(new DashboardBlock(), blueprint.Observability.Dashboard);
        Assert.Equal(new DataProtectionBlock(), blueprint.Observability.DataProtection);
        Assert.Equal(new AuthorizerBlock(), blueprint.Identity!.Authorizer);
        Assert.Equal(new MemoryRetrieval { Namespace = "n" }, blueprint.Memory!.Retrieval[0]);
        Assert.Equal(new EvaluationBlock(), blueprint.Evaluation);
        Assert.Equal(new MultiAgentBlock(), blueprint.MultiAgent);
        Assert.Equal(new ThinkingBlock(), blueprint.Thinking);
        Assert.Equal(new ArtifactsBlock(), blueprint.Artifacts);
    }

    [Fact]
    public void A_text_made_of_a_blueprint_names_it_and_shows_nothing_else() =>
        Assert.Equal("a 1", BlueprintReader.Read($"{Head}description: the password is hunter2\n{Model}", "b.yaml").Value!.ToString());

    [Fact]
    public void The_path_is_that_of_the_file()
    {
        string file = BlueprintFiles.PathOf("valid", "minimal.yaml");

        Assert.Equal(file, BlueprintReader.Read(File.ReadAllBytes(file), file).Value!.Path);
        Assert.Null(BlueprintReader.Read(Head + Model, "<content>").Value!.Path);
    }

    [Fact]
    public void Warnings_leave_the_blueprint_usable_and_stay_with_it()
    {
        Checked<AgentBlueprint> result = BlueprintReader.Read(Head + Model + "  region: eu\n", "b.yaml");

        Assert.True(result.IsUsable);
        Diagnostic warning = Assert.Single(result.Value!.Diagnostics, d => d.Severity == DiagnosticSeverity.Warning);
        Assert.Equal((DiagnosticSeverity.Warning, DiagnosticCodes.KeyUnknown, "model.region"), (warning.Severity, warning.Code, warning.Path));
    }

    [Theory]
    [InlineData("2 MB of '['", DiagnosticCodes.FileTooLarge)]
    [InlineData("1 MB of '['", DiagnosticCodes.YamlTooDeep)]
    [InlineData("20,000 entries", DiagnosticCodes.YamlTooManyNodes)]
    [InlineData("2,000 mistakes", DiagnosticCodes.TooManyFindings)]
    public void What_is_too_much_is_refused(string what, string expected)
    {
        string text = what switch
        {
            "2 MB of '['" => new string('[', 2 << 20),
            "1 MB of '['" => new string('[', 1 << 20),
            "20,000 entries" => Head + Model + "tags:\n" + string.Concat(Enumerable.Repeat("- a\n", 20_000)),
            _ => Head + Model + "tags:\n" + string.Concat(Enumerable.Repeat("- 1\n", 2_000)),
        };

        Checked<AgentBlueprint> result = BlueprintReader.Read(Encoding.UTF8.GetBytes(text), "b.yaml");

        Assert.Null(result.Value);
        Assert.Contains(result.Diagnostics, d => d.Code == expected);
        Assert.InRange(result.Diagnostics.Length, 1, 1_001);
    }

    [Theory]
    [InlineData("model.base_url", 13, 13)]
    [InlineData("model.extra_headers_env.X.Dotted.Name", 18, 20)]
    [InlineData("model.extra_headers_env.X-Gone", 17, 5)]
    [InlineData("tools[1].builtin", 39, 14)]
    [InlineData("tools[9].builtin", 37, 3)]
    [InlineData("nothing.like.it", 2, 1)]
    public void A_later_finding_stands_at_the_value_or_the_nearest_block_around_it(string path, int line, int column) =>
        Assert.Equal(new TextPlace(line, column, path), ReadFile("every-key.yaml").StartFindings().PlaceOf(path));

    [Fact]
    public void A_later_finding_shows_its_line_without_the_secrets_in_it()
    {
        Findings findings = BlueprintReader.Read(Head + Model + "  base_url: https://me:hunter2@${HOST}\n", "b.yaml").Value!.StartFindings();

        findings.Error(DiagnosticCodes.BaseUrlInvalid, "model.base_url", "It is wrong.");

        Diagnostic found = Assert.Single(findings.ToImmutable());
        Assert.Equal(("b.yaml(10,13)", "  base_url: https://***@${HOST}"), ($"{found.Location}", found.LineText));
    }

    private static AgentBlueprint ReadFile(string name) => BlueprintReader.Read(BlueprintFiles.Bytes("valid", name), name).Value!;
}
