using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Clients;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Clients;

/// <summary>A thread with nothing else to do waits in the connection itself, as long as nothing else has to happen meanwhile.</summary>
public sealed class WaitedCallTests : IDisposable
{
    private const string Answer = """{"choices":[{"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}]}""";

    private static readonly CallContext Waited = new() { IsWaitedFor = true };

    private readonly TestEndpoint _endpoint = TestEndpoint.Start();
    private readonly AgentClient _client = new(new FixedVariables());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ChatRequest Request => ChatRun.Request with { BaseUrl = _endpoint.BaseUrl, Retries = new RetryOptions { MaximumRetryCount = 0 } };

    public void Dispose()
    {
        _client.Dispose();
        _endpoint.Dispose();
    }

    [Fact]
    public async Task The_thread_that_asks_is_the_one_that_has_the_answer()
    {
        string body = $"HTTP/1.1 200 OK\r\nContent-Length: {Answer.Length}\r\n\r\n";
        _endpoint.Enqueue(new TestReply.Raw(
            new TestStep.Wait(TimeSpan.FromMilliseconds(50)), new TestStep.Bytes(body + Answer[..9]), new TestStep.Wait(TimeSpan.FromMilliseconds(50)),
            new TestStep.Bytes(Answer[9..])));
        await using IAsyncEnumerator<ChatEvent> events = Pull(Request, Waited);
        bool isThere = false;
        await OnThreadAsync(() =>
        {
            Task<bool> next = events.MoveNextAsync().AsTask();
            isThere = next.IsCompleted;
            return next;
        });

        Assert.True(isThere);
        Assert.Equal("ok", Assert.IsType<ChatEvent.Completed>(events.Current).Reply.Text);
    }

    [Fact]
    public async Task A_name_with_several_addresses_is_tried_at_each()
    {
        _endpoint.Enqueue(new TestReply.Http(200, Answer));
        List<ChatEvent> events = await AskAsync(Request with { BaseUrl = new Uri($"http://localhost:{_endpoint.BaseUrl.Port}") });

        Assert.Equal("ok", Assert.IsType<ChatEvent.Completed>(events[^1]).Reply.Text);
    }

