using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Wire;

public sealed class WatchedTransportTests() : ChatTransportTests(ChatTransport.OverHttp());

public sealed class WaitingTransportTests() : ChatTransportTests(ChatTransport.Waiting());

/// <summary>What goes over connections of either kind, those that are watched and those on which a thread waits, and how they end.</summary>
public abstract class ChatTransportTests : IAsyncDisposable
{
    private const string Answer = """{"choices":[{"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}]}""";

    private readonly TestEndpoint _endpoint = TestEndpoint.Start();
    private readonly ChatTransport _transport;

    private protected ChatTransportTests(ChatTransport transport) => _transport = transport;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ChatRequest Request => ChatRun.Request with { BaseUrl = _endpoint.BaseUrl };

    public ValueTask DisposeAsync()
    {
        _transport.Dispose();
        _endpoint.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("", "/chat/completions")]
    [InlineData("/", "/chat/completions")]
    [InlineData("/v1/", "/v1/chat/completions")]
    [InlineData("/v1?api-version=2024-02-01", "/v1/chat/completions?api-version=2024-02-01")]
    [InlineData("/openai/deployments/gpt%204/?api-version=1&x=%2F", "/openai/deployments/gpt%204/chat/completions?api-version=1&x=%2F")]
    [InlineData("/a%2Fb/v1", "/a%2Fb/v1/chat/completions")]
    [InlineData("/Ü/v1", "/%C3%9C/v1/chat/completions")]
    [InlineData("/v1?a=b#here", "/v1/chat/completions?a=b")]
    public async Task The_request_on_the_wire_is_exactly_this(string path, string sentTo)
    {
        await using RawServer server = new((_, _) => (200, Answer));
        string authority = server.BaseUrl.Authority;
        await ChatRun.OfAsync(
            new OpenAIChatProvider(_transport, TimeProvider.System),
            ChatRun.Request with { BaseUrl = new Uri($"http://{authority}{path}"), Headers = [new SecretHeader("X-Key", new Secret("key-0123456789"))] });

        string request = Assert.Single(server.Requests);
        string[] lines = request.Split("\r\n");
        Assert.Equal($"POST {sentTo} HTTP/1.1", lines[0]);
        Assert.Equal("""{"model":"m","messages":[{"role":"user","content":"hi"}]}""", lines[^1]);
        Assert.Equal(
            new[]
            {
                $"Host: {authority}", "Accept: application/json", $"User-Agent: {ChatTransport.UserAgent}", "X-Key: key-0123456789",
                "Content-Type: application/json", $"Content-Length: {lines[^1].Length}",
            }.Order(StringComparer.Ordinal),
            lines[1..^2].Where(l => !l.StartsWith("traceparent:", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Headers_of_the_user_are_sent_once_and_in_place_of_the_usual_ones()
    {
        (string Name, string Value)[] theirs =
        [
            ("Accept", "application/vnd.gateway+json"), ("user-agent", "mine/1"), ("Content-Language", "de"), ("X-Stainless-Lang", "none"),
        ];
        await using RawServer server = new((_, _) => (200, Answer));
        await ChatRun.OfAsync(
            new OpenAIChatProvider(_transport, TimeProvider.System),
            ChatRun.Request with { BaseUrl = server.BaseUrl, Headers = [.. theirs.Select(h => new SecretHeader(h.Name, new Secret(h.Value)))] });

        string[] lines = Assert.Single(server.Requests).Split("\r\n");
        Assert.All(theirs, header =>
        {
            string name = $"{header.Name}: ";
            string line = Assert.Single(lines, l => l.StartsWith(name, StringComparison.OrdinalIgnoreCase));
            Assert.Equal(header.Value, line[name.Length..]);
        });
    }

    [Fact]
    public async Task An_error_that_was_read_frees_its_connection()
    {
        _endpoint.Enqueue(new TestReply.Http(500, """{"error":{"message":"no"}}"""), new TestReply.Http(200, Answer), new TestReply.Http(200, Answer));
        ChatRun[] runs = [await AnswerAsync(), await AnswerAsync(), await AnswerAsync()];

        Assert.Equal((FailureKind.ServerError, "ok", "ok"), (runs[0].Failure!.Kind, runs[1].Reply.Text, runs[2].Reply.Text));
        Assert.Equal([0, 0, 0], _endpoint.Requests.Select(r => r.Connection));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{\"choices\":[{\"mess")]
    [InlineData("HTTP/1.1 500 No\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{\"err")]
    public async Task A_call_that_is_cancelled_closes_its_connection_and_harms_no_other(string sent)
    {
        _endpoint.Enqueue(new TestReply.Raw(new TestStep.Bytes(sent), new TestStep.Hold()), new TestReply.Http(200, Answer));
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task call = Task.Factory.StartNew(() => ReadAsync(stop.Token), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        while (_endpoint.RequestCount == 0)
        {
            await Task.Yield();
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call).WaitAsync(Patience.Limit, Token);
        await _endpoint.WaitForDisconnectAsync(0, Token).WaitAsync(Patience.Limit, Token);

        Assert.Equal("ok", (await AnswerAsync()).Reply.Text);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_it_begins_sends_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(new CancellationToken(canceled: true)));

        Assert.Equal(0, _endpoint.RequestCount);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        using TestEndpoint other = TestEndpoint.Start();
        _endpoint.Enqueue(
            new TestReply.Raw(
                new TestStep.Bytes($"HTTP/1.1 307 Over there\r\nLocation: {other.BaseUrl}/chat/completions\r\nContent-Length: 0\r\n\r\n"),
                new TestStep.Close()));
        ChatRun run = await AnswerAsync();

        Assert.Equal((307, 0), (run.Failure!.HttpStatus, other.RequestCount));
    }

    private Task<ChatRun> AnswerAsync() => ChatRun.OfAsync(new OpenAIChatProvider(_transport, TimeProvider.System), Request);

    private async Task ReadAsync(CancellationToken token)
    {
        await foreach (ChatEvent happened in new OpenAIChatProvider(_transport, TimeProvider.System).AnswerAsync(Request, token))
        {
            Assert.IsNotType<ChatEvent.Completed>(happened);
        }
    }
}
