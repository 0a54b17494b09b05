using System.Text.Json;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Locks;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Locks;

public sealed class AgentLockTests : IDisposable
{
    private const string Text = """
        id: a
        name: A
        version: "1"
        prompt_ref: p
        model:
          provider: litellm
          model_id: gpt-4o
          base_url: ${PROXY:-https://one.example.com}
          api_key_env: THE_KEY
          temperature: 0.3
          max_tokens: 10
          extra_headers_env: { X-Team: TEAM }
        output_schema: answer
        policy:
          engine: e
          mode: ENFORCE
          rules:
            - { name: read, allow: get }
        """;

    private static readonly FixedVariables Variables = new(("THE_KEY", "sk-very-secret-value-1234"), ("TEAM", "team-secret-value"));

    private readonly TempFolder _folder = new();

    public AgentLockTests()
    {
        _folder.Write("a.yaml", Text);
        _folder.Write("prompts/p.md", "---\nversion: \"1.2\"\nstate: stable\n---\nBe kind and discreet.");
        _folder.Write("schemas/answer.json", """{ "type": "object", "required": ["secret-field"] }""");
    }

    private static ToolDefinition Tool { get; } = new("get", "Gets it.", JsonElement.Parse("""{ "type": "object" }"""));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_lock_holds_for_what_was_locked_and_holds_nothing_secret()
    {
        string text = Lock();

        Assert.Empty(Differences());
        foreach (string secret in (string[])["very-secret", "team-secret", "Be kind", "secret-field", "Gets it", _folder.Path])
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }

