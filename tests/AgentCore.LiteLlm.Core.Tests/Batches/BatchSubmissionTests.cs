using AgentCore.LiteLlm.Batches;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Batches;

public sealed class BatchSubmissionTests : IDisposable
{
    private const string Uploaded = """{"id":"file-in","object":"file"}""";

    private static readonly Secret Key = new("correct horse battery");

    private readonly TempFolder _folder = new();
    private readonly BatchDraft _draft = new(new DialectMemory(), TimeProvider.System);
    private readonly string _path;

    public BatchSubmissionTests() => _path = Path.Combine(_folder.Path, "batch.map");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _draft.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_the_endpoint_forgets_of_a_batch_is_still_known()
    {
        BatchWire wire = new BatchWire().On("POST /v1/files", Uploaded).On("POST /v1/batches", BatchWire.Batch("validating"));
        await AddAsync();

        AgentBatch batch = await SendAsync(wire.ToEndpoint());

        Assert.Equal((1, true, _draft.File.Mark, _path, "m"), (batch.ItemCount, batch.IsProtected, batch.Mark, batch.MappingPath, batch.Model));
        Assert.Contains("\"agentcore_protected\":\"true\"", wire.Sent[1].Body, StringComparison.Ordinal);
        Assert.Equal(_draft.File.Mark, (await MappingFile.ReadAsync(_path, Key, Token)).Mark);
    }

    [Theory]
    [InlineData("POST /v1/files", 500, false)]
    [InlineData("POST /v1/files", 401, false)]
    [InlineData("POST /v1/batches", 400, false)]
    [InlineData("POST /v1/batches", 302, false)]
    [InlineData("POST /v1/batches", 408, true)]
    [InlineData("POST /v1/batches", 500, true)]
    [InlineData("POST /v1/batches", 200, true)]
    public async Task A_mapping_is_kept_only_where_the_batch_may_exist(string what, int status, bool isKept)
    {
        BatchWire wire = new BatchWire();
        wire.On(what, """{"error":{"message":"no"}}""", status);
        wire.On(what == "POST /v1/files" ? "POST /v1/batches" : "POST /v1/files", what == "POST /v1/files" ? BatchWire.Batch("validating") : Uploaded);
        await AddAsync();

        ChatException fault = await Assert.ThrowsAsync<ChatException>(() => SendAsync(wire.ToEndpoint()));

        Assert.Equal(isKept, File.Exists(_path));
        Assert.Equal(isKept, fault.Failure.Advice!.Contains("may have been made", StringComparison.Ordinal));
        Assert.Equal(what == "POST /v1/batches", fault.Failure.Advice!.Contains("file-in", StringComparison.Ordinal));
        Assert.Equal(what == "POST /v1/batches" && !isKept, wire.Sent.Exists(s => s.What == "DELETE /v1/files/file-in"));
    }

    [Fact]
    public async Task Requests_that_no_batch_came_of_do_not_stay_at_the_endpoint()
    {
        BatchWire wire = new BatchWire().On("POST /v1/files", Uploaded)
            .On("POST /v1/batches", """{"error":{"message":"no"}}""", 400)
            .On("DELETE /v1/files/file-in", """{"id":"file-in","deleted":true}""");
        await AddAsync();

        ChatException fault = await Assert.ThrowsAsync<ChatException>(() => SendAsync(wire.ToEndpoint()));

        Assert.Equal(("POST /v1/files", "POST /v1/batches", "DELETE /v1/files/file-in"), (wire.Sent[0].What, wire.Sent[1].What, wire.Sent[2].What));
        Assert.Contains("was deleted", fault.Failure.Advice, StringComparison.Ordinal);
        Assert.Equal(400, fault.Failure.HttpStatus);
    }

    [Fact]
    public async Task A_mapping_that_cannot_be_removed_does_not_hide_the_refusal()
    {
        BatchWire wire = new BatchWire().On("POST /v1/batches", """{"error":{"message":"no"}}""", 400);
        await AddAsync();
        Directory.CreateDirectory(_path);
        BatchSubmission submission = new(wire.ToEndpoint(), _draft, _path);

        Assert.Equal(404, (await Assert.ThrowsAsync<ChatException>(() => submission.UploadAsync(Token))).Failure.HttpStatus);
        Assert.Equal(400, (await Assert.ThrowsAsync<ChatException>(() => submission.CreateAsync("file-in", Token))).Failure.HttpStatus);
    }

