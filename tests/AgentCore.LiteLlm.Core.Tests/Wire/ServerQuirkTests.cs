using System.Net;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Wire;

/// <summary>What each real server and gateway is known to do, asked once for the whole answer and once for a stream: the same must come of both.</summary>
public sealed class ServerQuirkTests
{
    private const string Tail = "data: [DONE]\n\n";

    /// <summary>
    /// Gets odd answers: the server and its oddity, a response header, the whole answer, the stream, and what both say as
    /// text|reasoning|tool calls|finish reason|cost|request id.
    /// </summary>
    public static TheoryData<string, string, string, string, string> Answers => new()
    {
        {
            "OpenRouter: comments, cost and generation id", "X-Generation-Id: gen-1",
            """{"id":"a","choices":[{"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop","native_finish_reason":"STOP"}],"usage":"""
                + """{"prompt_tokens":1,"completion_tokens":2,"cost":0.00012}}""",
            ": OPENROUTER PROCESSING\n\n" + Text("Hel") + ": OPENROUTER PROCESSING\n\n" + Text("lo") + End("stop")
                + """data: {"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"cost":1.2E-4}}""" + "\n\n" + Tail,
            "Hello|||stop|0.00012|gen-1"
        },
        {
            "vLLM before 2026: reasoning_content", "", Whole("\"content\":\"Hello\",\"reasoning_content\":\"hm\""),
            Delta("\"reasoning_content\":\"hm\"") + Text("Hello") + End("stop") + Tail, "Hello|hm||stop||"
        },
        {
            "vLLM since 2026: reasoning", "", Whole("\"content\":\"Hello\",\"reasoning\":\"hm\""),
            Delta("\"reasoning\":\"hm\"") + Text("Hello") + End("stop") + Tail, "Hello|hm||stop||"
        },
        {
            "vLLM: stop on a forced tool", "",
            Whole("\"content\":null,\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]"),
            Call("\"index\":0,\"id\":\"c1\",\"type\":\"function\"", "f", "{") + Call("\"index\":0", null, "}") + End("stop") + Tail, "||c1:f:{}|stop||"
        },
        {
            "vLLM: tool_calls as finish reason and no call", "", Whole("\"content\":\"Hello\",\"tool_calls\":[]", "tool_calls"),
            Delta("\"content\":\"Hello\",\"tool_calls\":[]") + End("tool_calls") + Tail, "Hello|||tool_calls||"
        },
        {
            "Gemini: index null, no ids, two calls", "",
            Whole(
                "\"tool_calls\":[{\"id\":\"\",\"index\":null,\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},{\"id\":\"\",\"function\":{\"name\":\"g\","
                    + "\"arguments\":\"{}\"}}]",
                "tool_calls"),
            Call("\"index\":null,\"id\":\"\"", "f", "{}") + Call("\"index\":null,\"id\":\"\"", "g", "{}") + End("tool_calls") + Tail,
            "||:f:{};:g:{}|tool_calls||"
        },
        {
            "LiteLLM's bridge to the responses API: words and calls as two choices", "",
            """{"choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"},"""
                + """{"index":1,"message":{"role":"assistant","content":null,"tool_calls":"""
                + """[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""",
            Text("Hello") + Call("\"index\":0,\"id\":\"c1\",\"type\":\"function\"", "f", "{}") + End("tool_calls") + Tail, "Hello||c1:f:{}|tool_calls||"
        },
        {
            "Ollama: every call numbered 0", "",
            Whole(
                "\"content\":\"\",\"tool_calls\":[{\"id\":\"a\",\"index\":0,\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
                    + "{\"id\":\"b\",\"index\":0,\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]",
                "tool_calls"),
            Call("\"index\":0,\"id\":\"a\"", "f", "{}") + Call("\"index\":0,\"id\":\"b\"", "f", "{}") + End("tool_calls") + Tail, "||a:f:{};b:f:{}|tool_calls||"
        },
        {
            "any: arguments as object, null and missing, type null and empty", "",
            Whole(
                "\"tool_calls\":[{\"id\":\"a\",\"type\":null,\"function\":{\"name\":\"f\",\"arguments\":{\"x\":1}}},{\"id\":\"b\",\"type\":\"\","
                    + "\"function\":{\"name\":\"g\",\"arguments\":null}},{\"id\":\"c\",\"function\":{\"name\":\"h\"}}]",
                "tool_calls"),
            Delta(
                "\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":null,\"function\":{\"name\":\"f\",\"arguments\":{\"x\":1}}},{\"index\":1,\"id\":\"b\","
                    + "\"type\":\"\",\"function\":{\"name\":\"g\",\"arguments\":null}},{\"index\":2,\"id\":\"c\",\"function\":{\"name\":\"h\"}}]")
                + End("tool_calls") + Tail,
            "||a:f:{\"x\":1};b:g:{};c:h:{}|tool_calls||"
        },
        { "Workers AI: content as "
            + "number", "cf-aig-log-id: log-1", Whole("\"content\":42"), Delta("\"content\":4") + Delta("\"content\":2") + End("stop") + Tail,
            "42|||stop||log-1" },
        {
            "Azure: an empty choice with the filter's results first", "x-request-id: az-1",
            """{"prompt_filter_results":[{"prompt_index":0}],"choices":[{"index":0,"content_filter_results":{},"message":{"content":"Hello"}"""
                + ""","finish_reason":"stop"}]}""",
            "data: {\"choices\":[],\"created\":0,\"id\":\"\",\"model\":\"\",\"prompt_filter_results\":[{}]}\n\n" + Text("Hello") + End("stop") + Tail,
            "Hello|||stop||az-1"
        },
        {
            "Mistral: thinking parts", "",
            Whole("\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}]},{\"type\":\"text\",\"text\":\"Hello\"}]"),
            Delta("\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}]}]")
                + Delta("\"content\":[{\"type\":\"text\",\"text\":\"Hello\"}]") + End("stop") + Tail,
            "Hello|hm||stop||"
        },
        { "Together: eos", "", Whole("\"content\":\"Hello\"", "eos"), Text("Hello") + End("eos") + Tail, "Hello|||eos||" },
        { "LiteLLM: end_turn", "", Whole("\"content\":\"Hello\"", "end_turn"), Text("Hello") + End("end_turn") + Tail, "Hello|||end_turn||" },
        {
            "LiteLLM: nulls dropped, call id in a header", "x-litellm-call-id: call-1", Whole("\"content\":\"Hello\""),
            "data: {\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"lo\"}}]}\n\n"
                + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                + Tail,
            "Hello|||stop||call-1"
        },
        {
            "any: role null, empty and unknown", "", Whole("\"role\":null,\"content\":\"Hello\""),
            Delta("\"role\":null,\"content\":\"Hel\"") + Delta("\"role\":\"\",\"content\":\"l\"") + Delta("\"role\":\"model\",\"content\":\"o\"") + End("stop")
                + Tail,
            "Hello|||stop||"
        },
        {
            "any: id, created and usage of odd types", "",
            """{"id":7,"created":1.5,"model":null,"choices":[{"message":{"content":"Hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":"""
                + """1.0,"completion_tokens":"2"}}""",
            """data: {"id":7,"created":"x","model":null,"choices":[{"delta":{"content":"Hello"}}],"usage":{"prompt_tokens":1.5}}""" + "\n\n" + End("stop")
                + Tail,
            "Hello|||stop||7"
        },
        { "any: a mark before the answer", "", "\uFEFF" + Whole("\"content\":\"Hello\""), "\uFEFF" + Text("Hello") + End("stop"), "Hello|||stop||" },
        { "any: refuses to stream and answers whole", "", Whole("\"content\":\"Hello\""), Whole("\"content\":\"Hello\""), "Hello|||stop||" },
    };