        JsonElement file = JsonElement.Parse(text);
        Assert.Equal(1, file.GetProperty("format").GetInt32());
        Assert.Equal("1.2", file.GetProperty("agent").GetProperty("prompt").GetProperty("version").GetString());
        Assert.Equal("THE_KEY", file.GetProperty("agent").GetProperty("route").GetProperty("keyVariable").GetString());
    }

    [Fact]
    public void The_same_agent_gives_the_same_bytes_whatever_its_layout()
    {
        string first = Lock();
        File.WriteAllText(Path("a.yaml"), "# anew\n" + Text.Replace("name: A\n", "", StringComparison.Ordinal) + "\nname:   \"A\"   # last\n");

        Assert.Equal(first, Lock());
    }

    [Fact]
    public void Files_of_the_same_name_have_locks_of_their_own()
    {
        Assert.Equal(Path("a.lock.json"), AgentLock.PathOf(Path("a.yaml")));
        Assert.Equal(Path("a.yml.lock.json"), AgentLock.PathOf(Path("a.yml")));
        Assert.Equal(Path("a.YAML.lock.json"), AgentLock.PathOf(Path("a.YAML")));
    }

    [Theory]
    [InlineData("prompts/p.md", "kind", "unkind", "prompt_ref", "the text of the system prompt is another")]
    [InlineData("prompts/p.md", "1.2", "1.3", "prompt_ref", "the version of the system prompt is 1.3, and the lock says 1.2")]
    [InlineData("schemas/answer.json", "secret-field", "other-field", "output_schema", "the schema that answers must fit is another")]
    [InlineData("a.yaml", "allow: get", "allow: set", "policy", "the policy is another")]
    [InlineData("a.yaml", "ENFORCE", "LOG_ONLY", "policy", "the policy is another")]
    [InlineData(
        "a.yaml", "one.example.com", "two.example.com", "model",
        "the route's baseUrl is https://two.example.com, and the lock says https://one.example.com")]
    [InlineData("a.yaml", "gpt-4o", "gpt-5", "model", "the route's model is gpt-5, and the lock says gpt-4o")]
    [InlineData("a.yaml", "THE_KEY", "TEAM", "model", "the route's keyVariable is TEAM, and the lock says THE_KEY")]
    [InlineData("a.yaml", "temperature: 0.3", "temperature: 0.9", "model", "the request's temperature is 0.9, and the lock says 0.3")]
    [InlineData("a.yaml", "version: \"1\"", "version: \"2\"", "version", "'version' of the blueprint is 2, and the lock says 1")]
    [InlineData("a.yaml", "id: a", "hooks: []\nruntime: { max_iterations: 9 }\nid: a", "runtime", "'runtime' of the blueprint is another")]
    [InlineData("a.lock.json", "\"module\": \"", "\"module\": \"9", "id", "the module's version is ")]
    public void What_was_changed_is_named(string file, string from, string to, string key, string words)
    {
        Lock();
        string before = File.ReadAllText(Path(file));
        File.WriteAllText(Path(file), before.Replace(from, to, StringComparison.Ordinal));
        Assert.NotEqual(before, File.ReadAllText(Path(file)));

        Diagnostic[] found = Differences();

        Diagnostic named = Assert.Single(found, f => f.Message.Contains(words, StringComparison.Ordinal));
        Assert.Equal((DiagnosticCodes.LockDiffers, DiagnosticSeverity.Error, key), (named.Code, named.Severity, named.Path));
    }

    [Fact]
    public void Tools_are_compared_as_they_are_offered()
    {
        Lock();

        Assert.Contains(
            "the definition of the tool 'get' is another", Assert.Single(Differences(Tool with { Description = "Takes it." })).Message,
            StringComparison.Ordinal);
        Assert.Contains("'get' is another", Assert.Single(Differences(Tool with { Parameters = JsonElement.Parse("{}") })).Message, StringComparison.Ordinal);
        Assert.Contains("'get' is in the lock and is not offered", Assert.Single(Differences([])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "'more' is offered and is not in the lock", Assert.Single(Differences(Tool, Tool with { Name = "more" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tools_of_servers_are_compared_where_they_are_known()
    {
        _folder.Write("a.lock.json", AgentLock.Write(Plan(Tool), [], null)!);
        ChatPlan other = Plan(Tool with { Description = "Takes it." });

        Assert.Empty(AgentLock.Check(Plan(Tool), []).Diagnostics);
        Assert.Contains("the definition of the tool 'get' is another", Assert.Single(AgentLock.Check(other, []).Diagnostics).Message, StringComparison.Ordinal);
        Assert.Empty(AgentLock.Check(other, [], LockedAgent.ServerTools).Diagnostics);
    }

    [Fact]
    public void Everything_that_differs_is_found_at_once()
    {
        Lock();
        File.WriteAllText(Path("prompts/p.md"), "Other.");
        File.WriteAllText(Path("a.yaml"), Text.Replace("allow: get", "deny: get", StringComparison.Ordinal));

        string all = string.Join('\n', Differences(Tool with { Description = "x" }).Select(f => f.Message));

        foreach (string words in (string[])["text of the system prompt", "version of the system prompt", "the policy", "the tool 'get'"])
        {
            Assert.Contains(words, all, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(null, DiagnosticCodes.LockNotFound)]
    [InlineData("<<<<<<< ours", DiagnosticCodes.LockInvalid)]
    [InlineData("[]", DiagnosticCodes.LockInvalid)]
    [InlineData("""{ "format": 2, "agent": {} }""", DiagnosticCodes.LockInvalid)]
    [InlineData("""{ "format": 1 }""", DiagnosticCodes.LockInvalid)]
    public void A_lock_that_cannot_be_read_holds_nothing(string? content, string code)
    {
        if (content is not null)
        {
            _folder.Write("a.lock.json", content);
        }

        Assert.Equal(code, Assert.Single(Differences()).Code);
    }

    [Fact]
    public void What_is_not_known_hides_no_tool_of_its_name()
    {
        Lock();
        ToolDefinition[] tools = [Tool, Tool with { Name = LockedAgent.ServerTools }];

        Checked<ChatPlan> held = AgentLock.Check(Plan(tools), [.. tools], LockedAgent.ServerTools);

        Assert.Contains("is offered and is not in the lock", Assert.Single(held.Diagnostics).Message, StringComparison.Ordinal);
    }

    private string Path(string name) => System.IO.Path.Combine(_folder.Path, name);

    private string Lock()
    {
        string text = AgentLock.Write(Plan(Tool), [Tool], "gpt-4o-2026")!;
        _folder.Write("a.lock.json", text);
        return text;
    }

    private Diagnostic[] Differences() => Differences(Tool);

    private Diagnostic[] Differences(params ToolDefinition[] tools)
    {
        Checked<ChatPlan> held = AgentLock.Check(Plan(tools), [.. tools]);
        Assert.Equal(held.Diagnostics.IsEmpty, held.IsUsable);
        return [.. held.Diagnostics];
    }

    private ChatPlan Plan(params ToolDefinition[] tools)
    {
        AgentBlueprint blueprint = BlueprintFile.Read(Path("a.yaml")).Value!;
        ResolvedModel model = ModelResolver.Resolve(blueprint, new ModelOverrides(), Variables).Value!;
        Checked<ChatPlan> plan = ChatPlan.Make(model, new CallOptions { Mode = ExecutionMode.Production, Tools = [.. tools] }, Variables);
        Assert.True(plan.IsUsable, string.Join('\n', plan.Diagnostics));
        return plan.Value!;
    }
}
