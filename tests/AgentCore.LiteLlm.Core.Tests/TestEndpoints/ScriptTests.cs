using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.TestEndpoints;

public sealed class ScriptTests : IDisposable
{
    private readonly HttpClient _client = new();
    private readonly TestEndpoint _endpoint = TestEndpoint.Start();

    public void Dispose()
    {
        _client.Dispose();
        _endpoint.Dispose();
    }

    [Fact]
    public async Task Replies_are_given_in_order_and_then_the_default()
    {
        _endpoint.Enqueue(new TestReply.Chat("one"), new TestReply.Chat("two"), new TestReply.Echo());

        string[] texts = [await AskAsync(_endpoint, "a"), await AskAsync(_endpoint, "b"), await AskAsync(_endpoint, "c"), await AskAsync(_endpoint, "d")];

        Assert.Equal(["one", "two", "Simulated reply from m to: c", "Simulated reply from m to: d"], texts);
    }

    [Fact]
    public async Task A_reply_can_wait_for_its_prompt()
    {
        _endpoint.Enqueue(
            new TestReply.Chat("for cats") { WhenPromptContains = "cat" },
            new TestReply.Chat("for dogs") { WhenPromptContains = "dog" },
            new TestReply.Chat("for any"));

        string[] texts = [await AskAsync(_endpoint, "my dog"), await AskAsync(_endpoint, "a bird"), await AskAsync(_endpoint, "a cat")];

        Assert.Equal(["for dogs", "for any", "for cats"], texts);
        Assert.Empty(_endpoint.WaitingReplies);
    }

    [Fact]
    public async Task A_reply_can_be_for_another_path()
    {
        _endpoint.Enqueue(new TestReply.Http(200, "ready") { WhenPathEndsWith = "/health/readiness", ContentType = "text/plain" });

        string text = await AskAsync(_endpoint, "a");
        string health = await _client.GetStringAsync(new Uri(_endpoint.BaseUrl, "/health/readiness"), TestContext.Current.CancellationToken);

        Assert.Equal(("Simulated reply from m to: a", "ready"), (text, health));
    }

