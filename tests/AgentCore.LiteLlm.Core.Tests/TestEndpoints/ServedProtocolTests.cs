using System.Net;
using System.Text.Json;
using AgentCore.LiteLlm.Simulation;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.TestEndpoints;

public sealed class ServedProtocolTests : IDisposable
{
    private const string Question = """{"model":"m","messages":[{"role":"user","content":"hi"}]}""";

    private readonly HttpClient _client = new();

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/chat/completions")]
    public async Task Without_a_script_it_answers_as_the_simulation_does(string path)
    {
        await using TestEndpoint endpoint = TestEndpoint.Start();

        using HttpResponseMessage served = await PostAsync(endpoint, path, Question);

        Assert.Equal(await SimulatedAsync(Question), await TextAsync(served));
        Assert.Equal("application/json", served.Content.Headers.ContentType?.ToString());
        Assert.False(served.Headers.Contains(SimulatedEndpoint.HeaderName));
    }

    [Fact]
    public async Task A_stream_is_the_simulations_stream_in_chunks()
    {
        const string streamed = """{"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"hi"}]}""";
        await using TestEndpoint endpoint = TestEndpoint.Start();

        using HttpResponseMessage served = await PostAsync(endpoint, "/v1/chat/completions", streamed);

        Assert.Equal(await SimulatedAsync(streamed), await TextAsync(served));
        Assert.Equal("text/event-stream", served.Content.Headers.ContentType?.MediaType);
        Assert.True(served.Headers.TransferEncodingChunked);
    }

