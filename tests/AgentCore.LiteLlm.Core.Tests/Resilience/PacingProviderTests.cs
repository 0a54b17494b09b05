using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Resilience;

public sealed class PacingProviderTests
{
    private readonly InstantClock _clock = new();
    private readonly PaceMemory _memory;

    public PacingProviderTests() => _memory = new PaceMemory(_clock);

    private static TimeSpan Seconds(double count) => TimeSpan.FromSeconds(count);

    [Fact]
    public async Task One_refused_call_makes_the_next_wait_as_long_as_the_endpoint_asked()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(429, after: Seconds(7)), ScriptedProvider.Answers("yes"));

        ChatRun first = await OfAsync(inner);
        ChatRun second = await OfAsync(inner);

        Assert.Equal(FailureKind.RateLimited, first.Failure!.Kind);
        Assert.Equal("yes", second.Reply.Text);
        Assert.Equal([Seconds(7)], _clock.Waits);
        Assert.Contains("waits 7.0 s", Assert.IsType<ChatEvent.Notice>(second.Events[0]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_endpoint_does_not_wait()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(429, after: Seconds(7)), ScriptedProvider.Answers("yes"));

        await OfAsync(inner);
        ChatRun other = await ChatRun.OfAsync(
            new PacingProvider(inner, _memory, _clock), ChatRun.Request with { BaseUrl = new Uri("https://other.example.com/v1") });

        Assert.Equal("yes", other.Reply.Text);
        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public async Task Another_key_or_another_model_at_the_same_endpoint_does_not_wait()
    {
        ScriptedProvider inner = new(
            ScriptedProvider.Fails(429, after: Seconds(7)), ScriptedProvider.Answers("yes"), ScriptedProvider.Answers("yes"), ScriptedProvider.Answers("yes"));
        PacingProvider pacing = new(inner, _memory, _clock);
        ChatRequest one = ChatRun.Request with { Headers = [new SecretHeader("Authorization", new Secret("sk-one-1234567890"), "Bearer ")] };

        await ChatRun.OfAsync(pacing, one);
        await ChatRun.OfAsync(pacing, one with { Headers = [new SecretHeader("Authorization", new Secret("sk-two-1234567890"), "Bearer ")] });
        await ChatRun.OfAsync(pacing, one with { Model = "another" });
        Assert.Empty(_clock.Waits);

        await ChatRun.OfAsync(pacing, one with { Headers = [new SecretHeader("Authorization", new Secret("sk-one-1234567890"), "Bearer ")] });
        Assert.Equal([Seconds(7)], _clock.Waits);
    }

    [Fact]
    public async Task Calls_share_a_pace_whose_other_headers_differ()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(429, after: Seconds(7)), ScriptedProvider.Answers("yes"));
        PacingProvider pacing = new(inner, _memory, _clock);

        await ChatRun.OfAsync(pacing, Traced("4bf92f3577b34da6a3ce929d0e0e4736"));
        await ChatRun.OfAsync(pacing, Traced("00f067aa0ba902b700f067aa0ba902b7"));

        Assert.Equal([Seconds(7)], _clock.Waits);

        static ChatRequest Traced(string id) => ChatRun.Request with { Headers = [.. ChatRun.Request.Headers, new SecretHeader("x-trace-id", new Secret(id))] };
    }

    [Theory]
    [InlineData("Rate limit exceeded for api_key: 4de89871. Limit type: requests. Current limit: 1, Remaining: 0.", true)]
    [InlineData("Rate limit exceeded for team: t1. Limit type: tokens.", true)]
    [InlineData("Rate limit exceeded for model_per_key: 4de89871:gpt-4o. Limit type: requests.", false)]
    [InlineData("Rate limit reached for gpt-4o in organization org-x on requests per min.", false)]
    [InlineData("litellm.RateLimitError: Model rate limit exceeded. RPM limit=1, current usage=1", false)]
    public async Task A_limit_that_names_the_caller_holds_for_every_model_of_its_key(string words, bool isOfKey)
    {
        ScriptedProvider inner = new(
            ([], new ChatFailure { Kind = FailureKind.RateLimited, Summary = words, ProviderMessage = words, Endpoint = "e", RetryAfter = Seconds(7) }),
            ScriptedProvider.Answers("yes"));
        PacingProvider pacing = new(inner, _memory, _clock);

        await ChatRun.OfAsync(pacing, ChatRun.Request);
        await ChatRun.OfAsync(pacing, ChatRun.Request with { Model = "another" });

        Assert.Equal(isOfKey ? [Seconds(7)] : [], _clock.Waits);
    }

    [Fact]
    public async Task A_call_that_is_not_tried_again_is_sent_rather_than_held_back()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(429, after: Seconds(60)), ScriptedProvider.Answers("yes"));
        PacingProvider pacing = new(inner, _memory, _clock);
        ChatRequest request = ChatRun.Request with { Retries = new RetryOptions { MaximumRetryCount = 0 } };

        await ChatRun.OfAsync(pacing, request);
        ChatRun second = await ChatRun.OfAsync(pacing, request);

        Assert.Equal("yes", second.Reply.Text);
        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public async Task Calls_that_wait_out_the_pause_of_one_model_hold_no_place_of_their_key()
    {
        CallPace pace = _memory.For(ChatRun.Request);
        Assert.True(await pace.TryEnterAsync(null, CancellationToken.None));
        pace.Key.Learn(new ChatFailure { Kind = FailureKind.RateLimited, Summary = "no", Endpoint = "e" });
        pace.Leave();
        _clock.Advance(Seconds(2));
        pace.Model.Learn(0, Seconds(30));
        IAsyncEnumerator<ChatEvent> waiting = new PacingProvider(new ScriptedProvider(ScriptedProvider.Answers("late")), _memory, _clock)
            .AnswerAsync(ChatRun.Request, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await waiting.MoveNextAsync());
        Assert.Equal(Seconds(30), Assert.IsType<ChatEvent.Notice>(waiting.Current).Wait);

        Assert.True(await _memory.For(ChatRun.Request with { Model = "another" }).TryEnterAsync(TimeSpan.Zero, TestContext.Current.CancellationToken));
        await waiting.DisposeAsync();
    }

    [Fact]
    public async Task A_failure_of_another_kind_makes_nobody_wait()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(500, after: Seconds(7)), ScriptedProvider.Answers("yes"));

        await OfAsync(inner);
        await OfAsync(inner);

        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public async Task A_pause_longer_than_the_call_may_take_is_not_waited_for()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(429, after: Seconds(7)), ScriptedProvider.Answers("yes"));

        await OfAsync(inner);
        await ChatRun.OfAsync(new PacingProvider(inner, _memory, _clock), ChatRun.Request with { TimeLimit = Seconds(5) });

        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public async Task The_time_waited_counts_against_the_call()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(429, after: Seconds(7)), ScriptedProvider.Answers("yes"));

        await OfAsync(inner);
        await ChatRun.OfAsync(new PacingProvider(inner, _memory, _clock), ChatRun.Request with { TimeLimit = Seconds(30) });

        Assert.Equal(Seconds(7), inner.Requests[1].TimeSpent);
    }

    [Fact]
    public async Task Calls_that_run_at_once_are_halved_when_one_is_refused()
    {
        LimitPace pace = new(_clock);
        for (int i = 0; i < 4; i++)
        {
            Assert.True(pace.EnterAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully);
        }

        pace.Learn(new ChatFailure { Kind = FailureKind.RateLimited, Summary = "no", Endpoint = "e" });
        Task fifth = pace.EnterAsync(TestContext.Current.CancellationToken);
        pace.Leave();
        pace.Leave();
        Assert.False(fifth.IsCompleted);
        pace.Leave();

        await fifth.WaitAsync(Patience.Limit, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Whoever_has_a_piece_of_the_answer_may_make_the_next_call_with_it()
    {
        LimitPace pace = _memory.For(ChatRun.Request).Model;
        await pace.EnterAsync(CancellationToken.None);
        pace.Learn(new ChatFailure { Kind = FailureKind.RateLimited, Summary = "no", Endpoint = "e" });
        pace.Leave();
        ScriptedProvider inner = new(ScriptedProvider.Answers("yes"));
        await foreach (ChatEvent item in new PacingProvider(inner, _memory, _clock).AnswerAsync(ChatRun.Request, TestContext.Current.CancellationToken))
        {
            if (item is ChatEvent.Arrived)
            {
                Assert.Equal("yes", (await OfAsync(inner)).Reply.Text);
            }
        }
    }

    [Fact]
    public async Task A_wait_for_a_place_has_the_limit_of_the_call()
    {
        LimitPace pace = new(_clock);
        await pace.EnterAsync(CancellationToken.None);
        pace.Learn(new ChatFailure { Kind = FailureKind.RateLimited, Summary = "no", Endpoint = "e" });

        Assert.False(await pace.TryEnterAsync(Seconds(5), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_while_it_waits_leaves_no_gap()
    {
        LimitPace pace = new(_clock);
        using CancellationTokenSource stop = new();
        await pace.EnterAsync(CancellationToken.None);
        pace.Learn(new ChatFailure { Kind = FailureKind.RateLimited, Summary = "no", Endpoint = "e" });
        Task second = pace.EnterAsync(stop.Token);
        Task third = pace.EnterAsync(CancellationToken.None);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        pace.Leave();

        await third.WaitAsync(Patience.Limit, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_was_learned_is_forgotten_after_a_minute()
    {
        LimitPace pace = new(_clock);
        await pace.EnterAsync(CancellationToken.None);
        pace.Learn(new ChatFailure { Kind = FailureKind.RateLimited, Summary = "no", Endpoint = "e" });
        _clock.Advance(Seconds(61));

        Assert.True(pace.EnterAsync(CancellationToken.None).IsCompletedSuccessfully);
        Assert.Equal(TimeSpan.Zero, pace.FindPause());
    }

    [Fact]
    public void An_endpoint_that_says_its_limit_is_used_up_is_not_asked_before_it_begins_anew()
    {
        LimitPace pace = new(_clock);

        pace.Learn(0, Seconds(12));

        Assert.Equal(Seconds(12), pace.FindPause());
    }

    [Theory]
    [InlineData("1s", 1.0)]
    [InlineData("6m0s", 360.0)]
    [InlineData("20ms", 0.02)]
    [InlineData("30", 30.0)]
    [InlineData("1764000000", null)]
    [InlineData("soon", null)]
    [InlineData(null, null)]
    public void A_reset_is_read_as_endpoints_write_it(string? text, double? seconds) =>
        Assert.Equal(seconds is { } s ? Seconds(s) : null, RetryHints.FindDuration(text));

    private Task<ChatRun> OfAsync(ScriptedProvider inner) => ChatRun.OfAsync(new PacingProvider(inner, _memory, _clock), ChatRun.Request);
}
