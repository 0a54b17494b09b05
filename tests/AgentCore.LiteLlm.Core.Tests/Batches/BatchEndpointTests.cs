using AgentCore.LiteLlm.Batches;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Batches;

public sealed class BatchEndpointTests
{
    private static readonly ChatRequest LiteLlm = ChatRun.Request with { Provider = "litellm", BaseUrl = new Uri("https://proxy.example.com/v1?region=eu") };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_request_carries_key_and_routing_to_its_address()
    {
        BatchWire wire = new();
        foreach (string what in (string[])["POST /v1/batches?region=eu", "GET /v1/batches/batch_1?region=eu", "POST /v1/batches/batch_1/cancel?region=eu"])
        {
            wire.On(what, BatchWire.Batch("in_progress"));
        }

        wire.On("POST /v1/files?region=eu", """{"id":"file-in","object":"file"}""")
            .On("GET /v1/batches?region=eu&limit=100", """{"data":[]}""")
            .On("GET /v1/files/f/content?region=eu", "x");
        BatchEndpoint endpoint = wire.ToEndpoint(LiteLlm);
        using BatchFile file = new();
        file.Add(new WrittenRequest(ChatRun.Request, "{}"u8.ToArray()), null);

        Assert.Equal("file-in", await endpoint.UploadAsync(file, Token));
        await endpoint.CreateAsync("file-in", "/v1/chat/completions", [new("a", "b")], Token);
        await endpoint.GetAsync("batch_1", Token);
        await endpoint.CancelAsync("batch_1", Token);
        Assert.Empty(await endpoint.ListAsync(Token).ToListAsync(Token));
        Assert.Single(await endpoint.ReadAsync("f", Token).ToListAsync(Token));

        Assert.Equal(6, wire.Sent.Count);
        Assert.All(wire.Sent, sent => Assert.Equal(($"Bearer {ChatRun.Canary}", "m"), (sent.Headers["Authorization"], sent.Headers["x-litellm-model"])));
        Assert.All(wire.Sent, sent => Assert.StartsWith("AgentCore.LiteLlm/", sent.Headers["User-Agent"], StringComparison.Ordinal));
        Assert.Equal("""{"input_file_id":"file-in","endpoint":"/v1/chat/completions","completion_window":"24h","metadata":{"a":"b"}}""", wire.Sent[1].Body);
        Assert.Equal($"{wire.Sent[0].Body.Length}", wire.Sent[0].Headers["Content-Length"]);
        Assert.Contains("name=\"purpose\"\r\n\r\nbatch\r\n", wire.Sent[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_a_LiteLLM_proxy_is_told_where_to_go_and_the_users_word_comes_first()
    {
        BatchWire wire = new BatchWire().On("GET /v1/batches/b", BatchWire.Batch("completed"));
        ChatRequest own = ChatRun.Request with { Provider = "litellm", Headers = [new SecretHeader("X-LiteLLM-Model", new Secret("mine"))] };

        await wire.ToEndpoint(ChatRun.Request with { Provider = "openai" }).GetAsync("b", Token);
        await wire.ToEndpoint(LiteLlm with { BaseUrl = ChatRun.Request.BaseUrl }, "azure").GetAsync("b", Token);
        await wire.ToEndpoint(own).GetAsync("b", Token);
        await wire.ToEndpoint(LiteLlm with { BaseUrl = ChatRun.Request.BaseUrl, Model = "größe" }).GetAsync("b", Token);

        Assert.Equal(
            [(null, null), ("azure", null), (null, "mine"), (null, null)],
            wire.Sent.Select(s => (s.Headers.GetValueOrDefault("custom-llm-provider"), s.Headers.GetValueOrDefault("x-litellm-model"))));
    }

    [Fact]
    public async Task A_batch_is_read_with_all_it_says_and_without_secrets()
    {
        string more = $$"""
            ,"expires_at":1735776000,"failed_at":1735700000,"model":"gpt",
             "metadata":{"agentcore_items":"7","agentcore_mark":"0a1b2c3d","k":"{{ChatRun.Canary}}"}
            """;
        string body = BatchWire.Batch("FAILED", "file-out", "file-err", more: more)
            .Replace("\"errors\":null", $$"""
                "errors":{"object":"list","data":[{"code":"bad","message":"Line\nis {{ChatRun.Canary}}","line":3,"param":null},{"message":5},7]}
                """, StringComparison.Ordinal)
            .Replace("\"total\":0,\"completed\":0", "\"total\":7,\"completed\":2", StringComparison.Ordinal);

        AgentBatch batch = await new BatchWire().On("GET /v1/batches/batch_1", body).ToEndpoint().GetAsync("batch_1", Token);

        Assert.Equal(("batch_1", "failed", true, 7, "0a1b2c3d", "gpt"), (batch.Id, batch.Status, batch.IsFinished, batch.ItemCount, batch.Mark, batch.Model));
        Assert.Equal(new BatchCounts(7, 2, 0), batch.Counts);
        Assert.Equal(("file-in", "file-out", "file-err"), (batch.InputFileId, batch.OutputFileId, batch.ErrorFileId));
        Assert.Equal((2025, 2025, 2025), (batch.CreatedAt?.Year, batch.EndedAt?.Year, batch.ExpiresAt?.Year));
        Assert.Equal([new BatchProblem("bad", "Line is ***", 3), new(null, "no reason is given", null), new(null, "no reason is given", null)], batch.Problems);
        Assert.DoesNotContain(ChatRun.Canary, string.Join(' ', batch.Metadata.Values), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":"..","status":"completed"}""", FailureKind.ReplyInvalid)]
    [InlineData("""{"id":"b"}""", FailureKind.ReplyInvalid)]
    [InlineData("""{"id":5,"status":"completed"}""", FailureKind.ReplyInvalid)]
    [InlineData("[]", FailureKind.ReplyInvalid)]
    [InlineData("", FailureKind.ReplyInvalid)]
    [InlineData("<html><title>Login</title></html>", FailureKind.ReplyInvalid)]
    [InlineData("""{"error":{"message":"no","code":"invalid_api_key"}}""", FailureKind.AuthenticationFailed)]
    public async Task A_good_status_without_a_batch_is_an_error(string body, FailureKind kind) =>
        Assert.Equal(kind, (await FailAsync(new BatchWire().On("GET /v1/batches/b", body))).Kind);

    [Theory]
    [InlineData(404, """{"error":{"message":"No batch found with id 'b'."}}""", FailureKind.BatchNotFound)]
    [InlineData(404, """{"error":{"message":"Invalid URL (GET /v1/batches/b)"}}""", FailureKind.WrongPath)]
    [InlineData(404, """{"detail":"Not Found"}""", FailureKind.WrongPath)]
    [InlineData(401, """{"error":{"message":"no"}}""", FailureKind.AuthenticationFailed)]
    [InlineData(429, """{"error":{"message":"slow"}}""", FailureKind.RateLimited)]
    [InlineData(302, "", FailureKind.WrongPath)]
    [InlineData(503, "down", FailureKind.GatewayError)]
    public async Task A_refusal_is_the_kind_of_failure_that_it_means(int status, string body, FailureKind kind)
    {
        ChatFailure failure = await FailAsync(new BatchWire().On("GET /v1/batches/b", body, status));

        Assert.Equal((kind, status), (failure.Kind, failure.HttpStatus));
        Assert.Equal("https://proxy.example.com/v1/batches/b", failure.Endpoint);
        Assert.DoesNotContain(ChatRun.Canary, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_read_page_by_page_and_ends_where_it_would_begin_anew()
    {
        string Page(string id, bool more) =>
            $$"""{"object":"list","data":[{{BatchWire.Batch("completed", id: id)}},{"broken":true}],"last_id":"{{id}}","has_more":"""
                + $$"""{{(more ? "true" : "false")}}}""";
        BatchWire wire = new BatchWire()
            .On("GET /v1/batches?limit=100", Page("a", more: true))
            .On("GET /v1/batches?limit=100&after=a", Page("b/c", more: true))
            .On("GET /v1/batches?limit=100&after=b%2Fc", Page("a", more: true));

        List<AgentBatch> batches = await wire.ToEndpoint().ListAsync(Token).ToListAsync(Token);

        Assert.Equal(["a", "b/c", "a"], batches.Select(b => b.Id));
    }

    [Fact]
    public async Task An_id_cannot_lead_to_another_address()
    {
        BatchWire wire = new();

        await Assert.ThrowsAsync<ChatException>(() => wire.ToEndpoint().CancelAsync("../files?x=y#z", Token));
        await Assert.ThrowsAsync<ChatException>(() => wire.ToEndpoint().GetAsync("../files?x=y#z", Token));
        await Assert.ThrowsAsync<ChatException>(async () => await wire.ToEndpoint().ReadAsync("../../x", Token).ToListAsync(Token));

        Assert.Equal(
            ["POST /v1/batches/..%2Ffiles%3Fx%3Dy%23z/cancel", "GET /v1/batches/..%2Ffiles%3Fx%3Dy%23z", "GET /v1/files/..%2F..%2Fx/content"],
            wire.Sent.Select(s => s.What));
        Assert.All((string[])["", ".", "..", "a b", "a\n", new string('x', 2001)], id => Assert.False(BatchReader.IsId(id)));
    }

    [Fact]
    public async Task A_silent_endpoint_is_given_up_and_a_caller_is_heard_at_once()
    {
        BatchEndpoint Endpoint(TimeSpan patience) =>
            new(ChatTransport.Over(new HangingHandler()), ChatRun.Request with { IdleLimit = patience }, null, TimeProvider.System);
        using CancellationTokenSource stop = new(50);

        ChatException late = await Assert.ThrowsAsync<ChatException>(() => Endpoint(TimeSpan.FromMilliseconds(50)).GetAsync("b", Token));

        Assert.Equal(FailureKind.TimedOut, late.Failure.Kind);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Endpoint(TimeSpan.FromMinutes(1)).GetAsync("b", stop.Token));
    }

    [Fact]
    public async Task Waiting_outlives_a_passing_fault_and_ends_with_the_batch()
    {
        BatchWire wire = new BatchWire()
            .On("GET /v1/batches/b", BatchWire.Batch("validating"))
            .On("GET /v1/batches/b", "down", 503)
            .On("GET /v1/batches/b", BatchWire.Batch("in_progress"))
            .On("GET /v1/batches/b", BatchWire.Batch("completed"));

        List<BatchPoll> seen = await BatchWatch.WatchAsync(wire.ToEndpoint(), "b", TimeSpan.FromMilliseconds(1), Token).ToListAsync(Token);

        Assert.Equal(["validating", "GatewayError", "in_progress", "completed"], seen.Select(p => p.Batch?.Status ?? $"{p.Fault!.Kind}"));
        Assert.Equal(4, wire.Sent.Count);
    }

    [Fact]
    public async Task Waiting_ends_at_what_does_not_pass()
    {
        BatchWire refused = new BatchWire().On("GET /v1/batches/b", "no", 401);
        BatchWire down = new BatchWire().On("GET /v1/batches/b", "down", 503);

        await Assert.ThrowsAsync<ChatException>(
            async () => await BatchWatch.WatchAsync(refused.ToEndpoint(), "b", TimeSpan.FromMilliseconds(1), Token).ToListAsync(Token));
        await Assert.ThrowsAsync<ChatException>(
            async () => await BatchWatch.WatchAsync(down.ToEndpoint(), "b", TimeSpan.FromMilliseconds(1), Token).ToListAsync(Token));

        Assert.Equal((1, 10), (refused.Sent.Count, down.Sent.Count));
    }

    private static async Task<ChatFailure> FailAsync(BatchWire wire) =>
        (await Assert.ThrowsAsync<ChatException>(() => wire.ToEndpoint().GetAsync("b", Token))).Failure;
}