    [Fact]
    public async Task Calls_that_are_waited_for_share_their_connection_and_one_that_was_closed_is_not_used_again()
    {
        _endpoint.Enqueue(
            new TestReply.Http(200, Answer), new TestReply.Http(500, """{"error":{"message":"no"}}"""), new TestReply.Http(200, Answer),
            new TestReply.Raw(new TestStep.Bytes($"HTTP/1.1 200 OK\r\nContent-Length: {Answer.Length}\r\n\r\n{Answer}"), new TestStep.Close()),
            new TestReply.Http(200, Answer));
        string[] ends = [.. await EndAsync(4).ToListAsync(Token)];

        // It may be asked once more before it is seen to be closed.
        List<ChatEvent> last = await AskAsync(Request with { Retries = new RetryOptions { Interval = TimeSpan.FromMilliseconds(1) } });

        Assert.Equal(["ok", "ServerError", "ok", "ok"], ends);
        Assert.Equal("ok", Assert.IsType<ChatEvent.Completed>(last[^1]).Reply.Text);
        Assert.Equal([0, 0, 0, 0, 1], _endpoint.Requests.Select(r => r.Connection));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"choices\":[{\"message\":{\"content\":\"half", "half")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n27\r\n{\"choices\":[{\"message\":{\"content\":\"half\r\n", "half")]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"choices\":[{\"message\":{\"content\":\"half", "half")]
    public async Task Silence_ends_it_at_its_limit(string sent, string partial)
    {
        // As long as it takes here to get there: what is asked is how it ends.
        ChatFailure failure;
        TimeSpan limit = TimeSpan.FromMilliseconds(100);
        do
        {
            limit *= 2;
            _endpoint.Enqueue(new TestReply.Raw(new TestStep.Bytes(sent), new TestStep.Hold()));
            failure = await FailAsync(Request with { IdleLimit = limit });
        }
        while (failure.PartialText != partial && limit < Patience.Limit);

        Assert.Equal((FailureKind.TimedOut, partial), (failure.Kind, failure.PartialText));
        Assert.EndsWith($"sent nothing for {limit.TotalSeconds:0.#} s.", failure.Summary, StringComparison.Ordinal);
        _endpoint.Enqueue(new TestReply.Http(200, Answer));
        Assert.Equal(["ok"], await EndAsync(1).ToListAsync(Token));
    }

    [Fact]
    public async Task A_lively_endpoint_does_not_keep_it_beyond_its_time()
    {
        _endpoint.Enqueue(new TestReply.Raw(
            new TestStep.Bytes("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"),
            new TestStep.Drip(new string(' ', 1_000_000)) { Interval = TimeSpan.FromMilliseconds(1) }));
        ChatFailure failure = await FailAsync(Request with { TimeLimit = TimeSpan.FromMilliseconds(300) });

        Assert.Equal(FailureKind.TimedOut, failure.Kind);
        Assert.EndsWith("did not finish its answer within the limit of 0.3 s.", failure.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_not_answered_is_given_up_at_its_limit()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A listener whose queue is full refuses there.");
        using Socket full = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        using Socket first = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await first.ConnectAsync(full.LocalEndPoint!, Token);

        ChatFailure failure = await FailAsync(Request with
        {
            BaseUrl = new Uri($"http://{full.LocalEndPoint}"),
            Transport = new TransportOptions { ConnectLimit = TimeSpan.FromMilliseconds(300) },
        });

        Assert.Equal(FailureKind.ConnectionFailed, failure.Kind);
        Assert.Contains("accepted no connection in time", failure.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public Task Who_does_not_say_that_they_wait_is_not_blocked() => BlocksNobodyAsync(Request, CallContext.None);

    [Fact]
    public Task A_thread_of_the_pool_is_not_blocked_for_others_wait_for_it() => BlocksNobodyAsync(Request, Waited, work => Task.Run(work, Token));

    [Fact]
    public Task A_stream_blocks_nobody() => BlocksNobodyAsync(Request with { Stream = true }, Waited);

    [Fact]
    public Task A_run_with_tools_blocks_nobody_for_it_goes_on_elsewhere() =>
        BlocksNobodyAsync(Request with { Tools = [new ToolDefinition("look", "", JsonElement.Parse("{}"))] }, Waited);

    [Fact]
    public async Task What_speaks_TLS_blocks_nobody()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();

        await BlocksNobodyAsync(Request with { BaseUrl = new Uri($"https://{silent.LocalEndpoint}") }, Waited);
    }

    // No answer ever comes: whoever waited for one would not come back before the test gives up.
    private Task BlocksNobodyAsync(ChatRequest request, CallContext context) => BlocksNobodyAsync(request, context, OnThreadAsync);

    private async Task BlocksNobodyAsync(ChatRequest request, CallContext context, Func<Func<Task<Task<bool>>>, Task<Task<bool>>> begin)
    {
        _endpoint.Enqueue(new TestReply.Raw(new TestStep.Hold()));
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        IAsyncEnumerator<ChatEvent> events = _client.AnswerAsync(request, context, stop.Token).GetAsyncEnumerator(stop.Token);
        Task<Task<bool>> pulled = begin(() => Task.FromResult(events.MoveNextAsync().AsTask()));
        try
        {
            Assert.False((await pulled.WaitAsync(Patience.Limit, Token)).IsCompleted);
        }
        finally
        {
            await stop.CancelAsync();
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await await pulled);
        await events.DisposeAsync();
    }

    private IAsyncEnumerator<ChatEvent> Pull(ChatRequest request, CallContext context) =>
        _client.AnswerAsync(request, context, Token).GetAsyncEnumerator(Token);

    // Threads of the pool are not blocked.
    private static Task<T> OnThreadAsync<T>(Func<Task<T>> work) =>
        Task.Factory.StartNew(work, Token, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    private Task<List<ChatEvent>> AskAsync(ChatRequest request) =>
        OnThreadAsync(() => _client.AnswerAsync(request, Waited, Token).ToListAsync(Token).AsTask()).WaitAsync(Patience.Limit, Token);

    private async Task<ChatFailure> FailAsync(ChatRequest request) => (await Assert.ThrowsAsync<ChatException>(() => AskAsync(request))).Failure;

    private async IAsyncEnumerable<string> EndAsync(int times)
    {
        for (int time = 0; time < times; time++)
        {
            string end;
            try
            {
                end = Assert.IsType<ChatEvent.Completed>((await AskAsync(Request))[^1]).Reply.Text;
            }
            catch (ChatException e)
            {
                end = e.Failure.Kind.ToString();
            }

            yield return end;
        }
    }
}
