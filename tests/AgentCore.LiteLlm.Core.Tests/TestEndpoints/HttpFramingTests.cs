using System.Net.Http.Headers;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.TestEndpoints;

public sealed class HttpFramingTests : IDisposable
{
    private readonly TestEndpoint _endpoint = TestEndpoint.Start(new() { MaxRequestBytes = 1000 });

    public void Dispose() => _endpoint.Dispose();

    [Theory]
    [InlineData("\x16\x03\x01\x02", 400)]
    [InlineData("GARBAGE\r\n", 400)]
    [InlineData("GET /v1/models HTTP/2.0\r\n", 400)]
    [InlineData("GET  /v1/models HTTP/1.1\r\n", 400)]
    [InlineData("GET /v1/models HTTP/1.1\n", 400)]
    [InlineData("GET /v1/models HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET /v1/models HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400)]
    [InlineData("GET /v1/models HTTP/1.1\r\nHost: a\r\n folded\r\n", 400)]
    [InlineData("GET /v1/models HTTP/1.1\r\nHost: a\r\nNo colon\r\n", 400)]
    [InlineData("GET /v1/models HTTP/1.1\r\nHost: a\r\nSpace : b\r\n", 400)]
    [InlineData("GET /v1/models HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n", 400)]
    [InlineData("GET /v1/models HTTP/1.1\r\nHost: a\r\nX: a\nY: b\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n", 413)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcd", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n", 413)]
    public async Task Malformed_bytes_are_refused_and_the_connection_closed(string bytes, int expected)
    {
        string response = await RawClient.ExchangeAsync(_endpoint.Port, bytes);

        Assert.StartsWith($"HTTP/1.1 {expected} ", response, StringComparison.Ordinal);
        Assert.Contains("{\"error\":{\"message\":", response, StringComparison.Ordinal);
        Assert.Empty(_endpoint.Requests);
    }

    [Theory]
    [InlineData("GET /v1/models HTTP/1.1\r\nHost: a\r\nX: ")]
    [InlineData("GET /")]
    public async Task A_head_without_end_is_refused(string start)
    {
        string response = await RawClient.ExchangeAsync(_endpoint.Port, start + new string('a', 70_000));

        Assert.StartsWith("HTTP/1.1 431 ", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nha")]
    public async Task A_request_that_ends_early_is_no_request(string bytes)
    {
        using RawClient client = await RawClient.ConnectAsync(_endpoint.Port);
        await client.SendAsync(bytes);
        client.StopSending();

        Assert.Equal("", await client.ReadToEndAsync());
        Assert.Empty(_endpoint.Requests);
    }

    [Fact]
    public async Task A_chunked_body_is_put_together()
    {
        using RawClient client = await RawClient.ConnectAsync(_endpoint.Port);
        await client.SendAsync(
            "POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\nConnection: close\r\n\r\n"
            + "5;name=value\r\nhello\r\n1 \r\n \r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n");
        await client.ReadToEndAsync();

        Assert.Equal("hello 0123456789", Assert.Single(_endpoint.Requests).Body);
    }

    [Fact]
    public async Task A_client_may_stream_its_request()
    {
        using HttpClient client = new();
        using HttpRequestMessage request = new(HttpMethod.Post, _endpoint.BaseUrl + "/chat/completions");
        request.Content = new StringContent("""{"model":"m","messages":[{"role":"user","content":"hi"}]}""");
        request.Headers.TransferEncodingChunked = true;

        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Contains("m to: hi", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("chunked", _endpoint.Requests[0].FindHeader("transfer-encoding"));
    }

    [Fact]
    public async Task A_client_that_asks_first_is_told_to_go_on()
    {
        using RawClient client = await RawClient.ConnectAsync(_endpoint.Port);
        string request = RawClient.ChatRequest(headers: "Expect: 100-continue\r\nConnection: close\r\n");
        int body = request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;

        await client.SendAsync(request[..body]);
        string answer = await client.ReadSomeAsync();
        await client.SendAsync(request[body..]);
        string response = await client.ReadToEndAsync();

        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", answer);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_sent_together_are_answered_in_turn()
    {
        string response = await RawClient.ExchangeAsync(
            _endpoint.Port,
            RawClient.ChatRequest("one") + "\r\n" + RawClient.ChatRequest("two") + RawClient.ChatRequest("three", "Connection: close\r\n"));

        Assert.Equal(["one", "two", "three"], _endpoint.Requests.Select(r => r.Prompt));
        Assert.Equal(4, response.Split("HTTP/1.1 200 OK").Length);
    }

    [Fact]
    public async Task A_request_may_arrive_one_byte_at_a_time()
    {
        using RawClient client = await RawClient.ConnectAsync(_endpoint.Port);
        foreach (char character in RawClient.ChatRequest(headers: "Connection: close\r\n"))
        {
            await client.SendAsync(character.ToString());
        }

        Assert.StartsWith("HTTP/1.1 200 OK", await client.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_client_gets_a_stream_that_ends_with_the_connection()
    {
        string response = await RawClient.ExchangeAsync(_endpoint.Port, RawClient.ChatRequest(version: "HTTP/1.0", stream: true));

        Assert.DoesNotContain("Transfer-Encoding", response, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_request_is_read_by_its_path()
    {
        string response = await RawClient.ExchangeAsync(
            _endpoint.Port,
            RawClient.ChatRequest(headers: "Connection: close\r\n").Replace(" /v1", " http://api.example.com/v1", StringComparison.Ordinal));

        Assert.StartsWith("HTTP/1.1 200 OK", response, StringComparison.Ordinal);
        Assert.Equal("/v1/chat/completions", _endpoint.Requests[0].Path);
    }

    [Fact]
    public async Task A_large_body_is_read_whole()
    {
        await using TestEndpoint endpoint = TestEndpoint.Start();
        byte[] content = [.. Enumerable.Range(0, 5_000_000).Select(i => (byte)(i * 31 / 7))];
        using HttpClient client = new();
        using ByteArrayContent body = new(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");

        using HttpResponseMessage response = await client.PostAsync(new Uri(endpoint.BaseUrl + "/files"), body, TestContext.Current.CancellationToken);

        Assert.True(endpoint.Requests[0].BodyBytes.Span.SequenceEqual(content));
    }
}