    [Fact]
    public async Task A_reply_that_takes_its_time_keeps_no_other_client_waiting()
    {
        const int Clients = 8;
        using CountdownEvent asked = new(Clients);
        await using TestEndpoint endpoint = TestEndpoint.Start(new() { RepeatLast = true });
        endpoint.Enqueue(new TestReply.Computed(_ =>
        {
            asked.Signal();
            return new TestReply.Chat(asked.Wait(Patience.Limit) ? "together" : "alone");
        }));

        Socket[] clients = [.. Enumerable.Range(0, Clients).Select(_ => Ask(endpoint.Port))];
        foreach (Socket client in clients)
        {
            using StreamReader answer = new(new NetworkStream(client, ownsSocket: true));
            Assert.Contains("together", await answer.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    // Sent before the endpoint comes to accept the connection, as it is on a busy machine: without waiting for anything.
    private static Socket Ask(int port)
    {
        Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.Connect(IPAddress.Loopback, port);
        client.Send(Encoding.Latin1.GetBytes(RawClient.ChatRequest(headers: "Connection: close\r\n")));
        return client;
    }

    [Fact]
    public async Task The_last_reply_that_fits_can_be_repeated()
    {
        await using TestEndpoint endpoint = TestEndpoint.Start(new() { RepeatLast = true });
        endpoint.Enqueue(
            new TestReply.Chat("first"),
            new TestReply.Chat("cat") { WhenPromptContains = "cat" },
            new TestReply.Chat("last"));

        string[] texts =
        [
            await AskAsync(endpoint, "a"), await AskAsync(endpoint, "b"), await AskAsync(endpoint, "c"), await AskAsync(endpoint, "cat"),
            await AskAsync(endpoint, "cat"),
        ];

        Assert.Equal(["first", "last", "last", "cat", "last"], texts);
    }

    [Fact]
    public async Task A_chat_reply_says_what_it_was_told_to()
    {
        _endpoint.Enqueue(new TestReply.Chat("Grüße \"😀\"")
        {
            Model = "other",
            Reasoning = "hm",
            FinishReason = "content_filter",
            Usage = new(10, 20) { CachedInputTokens = 4, ReasoningTokens = 5 },
            Headers = [new("x-litellm-call-id", "abc"), new("set-cookie", "a"), new("set-cookie", "b")],
        });

        using HttpResponseMessage response = await PostAsync(_endpoint, "a");
        JsonElement body = JsonDocument.Parse(await TextAsync(response)).RootElement;

        Assert.Equal("other", body.GetProperty("model").GetString());
        Assert.Equal(
            """{"index":0,"message":{"role":"assistant","content":"Grüße """
                + """\"😀\"","refusal":null,"reasoning_content":"hm"},"logprobs":null,"finish_reason":"content_filter"}""",
            body.GetProperty("choices")[0].GetRawText().Replace("\\uD83D\\uDE00", "😀", StringComparison.Ordinal));
        Assert.Equal(
            """{"prompt_tokens":10,"completion_tokens":20,"total_tokens":30,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":"""
                + """{"reasoning_tokens":5}}""",
            body.GetProperty("usage").GetRawText());
        Assert.Equal(["a", "b"], response.Headers.GetValues("set-cookie"));
        Assert.Equal(["abc"], response.Headers.GetValues("x-litellm-call-id"));
    }

    [Theory]
    [InlineData(null, null, new[] { "one", " two", " three" })]
    [InlineData(2, null, new[] { "one tw", "o three" })]
    [InlineData(null, new[] { "x", "", "y" }, new[] { "x", "", "y" })]
    public async Task A_streamed_reply_comes_in_the_pieces_asked_for(int? count, string[]? chunks, string[] expected)
    {
        _endpoint.Enqueue(new TestReply.Chat("one two three") { ChunkCount = count, Chunks = chunks });

        using HttpResponseMessage response = await PostAsync(_endpoint, "a", stream: true);

        Assert.Equal(["", .. expected], Deltas(await TextAsync(response), "content"));
    }

    [Fact]
    public async Task Half_a_character_in_a_script_is_sent_as_a_replacement()
    {
        _endpoint.Enqueue(new TestReply.Chat { Chunks = ["a\ud83d", "\ude00b"] });

        using HttpResponseMessage response = await PostAsync(_endpoint, "a", stream: true);

        Assert.Equal(["", "a\ufffd", "\ufffdb"], Deltas(await TextAsync(response), "content"));
    }

    [Fact]
    public async Task A_stream_carries_reasoning_and_fragments_of_tool_calls()
    {
        const string arguments = """{"city":"Grüße, Straße 😀😀😀😀😀😀😀"}""";
        _endpoint.Enqueue(new TestReply.Chat { Reasoning = "let me", ToolCalls = [new("f", arguments) { Id = "call_1" }, new("g", "")] });

        using HttpResponseMessage response = await PostAsync(_endpoint, "a", stream: true);
        string text = await TextAsync(response);

        Assert.Equal(["let", " me"], Deltas(text, "reasoning_content"));
        List<JsonElement> fragments = [.. Chunks(text)
            .Select(c => c.GetProperty("choices")[0].GetProperty("delta"))
            .Where(d => d.TryGetProperty("tool_calls", out _))
            .Select(d => d.GetProperty("tool_calls")[0])];
        Assert.Equal("call_1", fragments[0].GetProperty("id").GetString());
        Assert.Equal("f", fragments[0].GetProperty("function").GetProperty("name").GetString());
        Assert.Equal(arguments, string.Concat(fragments.Where(f => f.GetProperty("index").GetInt32() == 0).Select(Arguments)));
        Assert.True(fragments.Count(f => f.GetProperty("index").GetInt32() == 0) > 2);
        Assert.Equal("", Arguments(Assert.Single(fragments, f => f.GetProperty("index").GetInt32() == 1)));
        Assert.Equal("tool_calls", Chunks(text)[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Theory]
    [InlineData(null, "null")]
    [InlineData("budget", "\"budget\"")]
    [InlineData(402, "402")]
    [InlineData(402L, "402")]
    public async Task A_failure_has_the_protocols_shape(object? code, string expectedCode)
    {
        _endpoint.Enqueue(new TestReply.Failure(429, "slow down") { Type = "t", Code = code, Param = "p", Headers = [new("retry-after", "2")] });

        using HttpResponseMessage response = await PostAsync(_endpoint, "a");

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(["2"], response.Headers.GetValues("retry-after"));
        Assert.Equal($$$"""{"error":{"message":"slow down","type":"t","param":"p","code":{{{expectedCode}}}}}""", await TextAsync(response));
    }

    [Fact]
    public async Task A_failure_can_have_a_body_of_its_own()
    {
        _endpoint.Enqueue(new TestReply.Failure(422, "") { Body = """{"detail":"Grüße"}""" });

        using HttpResponseMessage response = await PostAsync(_endpoint, "a");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, """{"detail":"Grüße"}"""), (response.StatusCode, await TextAsync(response)));
    }

    [Theory]
    [InlineData(200, "<html>", "text/html", "<html>")]
    [InlineData(302, "", null, "")]
    [InlineData(204, "ignored", null, "")]
    [InlineData(599, "x", "text/plain", "x")]
    public async Task Any_response_can_be_scripted(int status, string body, string? contentType, string expected)
    {
        _endpoint.Enqueue(new TestReply.Http(status, body) { ContentType = contentType });
        using StringContent content = new("anything");

        using HttpResponseMessage response = await _client.PostAsync(
            new Uri(_endpoint.BaseUrl + "/chat/completions"),
            content,
            TestContext.Current.CancellationToken);

        Assert.Equal((status, expected), ((int)response.StatusCode, await TextAsync(response)));
        Assert.Equal(contentType, response.Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public async Task A_delay_goes_by_the_clock_that_was_given()
    {
        ManualClock clock = new();
        await using TestEndpoint endpoint = TestEndpoint.Start(new() { Clock = clock });
        endpoint.Enqueue(new TestReply.Chat("late") { Delay = TimeSpan.FromHours(1) });

        Task<string> answer = AskAsync(endpoint, "a");
        TimeSpan waited = await clock.FireNextAsync();

        Assert.Equal(("late", TimeSpan.FromHours(1)), (await answer, waited));
    }

    private static List<JsonElement> Chunks(string stream) =>
        [.. stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)[..^1].Select(e => JsonDocument.Parse(e["data: ".Length..]).RootElement)];

    private static IEnumerable<string?> Deltas(string stream, string name) => Chunks(stream)
        .Select(c => c.GetProperty("choices")[0].GetProperty("delta"))
        .Where(d => d.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String)
        .Select(d => d.GetProperty(name).GetString());

    private static string? Arguments(JsonElement call) => call.GetProperty("function").GetProperty("arguments").GetString();

    private static async Task<string> TextAsync(HttpResponseMessage response) =>
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private async Task<string> AskAsync(TestEndpoint endpoint, string prompt)
    {
        using HttpResponseMessage response = await PostAsync(endpoint, prompt);
        return JsonDocument.Parse(await TextAsync(response))
            .RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
    }

    private async Task<HttpResponseMessage> PostAsync(TestEndpoint endpoint, string prompt, bool stream = false)
    {
        using StringContent content = new(
            $$"""{"model":"m","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"{{prompt}}"}]}""",
            Encoding.UTF8,
            "application/json");
        return await _client.PostAsync(new Uri(endpoint.BaseUrl + "/chat/completions"), content, TestContext.Current.CancellationToken);
    }
}