    [Fact]
    public async Task The_models_are_listed()
    {
        await using TestEndpoint endpoint = TestEndpoint.Start(new() { Models = ["a", "b/c"] });

        string body = await _client.GetStringAsync(new Uri(endpoint.BaseUrl + "/models"), TestContext.Current.CancellationToken);

        Assert.Equal(["a", "b/c"], JsonDocument.Parse(body).RootElement.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData("GET", "/v1/chat/completions", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/v1/models", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/v2/chat/completions", HttpStatusCode.NotFound)]
    [InlineData("POST", "/v1/chat/completions/", HttpStatusCode.NotFound)]
    [InlineData("POST", "/v1//chat/completions", HttpStatusCode.NotFound)]
    [InlineData("GET", "/", HttpStatusCode.NotFound)]
    public async Task Other_paths_and_methods_are_refused(string method, string path, HttpStatusCode expected)
    {
        await using TestEndpoint endpoint = TestEndpoint.Start();
        using HttpRequestMessage request = new(new HttpMethod(method), At(endpoint, path));

        using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("invalid_request_error", (await ErrorAsync(response)).GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_head_request_is_answered_without_a_body_and_the_connection_stays_good()
    {
        await using TestEndpoint endpoint = TestEndpoint.Start();
        using HttpRequestMessage head = new(HttpMethod.Head, endpoint.BaseUrl);

        using HttpResponseMessage first = await _client.SendAsync(head, TestContext.Current.CancellationToken);
        using HttpResponseMessage second = await PostAsync(endpoint, "/v1/chat/completions", Question);

        Assert.Equal(HttpStatusCode.NotFound, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal([0, 0], endpoint.Requests.Select(r => r.Connection));
    }

    [Theory]
    [InlineData("v1/account/gateway/compat/", "/v1/account/gateway/compat/chat/completions", HttpStatusCode.OK)]
    [InlineData("v1/account/gateway/compat/", "/v1/chat/completions", HttpStatusCode.NotFound)]
    [InlineData("/v1", "/chat/completions", HttpStatusCode.NotFound)]
    [InlineData("", "/chat/completions", HttpStatusCode.OK)]
    public async Task A_base_path_can_be_given_and_required(string basePath, string path, HttpStatusCode expected)
    {
        await using TestEndpoint endpoint = TestEndpoint.Start(new() { BasePath = basePath, RequireBasePath = true });

        using HttpResponseMessage response = await PostAsync(endpoint, path, Question);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("Bearer wrong", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer sk-right", HttpStatusCode.OK)]
    public async Task A_key_can_be_required(string? authorization, HttpStatusCode expected)
    {
        await using TestEndpoint endpoint = TestEndpoint.Start(new() { ApiKey = "sk-right" });
        endpoint.Enqueue(new TestReply.Chat("kept for those with the key"));
        using HttpRequestMessage request = new(HttpMethod.Post, At(endpoint, "/v1/chat/completions")) { Content = new StringContent(Question) };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK ? 0 : 1, endpoint.WaitingReplies.Length);
        if (expected == HttpStatusCode.Unauthorized)
        {
            JsonElement error = await ErrorAsync(response);
            Assert.Equal("invalid_api_key", error.GetProperty("code").GetString());
            Assert.DoesNotContain("sk-", error.GetRawText(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_malformed_chat_request_gets_the_protocols_error()
    {
        await using TestEndpoint endpoint = TestEndpoint.Start();

        using HttpResponseMessage response = await PostAsync(endpoint, "/v1/chat/completions", """{"model":"m"}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("messages", (await ErrorAsync(response)).GetProperty("param").GetString());
        Assert.Null(endpoint.Requests[0].Prompt);
        Assert.Equal("""{"model":"m"}""", endpoint.Requests[0].Body);
    }

    [Fact]
    public async Task A_request_is_remembered_as_it_came()
    {
        await using TestEndpoint endpoint = TestEndpoint.Start();
        string request = RawClient.ChatRequest(headers: "X-Twice: 1\r\nauthorization:  Bearer sk-secret \r\nx-twice: 2\r\nConnection: close\r\n")
            .Replace("completions HTTP", "completions?a=1&b=%20 HTTP", StringComparison.Ordinal);

        await RawClient.ExchangeAsync(endpoint.Port, request);

        TestRequest received = Assert.Single(endpoint.Requests);
        Assert.Equal("POST /v1/chat/completions", received.ToString());
        Assert.Equal(("POST", "/v1/chat/completions", "?a=1&b=%20"), (received.Method, received.Path, received.Query));
        Assert.Equal(["Host", "X-Twice", "authorization", "x-twice", "Connection", "Content-Length"], received.HeaderNames);
        Assert.Equal(["1", "2"], received.FindHeaders("X-TWICE"));
        Assert.Equal("Bearer sk-secret", received.FindHeader("Authorization"));
        Assert.Null(received.FindHeader("absent"));
        Assert.Equal(("m", "hi", false), (received.Model, received.Prompt, received.Stream));
    }

    [Fact]
    public async Task No_public_property_of_a_request_shows_a_key()
    {
        await using TestEndpoint endpoint = TestEndpoint.Start();
        await RawClient.ExchangeAsync(
            endpoint.Port,
            RawClient.ChatRequest(headers: "Authorization: Bearer sk-secret\r\ncf-aig-authorization: Bearer sk-secret\r\nConnection: close\r\n"));

        string shown = JsonSerializer.Serialize(endpoint.Requests[0]);

        Assert.Contains("Authorization", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-secret", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_so_many_requests_are_kept_but_all_are_counted()
    {
        await using TestEndpoint endpoint = TestEndpoint.Start(new() { MaxRecordedRequests = 2 });

        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage response = await PostAsync(endpoint, "/v1/chat/completions", Question);
        }

        Assert.Equal([0, 1], endpoint.Requests.Select(r => r.Index));
        Assert.Equal(3, endpoint.RequestCount);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => endpoint.WaitForRequestAsync(2, TestContext.Current.CancellationToken));
    }

    private static Uri At(TestEndpoint endpoint, string path) => new($"http://127.0.0.1:{endpoint.Port}{path}");

    private static async Task<string> SimulatedAsync(string body)
    {
        using SimulatedEndpoint simulation = new();
        using HttpClient client = new(simulation);
        using StringContent content = new(body);
        using HttpResponseMessage response = await client.PostAsync(new Uri("http://x/v1/chat/completions"), content, TestContext.Current.CancellationToken);
        return await TextAsync(response);
    }

    private static async Task<string> TextAsync(HttpResponseMessage response) =>
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static async Task<JsonElement> ErrorAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await TextAsync(response)).RootElement.GetProperty("error");

    private async Task<HttpResponseMessage> PostAsync(TestEndpoint endpoint, string path, string body)
    {
        using StringContent content = new(body);
        return await _client.PostAsync(At(endpoint, path), content, TestContext.Current.CancellationToken);
    }
}
