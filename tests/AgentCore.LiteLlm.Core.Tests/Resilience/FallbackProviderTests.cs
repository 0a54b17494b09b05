using System.Text.Json;
using AgentCore.LiteLlm.Agents;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Resilience;

public sealed class FallbackProviderTests
{
    private static readonly ChatTarget Second = new()
    {
        BaseUrl = new Uri("https://second.example.com/v1"),
        Provider = "second",
        Model = "b",
        Headers = [new SecretHeader("Authorization", new Secret("sk-second-0123456789"), "Bearer ")],
        Reasoning = new ModelReasoning { Effort = ReasoningEffort.Low, Form = ReasoningForm.Budget },
    };

    private static readonly ChatTarget Third = Second with { Model = "c" };

    private static readonly ChatRequest Request = ChatRun.Streaming with { Fallbacks = [Second, Third] };

    private readonly FakeTimeProvider _clock = new();
    private readonly FallbackMemory _memory;

    public FallbackProviderTests() => _memory = new FallbackMemory(_clock);

    [Theory]
    [InlineData(429, "Rate limit reached", FailureKind.RateLimited)]
    [InlineData(500, "no", FailureKind.ServerError)]
    [InlineData(503, "no", FailureKind.GatewayError)]
    [InlineData(404, "The model `m` does not exist", FailureKind.ModelNotFound)]
    [InlineData(400, "This model's maximum context length is 10 tokens.", FailureKind.ContextLengthExceeded)]
    [InlineData(402, "no credit", FailureKind.BudgetExceeded)]
    [InlineData(408, "timed out", FailureKind.TimedOut)]
    public async Task The_next_model_is_asked_at_its_own_address_with_its_own_key(int status, string message, FailureKind kind)
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(status, message), ScriptedProvider.Answers("yes"));

        ChatRun run = await OfAsync(inner, Request);

        Assert.Equal(["m", "b"], inner.Requests.Select(r => r.Model));
        ChatRequest asked = inner.Requests[1];
        Assert.Equal(("second.example.com", "second", Second.Reasoning), (asked.Endpoint.Host, asked.Provider, asked.Reasoning));
        Assert.Equal(Second.Headers, asked.Headers);
        Assert.DoesNotContain("sk-second", asked.Redactor.Redact("sk-second-0123456789"), StringComparison.Ordinal);
        Assert.Equal(("yes", "b", 2), (run.Reply.Text, run.Reply.RequestedModel, run.Reply.Attempts));
        string reason = $"Model 'm' did not answer ({kind}, {status}).";
        Assert.Equal(reason, run.Reply.FallbackReason);
        Assert.Equal($"{reason} Model 'b' is asked in its place.", Assert.Single(run.Events.OfType<ChatEvent.Warning>()).Message);
        AgentStep step = Assert.Single(run.Reply.Steps);
        Assert.Equal((AgentStepKind.Fallback, "m", reason), (step.Kind, step.Model, step.Reason));
        Assert.Equal(step, Assert.Single(run.Events.OfType<ChatEvent.Stepped>()).Step);
    }

    [Theory]
    [InlineData(401, "invalid key")]
    [InlineData(403, "not yours")]
    [InlineData(400, "bad request")]
    [InlineData(400, "The response was filtered due to the content management policy.")]
    public async Task What_another_model_would_not_cure_is_the_failure(int status, string message)
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(status, message));

        ChatRun run = await OfAsync(inner, Request);

        Assert.Equal((status, 1), (run.Failure!.HttpStatus, inner.Requests.Count));
        Assert.Empty(run.Failure.Steps);
    }

    [Fact]
    public async Task An_answer_that_has_begun_is_never_begun_anew()
    {
        ScriptedProvider inner = new(ScriptedProvider.FailsAfter(["a"], 503));

        Assert.NotNull((await OfAsync(inner, Request)).Failure);
        Assert.Single(inner.Requests);
    }

    [Fact]
    public async Task When_all_fail_the_last_failure_tells_of_each_before_it()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(503), ScriptedProvider.Fails(500), ScriptedProvider.Fails(429));

        ChatFailure failure = (await OfAsync(inner, Request)).Failure!;

        Assert.Equal((429, 3), (failure.HttpStatus, failure.Attempts));
        Assert.Equal(["m", "b"], failure.Steps.Select(s => s.Model));
    }

    [Fact]
    public async Task The_one_that_answered_is_asked_first_for_a_minute()
    {
        ScriptedProvider inner = new(
            ScriptedProvider.Fails(503), ScriptedProvider.Answers("1"), ScriptedProvider.Answers("2"), ScriptedProvider.Answers("3"),
            ScriptedProvider.Answers("4"));

        await OfAsync(inner, Request);
        ChatRun second = await OfAsync(inner, Request);
        _clock.Advance(FallbackMemory.Cooldown);
        ChatRun third = await OfAsync(inner, Request);
        ChatRun fourth = await OfAsync(inner, Request);

        Assert.Equal(["m", "b", "b", "m", "m"], inner.Requests.Select(r => r.Model));
        Assert.Equal("Model 'm' did not answer (GatewayError, 503).", second.Reply.FallbackReason);
        Assert.Empty(second.Events.OfType<ChatEvent.Warning>());
        Assert.All((ChatRun[])[third, fourth], run => Assert.Null(run.Reply.FallbackReason));
    }

    [Fact]
    public async Task Should_it_fail_then_the_others_follow_in_their_order()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(503), ScriptedProvider.Answers("1"), ScriptedProvider.Fails(503), ScriptedProvider.Answers("2"));

        await OfAsync(inner, Request);
        ChatRun second = await OfAsync(inner, Request);

        Assert.Equal(["m", "b", "b", "m"], inner.Requests.Select(r => r.Model));
        Assert.Equal(("2", null), (second.Reply.Text, second.Reply.FallbackReason));
    }

    [Fact]
    public async Task A_conversation_that_is_too_long_for_one_says_nothing_of_the_next()
    {
        ScriptedProvider inner = new(
            ScriptedProvider.Fails(400, "This model's maximum context length is 10 tokens."), ScriptedProvider.Answers("1"), ScriptedProvider.Answers("2"));

        await OfAsync(inner, Request);
        await OfAsync(inner, Request);

        Assert.Equal(["m", "b", "m"], inner.Requests.Select(r => r.Model));
    }

    [Fact]
    public async Task One_limit_of_time_holds_for_all()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(503), ScriptedProvider.Fails(503)) { OnRequest = () => _clock.Advance(TimeSpan.FromSeconds(6)) };

        ChatRun run = await OfAsync(inner, Request with { TimeLimit = TimeSpan.FromSeconds(10), TimeSpent = TimeSpan.FromSeconds(1) });

        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(7)], inner.Requests.Select(r => r.TimeSpent));
        Assert.NotNull(run.Failure);
    }

    [Theory]
    [InlineData("b", "second.example.com")]
    [InlineData("m", "proxy.example.com")]
    public async Task A_turn_that_answers_tools_stays_with_the_model_that_called_them(string model, string host)
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(503));
        ChatRequest request = Request with
        {
            Messages =
            [
                new(ChatRole.User, "q"), new(ChatRole.Assistant, "") { Model = model, ToolCalls = [new("a", "f", "{}")] },
                new(ChatRole.Tool, "r") { ToolCallId = "a" },
            ],
        };

        Assert.NotNull((await OfAsync(inner, request)).Failure);

        ChatRequest only = Assert.Single(inner.Requests);
        Assert.Equal((model, host), (only.Model, only.Endpoint.Host));
    }

    [Fact]
    public async Task A_run_with_tools_goes_on_with_the_model_that_answered_its_first_turn()
    {
        using AgentRuns runs = new();
        runs.Endpoint.Enqueue(new TestReply.Http(503, "{}"), AgentRuns.Call("look", "{}"), new TestReply.Chat("done"));
        using ChatTransport transport = ChatTransport.OverHttp();
        FallbackProvider inner = new(new OpenAIChatProvider(transport, TimeProvider.System), _memory, _clock);
        ChatRequest request = runs.Request with { Fallbacks = [Second with { BaseUrl = runs.Endpoint.BaseUrl }] };

        AgentReply? reply = null;
        await foreach (ChatEvent item in new AgentProvider(inner, TimeProvider.System).AnswerAsync(request, TestContext.Current.CancellationToken))
        {
            (item as ChatEvent.ToolCalled)?.Call.Answer(ToolResult.Of("seen"));
            reply = (item as ChatEvent.Completed)?.Reply;
        }

        Assert.Equal(["m", "b", "b"], runs.Endpoint.Requests.Select(r => JsonDocument.Parse(r.Body).RootElement.GetProperty("model").GetString()));
        Assert.Equal(("done", "b", "Model 'm' did not answer (GatewayError, 503)."), (reply!.Text, reply.RequestedModel, reply.FallbackReason));
        Assert.Equal(
            [(AgentStepKind.Fallback, 1), (AgentStepKind.Turn, 1), (AgentStepKind.Tool, 1), (AgentStepKind.Turn, 2)],
            reply.Steps.Select(s => (s.Kind, s.Iteration)));
    }

    private Task<ChatRun> OfAsync(IChatProvider inner, ChatRequest request) => ChatRun.OfAsync(new FallbackProvider(inner, _memory, _clock), request);
}
