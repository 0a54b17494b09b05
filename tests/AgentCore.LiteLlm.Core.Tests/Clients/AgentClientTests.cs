using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Clients;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Prompts;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Clients;

public sealed class AgentClientTests : IDisposable
{
    private readonly TestEndpoint _endpoint = TestEndpoint.Start();
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _endpoint.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_prompt_comes_from_the_registry_before_the_folder()
    {
        _endpoint.Enqueue(new TestReply.Http(200, """{"text":"From the registry."}""") { WhenPathEndsWith = "/prompts/agent-system" });
        using AgentClient client = new(WithRegistry());

        Checked<ChatPlan> plan = await client.PlanFileAsync(Write(), cancellationToken: Token);

        Assert.Equal("From the registry.", plan.Value!.ToRequest("hi").Messages[0].Text);
    }

    [Fact]
    public async Task A_prompt_that_the_registry_does_not_have_comes_from_the_folder()
    {
        _endpoint.Enqueue(new TestReply.Http(404, "{}") { WhenPathEndsWith = "/prompts/agent-system" });
        using AgentClient client = new(WithRegistry());

        Checked<ChatPlan> plan = await client.PlanFileAsync(Write(), cancellationToken: Token);

        Assert.Equal("From the folder.", plan.Value!.ToRequest("hi").Messages[0].Text);
    }

    [Fact]
    public async Task A_message_of_the_callers_asks_no_registry()
    {
        using AgentClient client = new(WithRegistry());

        Checked<ChatPlan> plan = await client.PlanFileAsync(Write(), new CallOptions { System = "Mine." }, Token);

        Assert.Equal("Mine.", plan.Value!.ToRequest("hi").Messages[0].Text);
        Assert.Empty(_endpoint.Requests);
    }

    [Fact]
    public void A_preview_says_what_it_would_ask_for_and_asks_nobody()
    {
        using AgentClient client = new(WithRegistry());

        Checked<ChatPlan> plan = client.Preview(ToModel(), new CallOptions(), out Uri? unasked);

        Assert.True(plan.IsUsable);
        Assert.Equal("/v1/prompts/p", unasked?.AbsolutePath);
        Assert.Single(plan.Value!.ToRequest("hi").Messages);
        Assert.Empty(_endpoint.Requests);
    }

    [Fact]
    public void A_registry_that_must_not_be_asked_leaves_no_preview()
    {
        using AgentClient client = new(new FixedVariables((PromptRegistry.Variable, "http://prompts.example.com")));

        Checked<ChatPlan> plan = client.Preview(ToModel(), new CallOptions(), out Uri? unasked);

        Assert.Null(plan.Value);
        Assert.Null(unasked);
        Assert.Equal(DiagnosticCodes.PromptRegistryInvalid, Assert.Single(plan.Diagnostics).Code);
    }

    [Fact]
    public async Task A_key_that_is_not_set_is_said_once()
    {
        using AgentClient client = new(new FixedVariables());

        Checked<ChatPlan> plan = await client.PlanFileAsync(Write("api_key_env: AGENT_KEY"), cancellationToken: Token);

        Assert.False(plan.IsUsable);
        Assert.Single(plan.Diagnostics, d => d.Code == DiagnosticCodes.ApiKeyNotSet);
    }

    [Fact]
    public async Task What_one_call_learns_of_an_endpoint_holds_for_the_next_of_the_same_client_only()
    {
        await using RawServer server = new((_, body) => body.Contains("\"max_tokens\"", StringComparison.Ordinal)
            ? (400, """{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model."}}""")
            : RawServer.Say("yes"));
        using AgentClient one = new(new FixedVariables());
        using AgentClient other = new(new FixedVariables());

        Assert.Equal((2, 1, 2), (await CountAsync(one, server.BaseUrl), await CountAsync(one, server.BaseUrl), await CountAsync(other, server.BaseUrl)));
    }

    [Fact]
    public async Task Retries_are_as_the_caller_sets_them()
    {
        _endpoint.Enqueue(new TestReply.Failure(503, "later"));
        using AgentClient client = new(new FixedVariables());
        CallOptions options = new() { System = "", Retries = new RetryOptions { MaximumRetryCount = 0 } };
        Checked<ChatPlan> plan = await client.PlanAsync(ToModel(), options, Token);

        await Assert.ThrowsAsync<ChatException>(() => client.AnswerAsync(plan.Value!, "hi", Token).ToListAsync(Token).AsTask());

        Assert.Single(_endpoint.Requests);
    }

    [Fact]
    public async Task Simulation_needs_no_network()
    {
        using AgentClient client = new(WithRegistry());
        Checked<ChatPlan> plan = await client.PlanFileAsync(Write(), new CallOptions { Mode = ExecutionMode.Simulation }, Token);

        ChatEvent last = (await client.AnswerAsync(plan.Value!, "hi", Token).ToListAsync(Token))[^1];

        Assert.True(Assert.IsType<ChatEvent.Completed>(last).Reply.Simulated);
        Assert.Empty(_endpoint.Requests);
    }

    [Fact]
    public async Task A_client_that_is_gone_makes_no_calls()
    {
        AgentClient client = new(new FixedVariables());
        Checked<ChatPlan> plan = await client.PlanAsync(ToModel(), new CallOptions { System = "" }, Token);
        client.Dispose();

        Assert.Throws<ObjectDisposedException>(() => client.AnswerAsync(plan.Value!, "hi", Token));
    }

    private static async Task<int> CountAsync(AgentClient client, Uri baseUrl)
    {
        Checked<ChatPlan> plan = await client.PlanAsync(ToModel(baseUrl), new CallOptions { System = "" }, Token);
        return Assert.IsType<ChatEvent.Completed>((await client.AnswerAsync(plan.Value!, "hi", Token).ToListAsync(Token))[^1]).Reply.Attempts;
    }

    private static ResolvedModel ToModel(Uri baseUrl) =>
        ModelResolver.Resolve(Blueprint.With($"provider: litellm\nmodel_id: m\nbase_url: {baseUrl}"), new ModelOverrides(), new FixedVariables()).Value!;

    private FixedVariables WithRegistry() => new((PromptRegistry.Variable, _endpoint.BaseUrl.AbsoluteUri));

    private ResolvedModel ToModel() => ToModel(_endpoint.BaseUrl);

    private string Write(string modelLine = "")
    {
        _folder.Write("prompts/agent-system.md", "From the folder.");
        return _folder.Write("agent.yaml", $"""
            id: agent
            name: Agent
            version: "1.0.0"
            prompt_ref: agent-system
            model:
              provider: litellm
              model_id: m
              temperature: 0.3
              max_tokens: 100
              base_url: {_endpoint.BaseUrl}
              {modelLine}
            """);
    }
}
