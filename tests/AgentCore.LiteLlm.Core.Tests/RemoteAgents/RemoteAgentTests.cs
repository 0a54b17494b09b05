using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.RemoteAgents;

/// <summary>
/// Agents elsewhere as nodes of graphs and swarms: by the protocol's own library in both its versions, and by servers that do what none should.
/// </summary>
public sealed class RemoteAgentTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1.3.0")]
    [InlineData("0.3.14")]
    public async Task The_protocols_own_library_is_asked_and_answers(string version)
    {
        await using NpmAgent agent = await NpmAgent.StartAsync(version, Token);
        using Team team = new(("REMOTE_KEY", "Bearer k-1"));
        team.With("a", "", Team.Says("say From a.")).With("main", Remote(
            agent.Address, "far", "{ from_node: one, to_node: far }", "a2a_headers_env: { Authorization: REMOTE_KEY }"));

        ChatRun run = await team.AskAsync("What?");

        Assert.Equal("1:one() 2:far(one)", Team.Tell(run.Reply.Steps));
        Assert.Equal("Done: The request:\nWhat?\n\nResults of others so far:\n\n[one]\nsay From a.", run.Reply.Text);
        Assert.Equal("Remote", run.Reply.Model);
        (string[] keys, string[] stopped) = await agent.FindSeenAsync(Token);
        Assert.All(keys, k => Assert.Equal("Bearer k-1", k));
        Assert.True(keys.Length >= 3);
        Assert.Empty(stopped);
    }

    [Theory]
    [InlineData("1.3.0")]
    [InlineData("0.3.14")]
    public async Task Every_end_of_a_task_is_told(string version)
    {
        await using NpmAgent agent = await NpmAgent.StartAsync(version, Token);
        using Team team = new();
        team.With("main", Remote(agent.Address, "far"));

        ChatRun said = await team.AskAsync("say At once.");
        ChatRun judged = await team.AskAsync("judge");
        ChatRun asked = await team.AskAsync("ask");
        ChatRun failed = await team.AskAsync("fail");
        ChatRun rejected = await team.AskAsync("reject");

        Assert.Equal("At once.", said.Reply.Text);
        Assert.Equal(0.9, ((JsonElement)judged.Reply.Output!).GetProperty("score").GetDouble());
        Assert.Equal((FailureKind.AgentInputRequired, "far"), (asked.Failure!.Kind, asked.Failure.Node));
        Assert.Contains("Which one?", asked.Failure.Summary, StringComparison.Ordinal);
        Assert.Equal(FailureKind.AgentFailed, failed.Failure!.Kind);
        Assert.Contains("It broke.", failed.Failure.Summary, StringComparison.Ordinal);
        Assert.Equal(FailureKind.AgentFailed, rejected.Failure!.Kind);
        Assert.Contains("Not me.", rejected.Failure.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.3.0")]
    [InlineData("0.3.14")]
    public async Task Who_gives_up_ends_the_task(string version)
    {
        await using NpmAgent agent = await NpmAgent.StartAsync(version, Token);
        using Team team = new();
        team.With("main", Remote(agent.Address, "far")).With("late", Remote(agent.Address, "far", more: "  node_timeout: 1\n"));
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        ChatPlan plan = (await team.PlanAsync()).Value!;

        Task cancelled = Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (ChatEvent item in team.Client.AnswerAsync(plan, "hang", stop.Token))
            {
                Assert.IsNotType<ChatEvent.Completed>(item);
            }
        });
        await Patience.UntilAsync(async () => (await agent.FindSeenAsync(Token)).Keys.Length >= 3);
        await stop.CancelAsync();
        await cancelled.WaitAsync(Patience.Limit, Token);
        await Patience.UntilAsync(async () => (await agent.FindSeenAsync(Token)).Stopped.Length == 1);

        Checked<ChatPlan> late = await team.PlanAsync("late");
        ChatException failed = await Assert.ThrowsAsync<ChatException>(async () =>
        {
            await foreach (ChatEvent item in team.Client.AnswerAsync(late.Value!, "hang", Token))
            {
                Assert.IsNotType<ChatEvent.Completed>(item);
            }
        });
        Assert.Equal((FailureKind.TimedOut, "far"), (failed.Failure.Kind, failed.Failure.Node));
        await Patience.UntilAsync(async () => (await agent.FindSeenAsync(Token)).Stopped.Length == 2);
    }

    [Fact]
    public async Task Conditions_look_into_what_it_answers_and_a_fallback_covers_it()
    {
        await using OddAgent agent = await OddAgent.StartAsync(Token);
        const string Judged = ""","artifacts":[{"parts":[{"data":{"score":0.9}}]}]""";
        agent.Answer = (_, context, _) => OddAgent.Say(context, OddAgent.Task("TASK_STATE_COMPLETED", Judged));
        using Team team = new();
        team.With("a", "", Team.Says("A")).With("b", "", Team.Says("B")).With("main", Graph(
            $"[{{ node_id: far, a2a_url: '{agent.Address}', fallback: two }}, {{ node_id: one, agent_ref: a }}, {{ node_id: two, agent_ref: b }}]",
            "[{ from_node: far, to_node: one, condition: score > 0.8 }]"));

        ChatRun good = await team.AskAsync();
        agent.Answer = (_, context, _) => OddAgent.Say(context, OddAgent.Task("TASK_STATE_FAILED"));
        ChatRun bad = await team.AskAsync();

        Assert.Equal("1:far() 2:one(far)", Team.Tell(good.Reply.Steps));
        Assert.Equal("1:far()! 2:two()", Team.Tell(bad.Reply.Steps));
    }

    [Fact]
    public async Task In_a_swarm_the_task_is_handed_to_it_and_ends_with_its_answer()
    {
        await using OddAgent agent = await OddAgent.StartAsync(Token);
        agent.Answer = (_, context, _) => OddAgent.Say(context, OddAgent.Done("Mine."));
        using Team team = new();
        team.With("a", "", Team.HandsOver("far", "Take it."), Team.Says("Gone."))
            .With("main", $"multi_agent:\n  nodes: [{{ node_id: one, agent_ref: a }}, {{ node_id: far, a2a_url: '{agent.Address}' }}]\n");

        ChatRun run = await team.AskAsync("Do it.");

        Assert.Equal("1:one() 2:far(one)", Team.Tell(run.Reply.Steps));
        Assert.Equal("Mine.", run.Reply.Text);
        Assert.DoesNotContain("handoff_to_agent", TextOf(agent), StringComparison.Ordinal);
        Assert.StartsWith("'one' hands this task over to you, and says:\nTake it.", TextOf(agent), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Personal_data_leaves_as_placeholders_and_comes_back()
    {
        await using OddAgent agent = await OddAgent.StartAsync(Token);
        agent.Answer = (_, context, _) => OddAgent.Say(context, OddAgent.Done("Wrote to <EMAIL_ADDRESS_1>."));
        using Team team = new();
        team.With("main", Remote(agent.Address, "far") + "observability:\n  data_protection: { provider: presidio, presidio_entities: [EMAIL_ADDRESS] }\n");

        ChatRun run = await team.AskAsync("Write to ann@example.com.");

        Assert.Equal("Write to <EMAIL_ADDRESS_1>.", TextOf(agent));
        Assert.DoesNotContain(agent.Requests, r => r.Body.Contains("ann@", StringComparison.Ordinal));
        Assert.Equal("Wrote to ann@example.com.", run.Reply.Text);
    }

    [Fact]
    public async Task What_was_said_before_is_told_in_words()
    {
        await using OddAgent agent = await OddAgent.StartAsync(Token);
        agent.Answer = (_, context, _) => OddAgent.Say(context, OddAgent.Done("Hi Ann."));
        using Team team = new();
        team.With("main", Remote(agent.Address, "far"));
        ChatRun first = await team.AskAsync("I am Ann.");
        ChatPlan plan = (await team.PlanAsync()).Value!;

        await foreach (ChatEvent item in team.Client.ContinueAsync(plan, first.Reply.Conversation!, new ChatMessage(ChatRole.User, "Who am I?"), Token))
        {
        }

        Assert.Equal("What was said before:\n\n[user]\nI am Ann.\n\n[assistant]\nHi Ann.\n\nWhat is said now:\nWho am I?", TextOf(agent));
    }

    [Fact]
    public async Task A_silence_of_a_moment_is_waited_out_and_nothing_is_said_twice()
    {
        await using OddAgent agent = await OddAgent.StartAsync(Token);
        int polls = 0;
        agent.Answer = (method, context, _) => method == "SendMessage" ? OddAgent.Say(context, $$"""{"task":{{OddAgent.Task("TASK_STATE_WORKING")}}}""")
            : ++polls < 3 ? OddAgent.Write(context, 503, "{}")
            : OddAgent.Say(context, OddAgent.Done("At last."));
        using Team team = new();
        team.With("main", Remote(agent.Address, "far"));

        ChatRun run = await team.AskAsync(options: new CallOptions());

        Assert.Equal("At last.", run.Reply.Text);
        Assert.Single(agent.Requests, r => r.Method == "SendMessage");

        agent.Answer = (method, context, _) => method == "SendMessage" ? OddAgent.Say(context, $$"""{"task":{{OddAgent.Task("TASK_STATE_WORKING")}}}""")
            : OddAgent.Write(context, 503, "{}");
        ChatRun silent = await team.AskAsync(options: new CallOptions());
        Assert.Equal(FailureKind.GatewayError, silent.Failure!.Kind);
        Assert.Equal(2, agent.Requests.Count(r => r.Method == "SendMessage"));
    }

    [Theory]
    [InlineData(500, 1)]
    [InlineData(503, 1)]
    [InlineData(504, 1)]
    [InlineData(408, 1)]
    [InlineData(429, 2)]
    public async Task A_refused_message_is_said_again_only_where_the_agent_cannot_have_it(int status, int times)
    {
        await using OddAgent agent = await OddAgent.StartAsync(Token);
        agent.Answer = (_, context, _) =>
        {
            context.Response.Headers.RetryAfter = "0";
            return OddAgent.Write(context, status, "{}");
        };
        using Team team = new();
        team.With("main", Remote(agent.Address, "far"));

        ChatRun run = await team.AskAsync(options: new CallOptions { Retries = new RetryOptions { MaximumRetryCount = 1 } });

        Assert.Equal("far", run.Failure!.Node);
        Assert.Equal(times, agent.Requests.Count(r => r.Method == "SendMessage"));
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":"1","error":{"code":-32602,"message":"bad \u001b[31m k-1 params"}}""", 200, FailureKind.BadRequest)]
    [InlineData("""{"jsonrpc":"2.0","id":"1","error":{"code":-32601,"message":"no such method"}}""", 200, FailureKind.WrongPath)]
    [InlineData("""{"jsonrpc":"2.0","id":"1","error":{"code":-32603}}""", 200, FailureKind.ServerError)]
    [InlineData("""{"jsonrpc":"2.0","id":"1","error":{"code":-32001,"message":"gone"}}""", 200, FailureKind.AgentFailed)]
    [InlineData(
        """{"jsonrpc":"2.0","id":"1","result":{"task":{"id":"t","status":{"state":"TASK_STATE_AUTH_REQUIRED"}}}}""", 200, FailureKind.AuthenticationFailed)]
    [InlineData("""{"jsonrpc":"2.0","id":"1","result":{"task":{"id":"t","status":{"state":"TASK_STATE_CANCELED"}}}}""", 200, FailureKind.AgentFailed)]
    [InlineData("""{"jsonrpc":"2.0","id":"1","result":{"task":{}}}""", 200, FailureKind.ReplyInvalid)]
    [InlineData("""{"jsonrpc":"2.0","id":"1","result":7}""", 200, FailureKind.ReplyInvalid)]
    [InlineData("[]", 200, FailureKind.ReplyInvalid)]
    [InlineData("<html>", 200, FailureKind.ReplyInvalid)]
    [InlineData("", 200, FailureKind.ReplyInvalid)]
    [InlineData("{}", 401, FailureKind.AuthenticationFailed)]
    [InlineData("{}", 403, FailureKind.PermissionDenied)]
    [InlineData("{}", 404, FailureKind.WrongPath)]
    [InlineData("{}", 307, FailureKind.WrongPath)]
    [InlineData("{}", 429, FailureKind.RateLimited)]
    [InlineData("{}", 500, FailureKind.ServerError)]
    public async Task What_is_no_answer_is_an_error_of_its_kind(string body, int status, FailureKind kind)
    {
        await using OddAgent agent = await OddAgent.StartAsync(Token);
        agent.Answer = (_, context, _) =>
        {
            context.Response.Headers.Location = "https://elsewhere.example.com/";
            return OddAgent.Write(context, status, body);
        };
        using Team team = new(("REMOTE_KEY", "k-1"));
        team.With("main", Remote(agent.Address, "far", more: "", node: "a2a_headers_env: { X-Key: REMOTE_KEY }"));

        ChatRun run = await team.AskAsync();

        Assert.Equal((kind, "far"), (run.Failure!.Kind, run.Failure.Node));
        Assert.DoesNotContain("k-1", run.Failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Failure.ToString());
        Assert.DoesNotContain("base_url", run.Failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("api_key_env", run.Failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        await using OddAgent agent = await OddAgent.StartAsync(Token);
        agent.Answer = async (_, context, _) =>
        {
            byte[] much = new byte[1024 * 1024];
            Array.Fill(much, (byte)' ');
            for (int at = 0; at < 40 && !context.RequestAborted.IsCancellationRequested; at++)
            {
                await context.Response.Body.WriteAsync(much, context.RequestAborted);
            }
        };
        using Team team = new();
        team.With("main", Remote(agent.Address, "far"));

        ChatRun run = await team.AskAsync();

        Assert.Equal(FailureKind.ReplyTooLong, run.Failure!.Kind);
    }

    [Theory]
    [InlineData(null, FailureKind.WrongPath, "404")]
    [InlineData("""{"name":"x"}""", FailureKind.ReplyInvalid, "no agent card")]
    [InlineData("""[1]""", FailureKind.ReplyInvalid, "no agent card")]
    [InlineData(
        """{"supportedInterfaces":[{"url":"http://AT/","protocolBinding":"GRPC","protocolVersion":"1.0"}]}""", FailureKind.ReplyInvalid, "no way to ask")]
    [InlineData(
        """{"supportedInterfaces":[{"url":"http://AT/","protocolBinding":"JSONRPC","protocolVersion":"2.0"}]}""", FailureKind.ReplyInvalid, "no way to ask")]
    [InlineData("""{"url":"https://evil.example.com/rpc"}""", FailureKind.ReplyInvalid, "another place")]
    [InlineData("""{"url":"http://127.0.0.1:1/rpc"}""", FailureKind.ReplyInvalid, "another place")]
    [InlineData("""{"url":"file:///etc/passwd"}""", FailureKind.ReplyInvalid, "is none")]
    [InlineData("""{"url":"http://user:pass@AT/rpc"}""", FailureKind.ReplyInvalid, "is none")]
    public async Task A_card_sends_nobody_elsewhere(string? card, FailureKind kind, string said)
    {
        await using OddAgent agent = await OddAgent.StartAsync(Token);
        agent.Card = at => card?.Replace("AT", at.Authority, StringComparison.Ordinal);
        using Team team = new(("REMOTE_KEY", "k-1"));
        team.With("main", Remote(agent.Address, "far", more: "", node: "a2a_headers_env: { X-Key: REMOTE_KEY }"));

        ChatRun run = await team.AskAsync();

        Assert.Equal(kind, run.Failure!.Kind);
        Assert.Contains(said, run.Failure.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain(agent.Requests, r => r.Method is not null);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("rpc", true)]
    [InlineData("rpc/", true)]
    [InlineData(".well-known/agent-card.json", true)]
    [InlineData("lawyr", false)]
    [InlineData("rp", false)]
    [InlineData("rpc/lawyer", false)]
    public async Task The_card_of_a_host_is_taken_for_the_agent_that_is_meant_alone(string path, bool isTaken)
    {
        await using OddAgent agent = await OddAgent.StartAsync(Token);
        using Team team = new(("REMOTE_KEY", "k-1"));
        team.With("main", Remote(new Uri(agent.Address, path), "far", node: "a2a_headers_env: { X-Key: REMOTE_KEY }"));

        ChatRun run = await team.AskAsync();

        Assert.Equal(isTaken ? null : FailureKind.WrongPath, run.Failure?.Kind);
        Assert.Equal(isTaken ? 1 : 0, agent.Requests.Count(r => r.Method is not null));
        if (run.Failure is { } failure)
        {
            Assert.Contains($"{agent.Address}rpc", failure.Summary, StringComparison.Ordinal);
            Assert.Contains(agent.Requests, r => r.Path == $"/{path}/.well-known/agent.json");
        }
    }

    [Theory]
    [InlineData("a2a_url: 'http://agents.example.com'", DiagnosticCodes.UnencryptedAuthentication)]
    [InlineData("a2a_url: 'https://agents.example.com?api_key=abcdefgh12345678'", DiagnosticCodes.BaseUrlInvalid)]
    [InlineData("a2a_url: agents.example.com", DiagnosticCodes.BaseUrlInvalid)]
    [InlineData("a2a_url_env: NOT_SET", DiagnosticCodes.BaseUrlInvalid)]
    [InlineData("runtime_arn: 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:runtime/x'", DiagnosticCodes.SettingNotApplied)]
    public async Task What_must_not_be_asked_starts_no_run(string node, string code)
    {
        using Team team = new(("REMOTE_KEY", "k-1"));
        team.With("main", Graph($"[{{ node_id: far, {node}, a2a_headers_env: {{ X-Key: REMOTE_KEY }} }}]", "[]"));

        Checked<ChatPlan> plan = await team.PlanAsync();

        Assert.False(plan.IsUsable);
        Assert.Contains(plan.Diagnostics, d => d.Code == code && d.Severity == DiagnosticSeverity.Error);
    }

    [Theory]
    [InlineData("http", true)]
    [InlineData("https", false)]
    public async Task Headers_of_the_call_are_for_the_scheme_of_the_model_too(string scheme, bool hasKey)
    {
        using Team team = new();
        team.With("main", Graph($"[{{ node_id: far, a2a_url: '{scheme}://{team.Endpoint.BaseUrl.Authority}' }}]", "[]"));

        Checked<ChatPlan> plan = await team.PlanAsync(options: new CallOptions { Headers = [new SecretHeader("X-Key", new Secret("k-1"))] });

        ChatRequest far = plan.Value!.ToRequest("x").All.Single(r => r.Remote is not null);
        Assert.Equal(hasKey ? ["X-Key"] : [], far.Headers.Select(h => h.Name));
    }

    [Fact]
    public async Task A_simulation_asks_nobody()
    {
        using Team team = new();
        team.With("a").With("main", Graph(
            "[{ node_id: far, a2a_url_env: NOT_SET }, { node_id: two, agent_ref: a }]", "[{ from_node: far, to_node: two }]"));

        ChatRun run = await team.SimulateAsync();

        Assert.True(run.Reply.Simulated);
        Assert.Equal("1:far() 2:two(far)", Team.Tell(run.Reply.Steps));
    }

    [Fact]
    public async Task A_variable_may_hold_the_address_and_the_budget_of_cost_says_that_it_is_blind()
    {
        await using OddAgent agent = await OddAgent.StartAsync(Token);
        using Team team = new(("FAR", agent.Address.AbsoluteUri));
        team.With("main", Graph("[{ node_id: far, a2a_url_env: FAR }]", "[]"));

        ChatRun run = await team.AskAsync(options: new CallOptions { MaxCost = 1 });

        Assert.Equal("x", run.Reply.Text);
        Assert.Contains(run.Reply.Warnings, w => w.Contains("cost", StringComparison.Ordinal));
        Assert.Equal(ExecutionMode.Production, run.Reply.Mode);
    }

    private static string TextOf(OddAgent agent)
    {
        using JsonDocument json = JsonDocument.Parse(agent.Requests.Last(r => r.Method == "SendMessage").Body);
        return json.RootElement.GetProperty("params").GetProperty("message").GetProperty("parts")[0].GetProperty("text").GetString()!;
    }

    private static string Graph(string nodes, string edges) => $"multi_agent:\n  pattern: graph\n  nodes: {nodes}\n  edges: {edges}\n";

    private static string Remote(Uri address, string id, string? edge = null, string? node = null, string more = "")
    {
        string remote = $"{{ node_id: {id}, a2a_url: '{address}'{(node is null ? "" : $", {node}")} }}";
        return edge is null ? Graph($"[{remote}]", "[]") + more : Graph($"[{{ node_id: one, agent_ref: a }}, {remote}]", $"[{edge}]") + more;
    }
}