    [Fact]
    public async Task A_schema_is_noted_where_another_session_sees_it()
    {
        BatchWire wire = new BatchWire().On("POST /v1/files", Uploaded).On("POST /v1/batches", BatchWire.Batch("validating"));
        await AddAsync();
        BatchEndpoint endpoint = wire.ToEndpoint(ChatRun.Request with { Output = OutputSchema.Read("""{"type":"object"}""", out _) });

        Assert.True((await new BatchSubmission(endpoint, _draft, null).CreateAsync("file-in", Token)).HasOutput);
        Assert.False((await new BatchSubmission(wire.ToEndpoint(), _draft, null).CreateAsync("file-in", Token)).HasOutput);
        Assert.Contains("\"agentcore_output\":\"true\"", wire.Sent[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_sent_where_the_mapping_cannot_be_written()
    {
        BatchWire wire = new();
        await AddAsync();
        await File.WriteAllTextAsync(_path, "mine", Token);

        await Assert.ThrowsAnyAsync<IOException>(() => SendAsync(wire.ToEndpoint()));

        Assert.Empty(wire.Sent);
        Assert.Equal("mine", await File.ReadAllTextAsync(_path, Token));
    }

    [Theory]
    [InlineData(ModelApi.Chat, "/v1/chat/completions")]
    [InlineData(ModelApi.Responses, "/v1/responses")]
    public async Task Over_a_socket_no_personal_data_leaves_and_all_of_it_comes_back(ModelApi api, string url)
    {
        await using TestEndpoint server = TestEndpoint.Start();
        using ChatTransport transport = ChatTransport.OverHttp();
        ChatRequest request = ChatRun.Request with { BaseUrl = server.BaseUrl, Model = "m", ApiChoice = api };
        BatchEndpoint endpoint = new(transport, request, null, TimeProvider.System);
        string[] prompts =
        [
            .. Enumerable.Range(0, 300).Select(i => i % 2 == 0 ? $"{i}: ask {Sessions.Email} {new string('x', 500)}" : $"{i}: call {Sessions.OtherEmail}"),
        ];
        foreach (string prompt in prompts)
        {
            await _draft.AddAsync(request with { Messages = [new(ChatRole.User, prompt)], Protection = Sessions.Of() }, $"id{prompt.Split(':')[0]}", Token);
        }

        AgentBatch made = await SendAsync(endpoint);
        AgentBatch done = (await BatchWatch.WatchAsync(endpoint, made.Id, TimeSpan.FromSeconds(1), Token).LastAsync(Token)).Batch!;

        // Another session may not know by which API was asked.
        BatchEndpoint other = new(transport, request with { ApiChoice = ModelApi.Auto }, null, TimeProvider.System);
        BatchResult[] results = await new BatchResults(other, done, await MappingFile.ReadAsync(_path, Key, Token)).ReadAsync(Token).ToArrayAsync(Token);

        Assert.Equal(prompts.Length, results.Length);
        Assert.All(
            results.Cast<BatchResult.Answered>(),
            (r, i) => Assert.Contains(
                $"{i}: {(i % 2 == 0 ? $"ask {Sessions.Email}" : $"call {Sessions.OtherEmail}")}", r.Reply.Text, StringComparison.Ordinal));
        Assert.Contains($"\"endpoint\":\"{url}\"", server.Requests[1].Body, StringComparison.Ordinal);
        Assert.All(results.Cast<BatchResult.Answered>(), r => Assert.Equal(api, r.Reply.Api));
        Assert.Equal("id299", ((BatchResult.Answered)results[299]).Reply.BatchItem!.Id);
        Assert.All(server.Requests, r => Assert.DoesNotContain("@example", r.Body, StringComparison.Ordinal));
        Assert.Equal(["POST /v1/files", "POST /v1/batches", "GET", "GET"], server.Requests.Select(r => r.Method == "POST" ? r.ToString() : r.Method));
        Assert.Equal(
            server.Requests[0].BodyBytes.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), server.Requests[0].FindHeader("Content-Length"));
    }

    private async Task<AgentBatch> SendAsync(BatchEndpoint endpoint)
    {
        BatchSubmission submission = new(endpoint, _draft, _path);
        await submission.WriteMappingAsync(Key, Token);
        return await submission.CreateAsync(await submission.UploadAsync(Token), Token);
    }

    private async Task AddAsync() =>
        await _draft.AddAsync(ChatRun.Request with { Messages = [new(ChatRole.User, Sessions.Email)], Protection = Sessions.Of() }, null, Token);
}
