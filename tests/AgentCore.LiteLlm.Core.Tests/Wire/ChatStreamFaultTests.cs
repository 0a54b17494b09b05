using System.Net.Sockets;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Wire;

public sealed class ChatStreamFaultTests
{
    private static readonly string Role = Sse.Of(Sse.Delta("\"role\":\"assistant\""));
    private static readonly string Hello = Sse.Of(Sse.Text("Hello"));
    private static readonly string Stop = Sse.Of(Sse.Stop);

    private static TimeSpan Seconds(double count) => TimeSpan.FromSeconds(count);

    [Theory]
    [InlineData("\"type\":\"rate_limit_error\"", FailureKind.RateLimited, true)]
    [InlineData("\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"", FailureKind.RateLimited, true)]
    [InlineData("\"type\":\"server_error\"", FailureKind.ServerError, true)]
    [InlineData("\"type\":\"server_error\",\"code\":\"server_error\",\"param\":null", FailureKind.ServerError, true)]
    [InlineData("\"type\":\"overloaded_error\"", FailureKind.GatewayError, true)]
    [InlineData("\"type\":\"service_unavailable_error\",\"code\":\"server_is_overloaded\"", FailureKind.GatewayError, true)]
    [InlineData("\"type\":\"api_error\"", FailureKind.ServerError, true)]
    [InlineData("\"code\":503", FailureKind.GatewayError, true)]
    [InlineData("\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\"", FailureKind.BudgetExceeded, false)]
    [InlineData("\"type\":\"invalid_request_error\"", FailureKind.BadRequest, false)]
    [InlineData("\"type\":\"invalid_request_error\",\"code\":\"context_length_exceeded\"", FailureKind.ContextLengthExceeded, false)]
    [InlineData("\"type\":\"invalid_request_error\",\"code\":\"content_filter\"", FailureKind.ContentFiltered, false)]
    [InlineData("\"type\":\"unheard_of\"", FailureKind.ReplyInvalid, false)]
    public async Task An_error_in_a_stream_is_what_its_codes_say(string codes, FailureKind kind, bool isRetriable)
    {
        string error = $"{{\"error\":{{\"message\":\"no\",{codes}}}}}";
        foreach (string answer in (string[])[$"data: {error}\n\n", $"event: error\ndata: {error}\n\ndata: [DONE]\n\n", error])
        {
            ChatFailure failure = (await ChatRun.OfStreamAsync(answer)).Failure!;

            Assert.Equal((kind, isRetriable), (failure.Kind, failure.Retriable));
        }
    }

    [Theory]
    [InlineData(1, FailureKind.RateLimited)]
    [InlineData(2, FailureKind.ReplyInvalid)]
    public async Task An_error_is_waited_for_over_one_event_that_is_no_JSON_and_no_more(int broken, FailureKind kind)
    {
        string events = string.Concat(Enumerable.Repeat("data: oops\n\n", broken)) + "data: {\"error\":{\"code\":429,\"message\":\"no\"}}\n\n";

        ChatFailure failure = (await ChatRun.OfStreamAsync(Hello + events)).Failure!;

        Assert.Equal((kind, "Hello"), (failure.Kind, failure.PartialText));
    }

    [Fact]
    public async Task A_connection_that_breaks_before_the_first_piece_may_be_tried_again()
    {
        using ScriptedStream stream = new(Role) { Fault = new IOException("gone", new SocketException((int)SocketError.ConnectionReset)) };

        ChatFailure failure = (await ChatRun.OverAsync(stream)).Failure!;

        Assert.Equal((FailureKind.ConnectionFailed, true, ""), (failure.Kind, failure.Retriable, failure.PartialText));
        Assert.Contains("broke off before its answer began: the connection was reset", failure.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_after_the_first_piece_is_a_cut_that_keeps_it()
    {
        using ScriptedStream stream = new(Hello, "data: {\"choi") { Fault = new HttpIOException(HttpRequestError.ResponseEnded) };

        ChatFailure failure = (await ChatRun.OverAsync(stream)).Failure!;

        Assert.Equal((FailureKind.ReplyCutOff, false, "Hello"), (failure.Kind, failure.Retriable, failure.PartialText));
        Assert.Contains("the connection was closed before the answer was complete", failure.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_after_the_finish_reason_takes_nothing_away()
    {
        using ScriptedStream stream = new(Hello + Stop) { Fault = new IOException("gone") };

        Assert.Equal("Hello", (await ChatRun.OverAsync(stream)).Reply.Text);
    }

    [Fact]
    public async Task What_is_held_back_is_shown_when_the_connection_breaks_after_the_finish_reason()
    {
        using ScriptedStream stream = new(Sse.Of(Sse.Text("my sk-"), Sse.Stop)) { Fault = new IOException("gone") };

        ChatRun run = await ChatRun.OverAsync(stream);

        Assert.Equal(("my sk-", "my sk-"), (run.Reply.Text, run.Pieces.Text));
    }

    [Fact]
    public async Task A_stream_that_falls_silent_is_given_up_after_the_idle_limit()
    {
        FakeTimeProvider time = new();
        using ScriptedStream stream = new(Hello) { Hangs = true };
        Task<ChatRun> running = OverAsync(stream, time, ChatRun.Streaming with { IdleLimit = Seconds(30) });
        await stream.Silent;

        time.Advance(Seconds(31));

        ChatFailure failure = (await running).Failure!;
        Assert.Equal((FailureKind.TimedOut, "Hello", false), (failure.Kind, failure.PartialText, failure.Retriable));
        Assert.Contains("sent nothing for 30 s", failure.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_never_begins_is_given_up_after_the_idle_limit()
    {
        FakeTimeProvider time = new();
        using ScriptedStream stream = new("") { Hangs = true };
        Task<ChatRun> running = OverAsync(stream, time, ChatRun.Streaming with { IdleLimit = Seconds(30) });
        await stream.Silent;

        time.Advance(Seconds(31));

        Assert.Equal(FailureKind.TimedOut, (await running).Failure!.Kind);
    }

    [Fact]
    public async Task A_stream_ends_at_the_time_limit_less_what_was_spent()
    {
        FakeTimeProvider time = new();
        using ScriptedStream stream = new(Hello) { Hangs = true };
        Task<ChatRun> running = OverAsync(stream, time, ChatRun.Streaming with { TimeLimit = Seconds(60), TimeSpent = Seconds(50) });
        await stream.Silent;

        time.Advance(Seconds(11));

        ChatFailure failure = (await running).Failure!;
        Assert.Equal((FailureKind.TimedOut, "Hello"), (failure.Kind, failure.PartialText));
        Assert.Contains("within the limit of 60 s", failure.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(5, 9)]
    public async Task A_call_whose_time_is_spent_fails_at_once(double limit, double spent)
    {
        using HangingHandler wire = new();

        ChatFailure failure = (await ChatRun.OverAsync(wire, ChatRun.Streaming with { TimeLimit = Seconds(limit), TimeSpent = Seconds(spent) })).Failure!;

        Assert.Equal(FailureKind.TimedOut, failure.Kind);
    }

    [Fact]
    public async Task A_limit_longer_than_a_timer_can_measure_is_none()
    {
        using ScriptedStream stream = new(Hello + Stop);

        ChatRequest request = ChatRun.Streaming with { TimeLimit = Seconds(int.MaxValue), IdleLimit = TimeSpan.MaxValue };
        Assert.Equal("Hello", (await OverAsync(stream, TimeProvider.System, request)).Reply.Text);
    }

    [Fact]
    public async Task Silence_after_the_finish_reason_ends_an_answer_that_is_complete()
    {
        FakeTimeProvider time = new();
        using ScriptedStream stream = new(Hello + Stop) { Hangs = true };
        Task<ChatRun> running = OverAsync(stream, time, ChatRun.Streaming);
        await stream.Silent;

        time.Advance(Seconds(5.1));

        Assert.Equal("Hello", (await running).Reply.Text);
    }

    [Theory]
    [InlineData(": still here\n\n")]
    [InlineData("data: {\"choices\":[]}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n")]
    public async Task Signs_of_life_after_the_finish_reason_do_not_keep_the_answer_waiting(string sign)
    {
        FakeTimeProvider time = new() { AutoAdvanceAmount = TimeSpan.FromMilliseconds(100) };
        using EndlessStream stream = new(Hello + Stop, sign);

        ChatRun run = await OverAsync(stream, time, ChatRun.Streaming);

        Assert.Equal("Hello", run.Reply.Text);
        Assert.InRange(stream.Reads, 2, 1000);
    }

    [Fact]
    public async Task A_server_that_lingers_after_its_last_word_is_left()
    {
        FakeTimeProvider time = new();
        using ScriptedStream stream = new(Hello + Stop + Sse.Of(Sse.Done)) { Hangs = true };
        Task<ChatRun> running = OverAsync(stream, time, ChatRun.Streaming);
        await stream.Silent;

        time.Advance(TimeSpan.FromMilliseconds(51));

        Assert.Equal("Hello", (await running).Reply.Text);
    }

    [Fact]
    public async Task A_slow_reader_is_not_the_silence_of_the_endpoint()
    {
        FakeTimeProvider time = new();
        using ScriptedStream stream = new(Hello, Stop);
        using WireHandler wire = new(stream);
        using ChatTransport transport = ChatTransport.Over(wire);
        string text = "";

        await foreach (ChatEvent item in new OpenAIChatProvider(transport, time).AnswerAsync(
            ChatRun.Streaming with { IdleLimit = Seconds(30) }, TestContext.Current.CancellationToken))
        {
            time.Advance(Seconds(1000));
            text = (item as ChatEvent.Completed)?.Reply.Text ?? "";
        }

        Assert.Equal("Hello", text);
    }

    [Fact]
    public async Task The_time_to_the_first_piece_is_measured()
    {
        FakeTimeProvider time = new();
        using ScriptedStream stream = new(Role, Hello, Hello, Stop);
        using WireHandler wire = new(stream);
        using ChatTransport transport = ChatTransport.Over(wire);
        AgentReply? reply = null;

        await foreach (ChatEvent item in new OpenAIChatProvider(transport, time).AnswerAsync(ChatRun.Streaming, TestContext.Current.CancellationToken))
        {
            time.Advance(Seconds(1));
            reply = (item as ChatEvent.Completed)?.Reply;
        }

        Assert.Equal((TimeSpan.Zero, Seconds(2)), (reply!.TimeToFirstToken, reply.Duration));
    }

    [Fact]
    public async Task Who_stops_early_closes_the_stream_and_reads_no_further()
    {
        using ScriptedStream stream = new(Hello, Hello, Hello, Stop) { Hangs = true };
        using WireHandler wire = new(stream);
        using ChatTransport transport = ChatTransport.Over(wire);

        await foreach (
            ChatEvent item in new OpenAIChatProvider(transport, TimeProvider.System).AnswerAsync(ChatRun.Streaming, TestContext.Current.CancellationToken))
        {
            break;
        }

        Assert.True(stream.IsDisposed);
        Assert.Equal(Hello.Length, stream.BytesRead);
    }

    [Fact]
    public async Task Who_cancels_while_a_stream_is_silent_gets_a_cancellation()
    {
        using ScriptedStream stream = new(Hello) { Hangs = true };
        using WireHandler wire = new(stream);
        using ChatTransport transport = ChatTransport.Over(wire);
        using CancellationTokenSource stop = new();
        IAsyncEnumerator<ChatEvent> events = new OpenAIChatProvider(transport, TimeProvider.System).AnswerAsync(ChatRun.Streaming, stop.Token)
            .GetAsyncEnumerator(stop.Token);
        Assert.True(await events.MoveNextAsync());
        Task<bool> next = events.MoveNextAsync().AsTask();
        await stream.Silent;

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(Patience.Limit, TestContext.Current.CancellationToken));
        await events.DisposeAsync();
        Assert.True(stream.IsDisposed);
    }

    [Fact]
    public async Task A_failed_stream_is_closed()
    {
        using ScriptedStream early = new("<html>");
        using ScriptedStream late = new(Hello);

        Assert.NotNull((await ChatRun.OverAsync(early)).Failure);
        Assert.NotNull((await ChatRun.OverAsync(late)).Failure);

        Assert.True(early.IsDisposed && late.IsDisposed);
    }

    [Fact]
    public async Task A_whole_answer_that_breaks_off_is_a_cut()
    {
        using ScriptedStream stream = new("{\"choices\":[{\"mess") { Fault = new IOException("gone") };

        ChatFailure failure = (await OverAsync(stream, TimeProvider.System, ChatRun.Request)).Failure!;

        Assert.Equal((FailureKind.ReplyCutOff, false), (failure.Kind, failure.Retriable));
    }

    [Fact]
    public async Task A_whole_answer_that_breaks_off_before_its_first_byte_may_be_tried_again()
    {
        using ScriptedStream stream = new("") { Fault = new IOException("gone") };

        ChatFailure failure = (await OverAsync(stream, TimeProvider.System, ChatRun.Request)).Failure!;

        Assert.Equal((FailureKind.ConnectionFailed, true), (failure.Kind, failure.Retriable));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_error_whose_explanation_breaks_off_is_still_that_error(bool isStream)
    {
        using ScriptedStream stream = new("{\"error\":{\"mess") { Fault = new IOException("gone") };
        using WireHandler wire = new(System.Net.HttpStatusCode.Unauthorized, () => new StreamContent(stream), "application/json");

        ChatFailure failure = (await ChatRun.OverAsync(wire, ChatRun.Request with { Stream = isStream })).Failure!;

        Assert.Equal((FailureKind.AuthenticationFailed, 401, false), (failure.Kind, failure.HttpStatus, failure.Retriable));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_is_not_accepted_in_time_may_be_tried_again(bool isStream)
    {
        using FaultyHandler wire = new(new TaskCanceledException("connect", new TimeoutException()));

        ChatFailure failure = (await ChatRun.OverAsync(wire, ChatRun.Request with { Stream = isStream })).Failure!;

        Assert.Equal((FailureKind.ConnectionFailed, true), (failure.Kind, failure.Retriable));
        Assert.Contains("accepted no connection in time", failure.Summary, StringComparison.Ordinal);
    }

    private static async Task<ChatRun> OverAsync(Stream stream, TimeProvider time, ChatRequest request)
    {
        using WireHandler wire = new(stream);
        return await ChatRun.OverAsync(wire, request, time);
    }
}
