using System.Net.Sockets;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.TestEndpoints;

public sealed class LifetimeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_that_leaves_during_a_delay_is_noticed()
    {
        await using TestEndpoint endpoint = TestEndpoint.Start();
        endpoint.Enqueue(new TestReply.Chat("late") { Delay = TimeSpan.FromHours(1) });
        using HttpClient client = new();
        using CancellationTokenSource impatience = CancellationTokenSource.CreateLinkedTokenSource(Token);

        Task<HttpResponseMessage> asking = client.PostAsync(new Uri(endpoint.BaseUrl + "/chat/completions"), null, impatience.Token);
        TestRequest request = await endpoint.WaitForRequestAsync(0, Token);
        await impatience.CancelAsync();

        Assert.Same(request, await endpoint.WaitForDisconnectAsync(0, Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task A_client_that_leaves_between_two_chunks_is_noticed()
    {
        await using TestEndpoint endpoint = TestEndpoint.Start();
        endpoint.Enqueue(new TestReply.Chat("one two three") { ChunkDelay = TimeSpan.FromHours(1) });
        using (RawClient client = await RawClient.ConnectAsync(endpoint.Port))
        {
            await client.SendAsync(RawClient.ChatRequest(stream: true));
            await client.ReadUntilAsync("assistant");
        }

        Assert.True((await endpoint.WaitForDisconnectAsync(0, Token)).ClientClosedEarly);
    }

    [Fact]
    public async Task A_client_that_leaves_during_an_endless_stream_is_noticed()
    {
        await using TestEndpoint endpoint = TestEndpoint.Start();
        endpoint.Enqueue(new TestReply.Chat(new string('x', 1000)) { Repeat = int.MaxValue });
        using (RawClient client = await RawClient.ConnectAsync(endpoint.Port))
        {
            await client.SendAsync(RawClient.ChatRequest(stream: true));
            await client.ReadUntilAsync("xxx");
        }

        Assert.True((await endpoint.WaitForDisconnectAsync(0, Token)).ClientClosedEarly);
    }

    [Fact]
    public async Task Waiting_for_a_client_to_leave_that_was_answered_is_an_error()
    {
        await using TestEndpoint endpoint = TestEndpoint.Start();
        await RawClient.ExchangeAsync(endpoint.Port, RawClient.ChatRequest(headers: "Connection: close\r\n"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => endpoint.WaitForDisconnectAsync(0, Token));
        Assert.Equal(TestOutcome.Answered, endpoint.Requests[0].Outcome);
    }

    [Fact]
    public async Task Waiting_for_a_request_can_be_given_up()
    {
        await using TestEndpoint endpoint = TestEndpoint.Start();
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Token);

        Task<TestRequest> waiting = endpoint.WaitForRequestAsync(0, patience.Token);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stopping_ends_everything_at_once(bool streaming)
    {
        TestEndpoint endpoint = TestEndpoint.Start();
        TestReply busy = streaming
            ? new TestReply.Chat("x") { Repeat = int.MaxValue }
            : new TestReply.Raw(new TestStep.Bytes("a"), new TestStep.Hold());
        endpoint.Enqueue(busy, new TestReply.Chat { Delay = TimeSpan.FromHours(1) });
        using RawClient held = await RawClient.ConnectAsync(endpoint.Port);
        using RawClient delayed = await RawClient.ConnectAsync(endpoint.Port);
        using RawClient idle = await RawClient.ConnectAsync(endpoint.Port);
        await held.SendAsync(RawClient.ChatRequest(stream: true));
        await held.ReadSomeAsync();
        await delayed.SendAsync(RawClient.ChatRequest());
        await endpoint.WaitForRequestAsync(1, Token);
        Task<TestRequest> waiting = endpoint.WaitForRequestAsync(2, Token);

        // Every one of these would go on for an hour, or for ever.
        await endpoint.DisposeAsync();

        Assert.Equal(0, endpoint.ConnectionCount);
        Assert.Equal([TestOutcome.Stopped, TestOutcome.Stopped], endpoint.Requests.Select(r => r.Outcome));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => endpoint.WaitForRequestAsync(2, Token));
        await Assert.ThrowsAsync<SocketException>(() => RawClient.ConnectAsync(endpoint.Port));
    }

    [Fact]
    public async Task Stopping_twice_is_stopping_once()
    {
        TestEndpoint endpoint = TestEndpoint.Start();

        await endpoint.DisposeAsync();
        await endpoint.DisposeAsync();

        Assert.Equal(0, endpoint.ConnectionCount);
    }

    [Fact]
    public async Task Nothing_is_left_to_be_thrown_later()
    {
        List<Exception> unobserved = [];
        void Note(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            lock (unobserved)
            {
                unobserved.AddRange(e.Exception.InnerExceptions.Where(i => i.StackTrace?.Contains("TestEndpoints", StringComparison.Ordinal) ?? false));
            }
        }

        TaskScheduler.UnobservedTaskException += Note;
        for (int i = 0; i < 20; i++)
        {
            await LeaveInAHurryAsync();
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        TaskScheduler.UnobservedTaskException -= Note;

        Assert.Empty(unobserved);
    }

    [Fact]
    public async Task Five_hundred_clients_wait_together()
    {
        ManualClock clock = new();
        await using TestEndpoint endpoint = TestEndpoint.Start(new() { RepeatLast = true, Clock = clock });
        endpoint.Enqueue(new TestReply.Chat("done") { Delay = TimeSpan.FromHours(1) });
        using HttpClient client = new();

        Task<bool[]> asking = Task.WhenAll(Enumerable.Range(0, 500).Select(i => AskAsync(client, endpoint, i)));

        // No answer leaves before the last request is there: one after the other would never end.
        await endpoint.WaitForRequestAsync(499, Token);
        for (int i = 0; i < 500; i++)
        {
            Assert.Equal(TimeSpan.FromHours(1), await clock.FireNextAsync());
        }

        Assert.All(await asking, Assert.True);
        Assert.Equal(500, endpoint.Requests.Select(r => r.Prompt).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 500), endpoint.Requests.Select(r => r.Index));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reply_may_be_longer_than_any_memory(bool raw)
    {
        await using TestEndpoint endpoint = TestEndpoint.Start();
        string piece = new('x', 1000);
        TestReply endless = raw
            ? new TestReply.Raw(TestStep.Head(), new TestStep.Repeat(piece, int.MaxValue))
            : new TestReply.Chat(piece) { Repeat = int.MaxValue };
        endpoint.Enqueue(endless);
        using RawClient client = await RawClient.ConnectAsync(endpoint.Port);
        await client.SendAsync(RawClient.ChatRequest(stream: true));

        long received = 0;
        while (received < 50_000_000)
        {
            received += (await client.ReadSomeAsync()).Length;
        }

        Assert.Equal(TestOutcome.Pending, endpoint.Requests[0].Outcome);
    }

    [Fact]
    public async Task A_long_stream_has_every_piece_and_an_end()
    {
        await using TestEndpoint endpoint = TestEndpoint.Start();
        endpoint.Enqueue(new TestReply.Chat("one two") { Repeat = 5000 });

        string stream = await RawClient.ExchangeAsync(
            endpoint.Port, RawClient.ChatRequest(headers: "Connection: close\r\n", version: "HTTP/1.0", stream: true));

        Assert.Equal(5000, stream.Split("\"content\":\"one\"").Length - 1);
        Assert.Equal(5000, stream.Split("\"content\":\" two\"").Length - 1);
        Assert.EndsWith("data: [DONE]\n\n", stream, StringComparison.Ordinal);
    }

    private static async Task<bool> AskAsync(HttpClient client, TestEndpoint endpoint, int number)
    {
        using StringContent content = new($$"""{"model":"m","messages":[{"role":"user","content":"{{number}}"}]}""");
        using HttpResponseMessage response = await client.PostAsync(new Uri(endpoint.BaseUrl + "/chat/completions"), content, Token);
        return response.IsSuccessStatusCode;
    }

    private static async Task LeaveInAHurryAsync()
    {
        using TestEndpoint endpoint = TestEndpoint.Start();
        endpoint.Enqueue(new TestReply.Raw(new TestStep.Bytes("a"), new TestStep.Hold()), new TestReply.Raw(new TestStep.Abort()));
        using RawClient client = await RawClient.ConnectAsync(endpoint.Port);
        await client.SendAsync(RawClient.ChatRequest());
        await client.ReadSomeAsync();
        using RawClient other = await RawClient.ConnectAsync(endpoint.Port);
        await other.SendAsync(RawClient.ChatRequest());
    }
}