    /// <summary>
    /// Gets failures: the server and its oddity, the status, a response header, the whole answer, the stream (where it is another), the
    /// kind, whether it may be tried again, the wait it asks for, and words of the error.
    /// </summary>
    public static TheoryData<string, int, string, string, string?, FailureKind, bool, double?, string> Faults => new()
    {
        {
            "OpenRouter: error in a good answer, code as number", 200, "",
            """{"error":{"code":502,"message":"Provider returned error","metadata":{}}}""",
            Text("Hel") + """data: {"error":{"code":502,"message":"Provider returned error"},"choices":[{"delta":{"content":""},"finish_reason":"error"}]}"""
                + "\n\n",
            FailureKind.GatewayError, true, null, "Provider returned error"
        },
        { "OpenRouter: no choice and an error", 200, "", """{"choices":[],"error":{"code":429,"message":"slow down"}}""", "data: "
            + "{\"choices\":[],\"error\":{\"code\":429,\"message\":\"slow down\"}}\n\n", FailureKind.RateLimited, true, null, "slow down" },
        { "OpenRouter: credits", 402, "", """{"error":{"code":402,"message":"Insufficient """
            + """credits"}}""", null, FailureKind.BudgetExceeded, false, null, "credits" },
        { "OpenRouter: network_error as finish "
            + "reason", 200, "", Whole("\"content\":\"Hel\"", "network_error"), Text("Hel") + End("network_error") + Tail, FailureKind.ReplyCutOff, false, null,
            "network_error" },
        { "OpenRouter: busy, says when", 503, "Retry-After: 7", """{"error":{"code":503,"message":"no """
            + """provider"}}""", null, FailureKind.GatewayError, true, 7, "no provider" },
        { "vLLM: flat error", 400, "", """{"object":"error","message":"bad """
            + """request","type":"BadRequestError","param":null,"code":400}""", null, FailureKind.BadRequest, false, null, "bad request" },
        { "vLLM: flat error of an unknown model", 404, "", """{"object":"error","message":"The model `m` does not """
            + """exist.","type":"NotFoundError","code":404}""", null, FailureKind.ModelNotFound, false, null, "does not exist" },
        { "Ollama: unknown model", 404, "", """{"error":{"message":"model 'm' not found, try pulling it """
            + """first","type":"api_error","param":null,"code":null}}""", null, FailureKind.ModelNotFound, false, null, "try pulling" },
        { "Ollama: no /v1", 404, "", "404 page not found", null, FailureKind.WrongPath, false, null, "404 page not found" },
        { "LM Studio: no /v1, and a good status", 200, "", """{"error":"Unexpected endpoint or method. (POST """
            + """/chat/completions)"}""", null, FailureKind.WrongPath, false, null, "Unexpected endpoint" },
        { "Gemini: error in an array", 400, "", """[{"error":{"code":400,"message":"API key not """
            + """valid.","status":"INVALID_ARGUMENT"}}]""", null, FailureKind.AuthenticationFailed, false, null, "API key not valid" },
        { "Cloudflare Access: login page elsewhere", 302, "Location: "
            + "https://team.example.com/login?token=hidden", "", null, FailureKind.WrongPath, false, null, "team.example.com" },
        { "Cloudflare Access: forbidden page", 403, "", "<!DOCTYPE "
            + "html><html><head><title>Forbidden</title></head></html>", null, FailureKind.PermissionDenied, false, null, "Forbidden" },
        { "Cloudflare: the origin timed out", 524, "cf-ray: ray-1", "<html><title>524: A timeout "
            + "occurred</title></html>", null, FailureKind.GatewayError, true, null, "524" },
        { "Azure: unsupported parameter", 400, "", """{"error":{"message":"Unsupported parameter: """
            + """'max_tokens'","type":"invalid_request_error","param":"max_tokens","code":"unsupported_parameter"}}""", null, FailureKind.BadRequest, false,
            null, "max_tokens" },
        { "Azure: filtered prompt", 400, "", """{"error":{"message":"The response was filtered due to the prompt triggering Azure OpenAI's content """
            + """management policy.","code":"content_filter","innererror":{"code":"ResponsibleAIPolicyViolation"}}}""", null, FailureKind.ContentFiltered,
            false, null, "filtered" },
        { "Anthropic: overloaded", 529, "", """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}"""
            + """}""", null, FailureKind.GatewayError, true, null, "Overloaded" },
        { "LiteLLM: key unknown", 401, "x-litellm-call-id: call-1", """{"error":{"message":"Authentication Error, Invalid proxy server token """
            + """passed","type":"token_not_found_in_db","param":"key","code":"401"}}""", null, FailureKind.AuthenticationFailed, false, null,
            "Invalid proxy server token" },
        { "LiteLLM: model not for this key", 401, "", """{"error":{"message":"key not allowed to access """
            + """model","type":"key_model_access_denied","param":"model","code":"401"}}""", null, FailureKind.PermissionDenied, false, null, "not allowed" },
        { "LiteLLM: budget as 400", 400, "", """{"error":{"message":"Budget has been exceeded! Current cost: 2, Max budget: """
            + """1","type":"budget_exceeded","param":null,"code":"400"}}""", null, FailureKind.BudgetExceeded, false, null, "Budget" },
        { "LiteLLM: budget of a provider as 429", 429, "", """{"error":{"message":"No deployments available - crossed budget for """
            + """provider","type":"None","code":"429"}}""", null, FailureKind.BudgetExceeded, false, null, "crossed budget" },
        { "LiteLLM: the wait only in words", 429, "", """{"error":{"message":"No deployments available for selected model, Try again in 5 """
            + """seconds.","type":"None","param":"None","code":"429"}}""", null, FailureKind.RateLimited, true, 5, "No deployments" },
        { "LiteLLM: message as object", 400, "", """{"error":{"message":{"error":"Violated guardrail """
            + """policy"},"type":"None","param":"None","code":"400"}}""", null, FailureKind.ContentFiltered, false, null, "guardrail" },
        { "LiteLLM: context window", 400, "", """{"error":{"message":"litellm.BadRequestError: litellm.ContextWindowExceededError: too """
            + """long","type":null,"param":null,"code":"400"}}""", null, FailureKind.ContextLengthExceeded, false, null, "too long" },
        {
            "LiteLLM: fails in mid-stream, with a good status and no [DONE]", 200, "",
            """{"error":{"message":"upstream died","type":"None","param":"None","code":"500"}}""",
            Text("Hel") + "data: {\"error\":{\"message\":\"upstream died\",\"type\":\"None\",\"param\":\"None\",\"code\":\"500\"}}\n\n",
            FailureKind.ServerError, true, null, "upstream died"
        },
        { "FastAPI: detail as text", 404, "", """{"detail":"Not Found"}""", null, FailureKind.WrongPath, false, null, "Not Found" },
        { "FastAPI: detail as list", 422, "", """{"detail":[{"loc":["body","messages"],"msg":"Field """
            + """required","type":"missing"}]}""", null, FailureKind.BadRequest, false, null, "body.messages: Field required" },
        { "Portkey: status failure", 401, "", """{"status":"failure","message":"Invalid API Key. Error Code: """
            + """03"}""", null, FailureKind.AuthenticationFailed, false, null, "Error Code: 03" },
        { "Portkey: html-message", 500, "", """{"html-message":"<h1>gone</h1>"}""", null, FailureKind.ServerError, true, null, "gone" },
        { "Portkey: failure in a good answer", 200, "", """{"status":"failure","message":"no """
            + """provider"}""", null, FailureKind.ReplyInvalid, false, null, "no provider" },
        { "any: HTML with a good status", 200, "", "<!DOCTYPE html><html><title>Sign in</title></html>", null, FailureKind.ReplyInvalid, false, null, "HTML" },
        { "any: nothing with a good status", 200, "", "", null, FailureKind.ReplyInvalid, false, null, "empty" },
        { "any: an array", 200, "", "[1,2]", null, FailureKind.ReplyInvalid, false, null, "no choice" },
        { "any: choices null", 200, "", """{"choices":null}""", "data: {\"choices\":null}\n\n" + Tail, FailureKind.ReplyInvalid, false, null, "" },
        { "any: the answer is cut", 200, "", """{"choices":[{"message":"""
            + """{"content":"Hel""", Text("Hel") + "data: {\"choices\":[{\"del", FailureKind.ReplyInvalid, false, null, "" },
        { "any: lines of JSON, or events, where one answer is "
            + "due", 200, "", Text("Hello") + End("stop"), "{\"choices\":[]}\n{\"choices\":[]}\n", FailureKind.ReplyInvalid, false, null, "JSON" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task An_oddity_of_a_server_does_not_change_the_answer(string server, string header, string whole, string stream, string expected)
    {
        Assert.Equal(expected, Describe(await AskAsync(200, header, whole, isStream: false), server));
        Assert.Equal(expected, Describe(await AskAsync(200, header, stream, isStream: true), server));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_failure_of_a_server_has_its_name(
        string server, int status, string header, string whole, string? stream, FailureKind kind, bool retriable, double? wait, string words)
    {
        foreach (bool isStream in new[] { false, true })
        {
            ChatRun run = await AskAsync(status, header, isStream ? stream ?? whole : whole, isStream);

            Assert.True(run.Failure is not null, $"{server}: no failure");

            // What is cut while it streams had begun well.
            FailureKind expected = isStream && kind == FailureKind.ReplyInvalid && stream?.StartsWith("data:", StringComparison.Ordinal) == true
                ? FailureKind.ReplyCutOff
                : kind;
            Assert.Equal((server, expected, retriable, wait), (server, run.Failure.Kind, run.Failure.Retriable, run.Failure.RetryAfter?.TotalSeconds));
            Assert.Contains(words, run.Failure.Summary, StringComparison.Ordinal);
            Assert.DoesNotContain("hidden", run.Failure.ToString(), StringComparison.Ordinal);
            Assert.True(!isStream || run.Pieces.Text == run.Failure.PartialText, server);
        }
    }

    [Fact]
    public async Task A_keyless_server_gets_no_key()
    {
        using WireHandler wire = new(HttpStatusCode.OK, Whole("\"content\":\"Hello\""));

        await ChatRun.OverAsync(wire, ChatRun.Request with { Headers = [] });

        Assert.DoesNotContain("Authorization", wire.SentHeaders.Keys);
    }

    private static async Task<ChatRun> AskAsync(int status, string header, string body, bool isStream)
    {
        (string, string)[] headers = header.Length == 0
            ? []
            : [(header[..header.IndexOf(':', StringComparison.Ordinal)], header[(header.IndexOf(':', StringComparison.Ordinal) + 2)..])];
        using WireHandler wire = new((HttpStatusCode)status, body, isStream ? "text/event-stream" : "application/json", headers);
        return await ChatRun.OverAsync(wire, ChatRun.Request with { Stream = isStream });
    }

    private static string Describe(ChatRun run, string server)
    {
        Assert.True(run.Failure is null, $"{server}: {run.Failure}");
        AgentReply reply = run.Reply;
        return string.Join(
            '|', reply.Text, reply.Reasoning, string.Join(';', reply.ToolCalls.Select(c => $"{c.Id}:{c.Name}:{c.Arguments}")), reply.FinishReason,
            reply.Cost?.ToString(System.Globalization.CultureInfo.InvariantCulture), reply.RequestId);
    }

    private static string Whole(string message, string finishReason = "stop") =>
        "{\"choices\":[{\"index\":0,\"message\":{" + message + "},\"finish_reason\":\"" + finishReason + "\"}]}";

    private static string Delta(string members) => "data: {\"choices\":[{\"index\":0,\"delta\":{" + members + "}}]}\n\n";

    private static string Text(string text) => Delta($"\"content\":\"{text}\"");

    private static string End(string reason) => "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}\n\n";

    private static string Call(string members, string? name, string arguments) =>
        Delta(
            "\"tool_calls\":[{" + members + ",\"function\":{" + (name is null ? "" : $"\"name\":\"{name}\",") + "\"arguments\":" + SchemaText.Quoted(arguments)
                + "}}]");
}
