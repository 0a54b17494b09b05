using System.Text;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Wire;

public sealed class ChatStreamLoopbackTests : IDisposable
{
    private const string Chunked = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static readonly string Hello = Sse.Of(Sse.Text("Hello 😀"));

    private readonly TestEndpoint _endpoint = TestEndpoint.Start();
    private readonly ChatTransport _transport = ChatTransport.OverHttp();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _transport.Dispose();
        _endpoint.Dispose();
        foreach (TestRequest request in _endpoint.Requests)
        {
            OpenAISchema.Instance?.AssertValidRequest(request.Body);
        }
    }

    [Fact]
    public async Task A_stream_that_is_cut_in_an_event_keeps_what_had_arrived()
    {
        ChatRun run = await AnswerAsync(TestStep.Head(), new TestStep.Bytes(Hello + "data: {\"choices\":[{\"del"), new TestStep.Close());

        Assert.Equal((FailureKind.ReplyCutOff, "Hello 😀", "Hello 😀"), (run.Failure!.Kind, run.Failure.PartialText, run.Pieces.Text));
    }

    [Fact]
    public async Task A_stream_that_is_reset_keeps_what_had_arrived()
    {
        ManualClock clock = new();
        using TestEndpoint endpoint = TestEndpoint.Start(new TestEndpointOptions { Clock = clock });
        endpoint.Enqueue(new TestReply.Raw(
            TestStep.Head(), new TestStep.Bytes(Hello), new TestStep.Wait(TimeSpan.FromHours(1)), new TestStep.Abort()));
        WatchedProvider provider = new(new OpenAIChatProvider(_transport, TimeProvider.System));
        Task<ChatRun> running = ChatRun.OfAsync(provider, ChatRun.Streaming with { BaseUrl = endpoint.BaseUrl });

        // A reset overtakes what is still on its way.
        await provider.FirstPiece;
        await clock.FireNextAsync();
        ChatRun run = await running;

        Assert.Equal((FailureKind.ReplyCutOff, "Hello 😀"), (run.Failure!.Kind, run.Failure.PartialText));
        Assert.Contains("the connection was reset", run.Failure.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_frame_that_is_cut_is_told_even_after_whole_events()
    {
        ChatRun run = await AnswerAsync(new TestStep.Bytes(Chunked + Frame(Hello)), new TestStep.Close());

        Assert.Equal((FailureKind.ReplyCutOff, "Hello 😀"), (run.Failure!.Kind, run.Failure.PartialText));
        Assert.Contains("closed before the answer was complete", run.Failure.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_closed_without_an_answer_is_no_cut()
    {
        ChatRun run = await AnswerAsync(new TestStep.Close());

        Assert.Equal((FailureKind.ConnectionFailed, true), (run.Failure!.Kind, run.Failure.Retriable));
    }

    [Fact]
    public async Task A_connection_that_is_reset_before_the_first_piece_may_be_tried_again()
    {
        ChatRun run = await AnswerAsync(
            TestStep.Head(), new TestStep.Bytes(": PROCESSING\n\n"), new TestStep.Wait(TimeSpan.FromMilliseconds(100)), new TestStep.Abort());

        Assert.Equal((FailureKind.ConnectionFailed, true), (run.Failure!.Kind, run.Failure.Retriable));
    }

    [Fact]
    public async Task A_stream_that_comes_byte_by_byte_is_read()
    {
        ChatRun run = await AnswerAsync(TestStep.Head(), new TestStep.Drip(Hello + Sse.Of(Sse.Stop, Sse.Done)), new TestStep.Close());

        Assert.Equal("Hello 😀", run.Reply.Text);
    }

    [Fact]
    public async Task A_stream_that_falls_silent_is_given_up_and_its_connection_closed()
    {
        FakeTimeProvider time = new();
        WatchedProvider provider = new(new OpenAIChatProvider(_transport, time));
        _endpoint.Enqueue(new TestReply.Raw(TestStep.Head(), new TestStep.Bytes(Hello), new TestStep.Hold()));
        Task<ChatRun> running = ChatRun.OfAsync(provider, Streaming with { IdleLimit = TimeSpan.FromMinutes(1) });

        await provider.FirstPiece;
        while (!running.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        ChatRun run = await running;
        Assert.Equal((FailureKind.TimedOut, "Hello 😀"), (run.Failure!.Kind, run.Failure.PartialText));
        await _endpoint.WaitForDisconnectAsync(0, Token).WaitAsync(Patience.Limit, Token);
    }

    [Fact]
    public async Task Who_stops_early_closes_the_connection_at_once()
    {
        _endpoint.Enqueue(new TestReply.Raw(new TestStep.Bytes(Chunked + Frame(Hello)), new TestStep.Hold()));

        await foreach (ChatEvent item in new OpenAIChatProvider(_transport, TimeProvider.System).AnswerAsync(Streaming, Token))
        {
            break;
        }

        await _endpoint.WaitForDisconnectAsync(0, Token).WaitAsync(Patience.Limit, Token);
    }

    [Fact]
    public async Task Who_has_read_a_stream_to_its_end_uses_the_connection_again()
    {
        _endpoint.Enqueue(
            new TestReply.Raw(
                new TestStep.Bytes(Chunked + Frame(Hello + Sse.Of(Sse.Stop, Sse.Done))),
                new TestStep.Wait(TimeSpan.FromMilliseconds(5)),
                new TestStep.Bytes("0\r\n\r\n")),
            new TestReply.Chat("second"),
            new TestReply.Chat("third"));

        string[] texts = [(await AnswerAsync()).Reply.Text, (await AnswerAsync()).Reply.Text, (await AnswerAsync()).Reply.Text];

        Assert.Equal(["Hello 😀", "second", "third"], texts);
        Assert.Equal([0, 0, 0], _endpoint.Requests.Select(r => r.Connection));
    }

    private static string Frame(string text) => $"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n";

    private ChatRequest Streaming => ChatRun.Streaming with { BaseUrl = _endpoint.BaseUrl };

    private Task<ChatRun> AnswerAsync(params TestStep[] steps) => AnswerAsync(Streaming, steps);

    private Task<ChatRun> AnswerAsync(ChatRequest request, params TestStep[] steps)
    {
        if (steps.Length > 0)
        {
            _endpoint.Enqueue(new TestReply.Raw(steps));
        }

        return ChatRun.OfAsync(new OpenAIChatProvider(_transport, TimeProvider.System), request);
    }
}
