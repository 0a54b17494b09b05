using System.Net;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Wire;

public sealed class OpenAIChatProviderTests
{
    private const string Canary = "sk-canary-0123456789";

    private static readonly ChatRequest Request = new()
    {
        BaseUrl = new Uri("https://proxy.example.com/v1"),
        Model = "my-org/fast-claude",
        Messages = [new ChatMessage(ChatRole.System, "Be brief."), new ChatMessage(ChatRole.User, "Grüße \"quoted\" 😀\n\u0001")],
        Temperature = 0.3,
        MaxTokens = 4096,
        Headers = [new SecretHeader("Authorization", new Secret(Canary), "Bearer "), new SecretHeader("CF-Access-Client-Id", new Secret("client-canary"))],
        Mode = ExecutionMode.Production,
    };

    [Fact]
    public async Task The_request_is_exactly_this()
    {
        using WireHandler wire = new(HttpStatusCode.OK, Ok());

        await AnswerAsync(wire);

        Assert.Equal("POST https://proxy.example.com/v1/chat/completions", wire.SentTo);
        Assert.Equal(
            """{"model":"my-org/fast-claude","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Grüße \"quoted\" """
                + """😀\n\u0001"}],"temperature":0.3,"max_tokens":4096}""",
            wire.SentBody!.Replace("\\uD83D\\uDE00", "😀", StringComparison.Ordinal));
        Assert.Equal($"Bearer {Canary}", wire.SentHeaders["Authorization"]);
        Assert.Equal("client-canary", wire.SentHeaders["CF-Access-Client-Id"]);
        Assert.StartsWith("AgentCore.LiteLlm/", wire.SentHeaders["User-Agent"], StringComparison.Ordinal);
        Assert.Equal("application/json", wire.SentHeaders["Content-Type"]);
        Assert.DoesNotContain(wire.SentHeaders.Keys, name => name.StartsWith("X-Stainless", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task What_is_not_set_is_not_sent()
    {
        using WireHandler wire = new(HttpStatusCode.OK, Ok());

        await AnswerAsync(wire, Request with { Headers = [], Temperature = null, MaxTokens = null, Messages = [new ChatMessage(ChatRole.User, "hi")] });

        Assert.Equal("""{"model":"my-org/fast-claude","messages":[{"role":"user","content":"hi"}]}""", wire.SentBody);
        Assert.DoesNotContain("Authorization", wire.SentHeaders.Keys);
    }

    [Fact]
    public async Task Every_control_is_sent_as_published_and_further_members_come_last()
    {
        using WireHandler wire = new(HttpStatusCode.OK, Ok());
        ModelControls controls = new()
        {
            TopP = 0.9,
            Seed = 7,
            Stop = ["END", "\n"],
            FrequencyPenalty = -2,
            PresencePenalty = 0.5,
            ServiceTier = "flex",
            ParallelToolCalls = false,
            Verbosity = "low",
            PromptCacheKey = "nightly",
            SafetyIdentifier = "u-1",
            ExtraBody =
            [
                KeyValuePair.Create("top_k", JsonSerializer.SerializeToElement(40)),
                KeyValuePair.Create("model", JsonSerializer.SerializeToElement("another")),
                KeyValuePair.Create("provider", JsonSerializer.SerializeToElement(new { order = new[] { "a" } })),
            ],
        };
        ToolDefinition tool = new("f", "does", JsonSerializer.SerializeToElement(new { type = "object" }));

        await AnswerAsync(wire, Request with { Messages = [new ChatMessage(ChatRole.User, "hi")], Controls = controls, Tools = [tool] });

        Assert.EndsWith(
            """
            ,"temperature":0.3,"max_tokens":4096,"top_p":0.9,"frequency_penalty":-2,"presence_penalty":0.5,"service_tier":"flex",
            "verbosity":"low","prompt_cache_key":"nightly","safety_identifier":"u-1","seed":7,"parallel_tool_calls":false,
            "stop":["END","\n"],"top_k":40,"provider":{"order":["a"]}}
            """.ReplaceLineEndings(""),
            wire.SentBody,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_query_of_a_base_url_is_kept()
    {
        using WireHandler wire = new(HttpStatusCode.OK, Ok());

        await AnswerAsync(wire, Request with { BaseUrl = new Uri("https://r.example.com/openai?api-version=2025-01-01") });

        Assert.Equal("POST https://r.example.com/openai/chat/completions?api-version=2025-01-01", wire.SentTo);
    }

    [Fact]
    public async Task A_reply_is_read_whole()
    {
        using WireHandler wire = new(
            HttpStatusCode.OK,
            """
            {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"claude-x",
             "choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Hello","reasoning_content":"hm"}}],
             "usage":{"prompt_tokens":9,"completion_tokens":12,"total_tokens":21,
             "prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":5}}}
            """,
            "application/json",
            ("x-litellm-call-id", "call-7"));

        AgentReply reply = await AnswerAsync(wire);

        Assert.Equal(
            ("Hello", "hm", "stop", "claude-x", "my-org/fast-claude", "call-7"),
            (reply.Text, reply.Reasoning, reply.FinishReason, reply.Model, reply.RequestedModel, reply.RequestId));
        Assert.Equal(new TokenUsage { InputTokens = 9, OutputTokens = 12, TotalTokens = 21, CachedInputTokens = 4, ReasoningTokens = 5 }, reply.Usage);
        Assert.Equal(("Hello", false, 1, "https://proxy.example.com/v1/chat/completions"), (reply.ToString(), reply.Simulated, reply.Attempts, reply.Endpoint));
    }

    [Theory]
    [InlineData("""{"choices":[{"message":{"content":"hi"}}]}""", "hi", null)]
    [InlineData(
        """{"id":7,"created":"x","model":null,"choices":[{"message":{"role":"model","content":"hi"},"finish_reason":"eos"}],"usage":null}""", "hi", "eos")]
    [InlineData("""{"choices":[{"message":{"role":null,"content":"hi"},"finish_reason":null}]}""", "hi", null)]
    [InlineData("""{"choices":[{"message":{"content":null},"finish_reason":""}]}""", "", "")]
    [InlineData("""{"choices":[{"message":{},"finish_reason":"stop"}]}""", "", "stop")]
    [InlineData("""{"choices":[{"message":{"content":42},"finish_reason":"stop"}]}""", "42", "stop")]
    [InlineData("""{"choices":[{"message":{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},"finish_reason":"stop"}]}""", "ab", "stop")]
    [InlineData(
        """{"choices":[{"message":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"b"}]}}]}""", "b", null)]
    [InlineData("""{"error":null,"choices":[{"message":{"content":"hi"},"finish_reason":"stop"}]}""", "hi", "stop")]
    [InlineData("\uFEFF{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}", "hi", "stop")]
    [InlineData("  \n{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}\n", "hi", "stop")]
    public async Task An_odd_reply_is_still_read(string body, string text, string? finishReason)
    {
        using WireHandler wire = new(HttpStatusCode.OK, body);

        AgentReply reply = await AnswerAsync(wire);

        Assert.Equal((text, finishReason), (reply.Text, reply.FinishReason));
    }

    [Theory]
    [InlineData("""{"prompt_tokens":3,"completion_tokens":2}""", 3L, 2L, 5L)]
    [InlineData("""{"prompt_tokens":3.0,"completion_tokens":"2","total_tokens":null}""", 3L, 2L, 5L)]
    [InlineData("""{"input_tokens":3,"output_tokens":2,"total_tokens":9}""", 3L, 2L, 9L)]
    [InlineData("""{"prompt_tokens":-1,"completion_tokens":{}}""", null, null, null)]
    [InlineData("{}", null, null, null)]
    public async Task Usage_is_read_as_far_as_it_goes(string usage, long? input, long? output, long? total)
    {
        using WireHandler wire = new(HttpStatusCode.OK, $$$"""{"choices":[{"message":{"content":"hi"}}],"usage":{{{usage}}}}""");

        AgentReply reply = await AnswerAsync(wire);

        Assert.Equal(new TokenUsage { InputTokens = input, OutputTokens = output, TotalTokens = total }, reply.Usage);
    }

    [Fact]
    public async Task Tool_calls_are_handed_over_with_their_ids_unchanged()
    {
        using WireHandler wire = new(
            HttpStatusCode.OK,
            """{"choices":[{"message":{"content":null,"tool_calls":[{"id":"call__thought__AbC=","type":"function","function":{"name":"f","arguments":"{\"a\":"""
                + """1}"}},{"function":{"name":"g","arguments":{"b":2}}}]},"finish_reason":"stop"}]}""");

        AgentReply reply = await AnswerAsync(wire);

        Assert.Equal([new ToolCall("call__thought__AbC=", "f", """{"a":1}"""), new ToolCall("", "g", """{"b":2}""")], reply.ToolCalls);
    }

    [Theory]
    [InlineData(200, "", FailureKind.ReplyInvalid, "empty")]
    [InlineData(200, "   ", FailureKind.ReplyInvalid, "empty")]
    [InlineData(200, "<!DOCTYPE html><html><title>Sign in</title></html>", FailureKind.ReplyInvalid, "HTML")]
    [InlineData(200, "not json", FailureKind.ReplyInvalid, "no JSON")]
    [InlineData(200, "[1,2]", FailureKind.ReplyInvalid, "no choice")]
    [InlineData(200, """{"choices":[]}""", FailureKind.ReplyInvalid, "no choice")]
    [InlineData(200, """{"choices":[{"delta":{}}]}""", FailureKind.ReplyInvalid, "no choice")]
    [InlineData(200, """{"choices":[{"message":{"content":"cut""", FailureKind.ReplyInvalid, "no JSON")]
    [InlineData(200, """{"error":{"message":"Overloaded upstream","code":502}}""", FailureKind.GatewayError, "Overloaded upstream")]
    [InlineData(200, """{"error":"Unexpected endpoint or method. (POST /chat/completions)"}""", FailureKind.WrongPath, "Unexpected endpoint")]
    [InlineData(204, "", FailureKind.ReplyInvalid, "empty")]
    [InlineData(302, "", FailureKind.WrongPath, "redirect")]
    [InlineData(400, """{"error":{"message":{"reason":"guardrail"},"code":"400"}}""", FailureKind.BadRequest, "guardrail")]
    [InlineData(401, """{"error":{"message":"bad key","code":"401"}}""", FailureKind.AuthenticationFailed, "bad key")]
    [InlineData(403, "<html><title>Access denied</title></html>", FailureKind.PermissionDenied, "Access denied")]
    [InlineData(404, """{"detail":"Not Found"}""", FailureKind.WrongPath, "Not Found")]
    [InlineData(429, "slow down", FailureKind.RateLimited, "slow down")]
    [InlineData(500, "", FailureKind.ServerError, "500")]
    [InlineData(503, "<html></html>", FailureKind.GatewayError, "HTML")]
    public async Task What_is_no_answer_is_a_named_failure(int status, string body, FailureKind kind, string expected)
    {
        using WireHandler wire = new((HttpStatusCode)status, body);

        ChatFailure failure = await FailAsync(wire);

        Assert.Equal((kind, status, "https://proxy.example.com/v1/chat/completions"), (failure.Kind, failure.HttpStatus!.Value, failure.Endpoint));
        Assert.Contains(expected, failure.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_names_the_host_and_nothing_more()
    {
        using WireHandler wire = new(HttpStatusCode.Redirect, "", "text/html", ("Location", "https://login.example.org/path?token=abc"));

        ChatFailure failure = await FailAsync(wire);

        Assert.Contains("redirect to login.example.org.", failure.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_operators_id_and_the_wait_are_handed_over()
    {
        using WireHandler wire = new(
            HttpStatusCode.TooManyRequests, """{"error":{"message":"limit","type":"t","code":"429"}}""", "application/json", ("retry-after", "2.5"),
            ("x-request-id", "r-1"));

        ChatFailure failure = await FailAsync(wire);

        Assert.Equal(
            ("r-1", TimeSpan.FromSeconds(2.5), true, "limit", "429"),
            (failure.RequestId, failure.RetryAfter!.Value, failure.Retriable, failure.ProviderMessage, failure.ProviderCode));
    }

    [Fact]
    public async Task A_secret_that_the_endpoint_echoes_is_starred_out_everywhere()
    {
        using WireHandler failing = new(
            HttpStatusCode.Unauthorized, $$$"""{"error":{"message":"key {{{Canary}}} of client-canary\u001b[31m is bad","code":"{{{Canary}}}"}}""",
            "application/json", ("x-request-id", Canary));
        using WireHandler answering = new(
            HttpStatusCode.OK,
            $$$"""{"model":"{{{Canary}}}","id":"{{{Canary}}}","choices":[{"message":"""
                + $$$"""{"content":"{{{Canary}}}","reasoning":"client-canary","refusal":"{{{Canary}}}","tool_calls":[{"id":"1","function":"""
                + $$$"""{"name":"{{{Canary}}}","arguments":"{\"k\":\"{{{Canary}}}\"}"}}]},"finish_reason":"{{{Canary}}}"}]}""");

        ChatFailure failure = await FailAsync(failing);
        AgentReply reply = await AnswerAsync(answering);

        string shown = failure + System.Text.Json.JsonSerializer.Serialize(failure) + System.Text.Json.JsonSerializer.Serialize(reply);
        Assert.DoesNotContain("canary", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", failure.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_endpoint_is_given_up_after_the_idle_limit()
    {
        using HangingHandler wire = new();
        FakeTimeProvider time = new();
        Task<ChatFailure> failing = FailAsync(wire, Request with { IdleLimit = TimeSpan.FromSeconds(30) }, time);
        await wire.Asked;

        time.Advance(TimeSpan.FromSeconds(31));

        ChatFailure failure = await failing;
        Assert.Equal(FailureKind.TimedOut, failure.Kind);
        Assert.Contains("sent nothing for 30 s", failure.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_ends_at_its_time_limit()
    {
        using HangingHandler wire = new();
        FakeTimeProvider time = new();
        Task<ChatFailure> failing = FailAsync(wire, Request with { TimeLimit = TimeSpan.FromSeconds(7) }, time);
        await wire.Asked;

        time.Advance(TimeSpan.FromSeconds(8));

        Assert.Contains("within the limit of 7 s", (await failing).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_cancels_gets_a_cancellation_and_no_failure()
    {
        using HangingHandler wire = new();
        using CancellationTokenSource stop = new();
        Task<AgentReply> answer = AnswerAsync(wire, Request, TimeProvider.System, stop.Token);
        await wire.Asked;

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    private static string Ok() => """{"choices":[{"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}]}""";

    private static Task<AgentReply> AnswerAsync(HttpMessageHandler wire, ChatRequest? request = null) =>
        AnswerAsync(wire, request ?? Request, TimeProvider.System, TestContext.Current.CancellationToken);

    private static async Task<AgentReply> AnswerAsync(HttpMessageHandler wire, ChatRequest request, TimeProvider time, CancellationToken token)
    {
        using ChatTransport transport = ChatTransport.Over(wire);
        AgentReply? reply = null;
        await foreach (ChatEvent item in new OpenAIChatProvider(transport, time).AnswerAsync(request, token))
        {
            reply = (item as ChatEvent.Completed)?.Reply;
        }

        return reply!;
    }

    private static async Task<ChatFailure> FailAsync(HttpMessageHandler wire, ChatRequest? request = null, TimeProvider? time = null) =>
        (
            await Assert.ThrowsAsync<ChatException>(
                () => AnswerAsync(wire, request ?? Request, time ?? TimeProvider.System, TestContext.Current.CancellationToken))).Failure;
}
