using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Resilience;

public sealed class RetryingProviderTests
{
    private readonly InstantClock _clock = new();

    private static TimeSpan Seconds(double count) => TimeSpan.FromSeconds(count);

    [Theory]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(425)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(520)]
    [InlineData(524)]
    [InlineData(529)]
    public async Task A_status_that_may_pass_is_tried_again(int status)
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(status), ScriptedProvider.Answers("yes"));

        ChatRun run = await OfAsync(inner);

        Assert.Equal(("yes", 2), (run.Reply.Text, run.Reply.Attempts));
        Assert.Single(_clock.Waits);
    }

    [Theory]
    [InlineData(400, "no")]
    [InlineData(401, "no")]
    [InlineData(402, "no")]
    [InlineData(403, "no")]
    [InlineData(404, "no")]
    [InlineData(422, "no")]
    [InlineData(501, "no")]
    [InlineData(429, "You exceeded your current quota")]
    [InlineData(429, "Budget has been exceeded! Current cost: 2, Max budget: 1")]
    [InlineData(302, "no")]
    public async Task What_will_not_pass_is_not_tried_again(int status, string message)
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(status, message));

        ChatRun run = await OfAsync(inner);

        Assert.Equal((status, 1, 1), (run.Failure!.HttpStatus, run.Failure.Attempts, inner.Requests.Count));
        Assert.Empty(run.Events);
    }

    [Fact]
    public async Task Waits_are_random_below_a_bound_that_doubles()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(500));

        ChatRun run = await OfAsync(inner, new RetryOptions { MaximumRetryCount = 8, Interval = Seconds(2), LongestWait = Seconds(20) });

        Random same = new(7);
        Assert.Equal(
            new double[] { 2, 4, 8, 16, 20, 20, 20, 20 }.Select(bound => Math.Floor(bound * 1000 * same.NextDouble())),
            _clock.Waits.Select(w => w.TotalMilliseconds));
        Assert.Equal((9, 9), (run.Failure!.Attempts, inner.Requests.Count));
    }

    [Fact]
    public async Task An_endpoints_own_wish_comes_first()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(429, "no", Seconds(7)), ScriptedProvider.Answers("yes"));

        await OfAsync(inner);

        Assert.InRange(Assert.Single(_clock.Waits), Seconds(7), Seconds(7.25));
    }

    [Fact]
    public async Task An_endpoint_that_asks_for_more_than_the_longest_wait_is_not_tried_again()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(429, "no", Seconds(61)));

        ChatRun run = await OfAsync(inner);

        Assert.Equal((1, Seconds(61)), (run.Failure!.Attempts, run.Failure.RetryAfter));
        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public async Task Each_wait_is_told_before_it_begins()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(503), ScriptedProvider.Fails(429, "no", Seconds(2)), ScriptedProvider.Answers("yes"));

        ChatRun run = await OfAsync(inner);

        string[] notices = [.. run.Events.OfType<ChatEvent.Notice>().Select(n => n.Message)];
        Assert.Equal(2, notices.Length);
        Assert.StartsWith("Attempt 1 of 4 failed (GatewayError, 503); the next follows in 0", notices[0], StringComparison.Ordinal);
        Assert.StartsWith("Attempt 2 of 4 failed (RateLimited, 429); the next follows in 2.", notices[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_reply_counts_every_attempt_and_all_the_time()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(429, "no", Seconds(5)), ScriptedProvider.Answers("yes"))
        {
            OnRequest = () => _clock.Advance(Seconds(1)),
        };

        AgentReply reply = (await OfAsync(inner)).Reply;

        TimeSpan before = Seconds(1) + _clock.Waits[0];
        Assert.Equal((2, before + Seconds(3), before + Seconds(1)), (reply.Attempts, reply.Duration, reply.TimeToFirstToken));
    }

    [Fact]
    public async Task Nothing_is_tried_again_after_the_first_piece()
    {
        ScriptedProvider inner = new(ScriptedProvider.FailsAfter(["a"], 503), ScriptedProvider.Answers("yes"));

        ChatRun run = await OfAsync(inner);

        Assert.Equal(("a", 1, 1), (run.Pieces.Text, run.Failure!.Attempts, inner.Requests.Count));
    }

    [Fact]
    public async Task A_second_attempt_that_breaks_after_its_first_piece_counts_both()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(503), ScriptedProvider.FailsAfter(["a"], 503));

        Assert.Equal(2, (await OfAsync(inner)).Failure!.Attempts);
    }

    [Fact]
    public async Task Zero_turns_it_off()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(503));

        ChatRun run = await OfAsync(inner, new RetryOptions { MaximumRetryCount = 0 });

        Assert.Equal((1, 0), (inner.Requests.Count, run.Events.Length));
    }

    [Fact]
    public async Task Each_attempt_has_what_is_left_of_the_time_limit()
    {
        ScriptedProvider inner =
            new(ScriptedProvider.Fails(429, "no", Seconds(10)), ScriptedProvider.Fails(429, "no", Seconds(10)), ScriptedProvider.Answers("yes"))
            {
                OnRequest = () => _clock.Advance(Seconds(2)),
            };

        await OfAsync(inner, request: ChatRun.Request with { TimeLimit = Seconds(60), TimeSpent = Seconds(5) });

        TimeSpan first = Seconds(5 + 2) + _clock.Waits[0];
        Assert.Equal([Seconds(5), first, first + Seconds(2) + _clock.Waits[1]], inner.Requests.Select(r => r.TimeSpent));
        Assert.All(inner.Requests, r => Assert.Equal(Seconds(60), r.TimeLimit));
    }

    [Theory]
    [InlineData(60, 56, 2, 1)]
    [InlineData(60, 50, 2, 2)]
    [InlineData(1, 0, 1, 1)]
    public async Task A_wait_that_would_outlast_the_time_limit_is_not_begun(double limit, double spent, double asked, int attempts)
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(429, "no", Seconds(asked)), ScriptedProvider.Fails(400))
        {
            OnRequest = () => _clock.Advance(Seconds(limit / 30)),
        };

        ChatRun run = await OfAsync(inner, request: ChatRun.Request with { TimeLimit = Seconds(limit), TimeSpent = Seconds(spent) });

        Assert.Equal((attempts, attempts), (run.Failure!.Attempts, inner.Requests.Count));
    }

    [Fact]
    public async Task Who_cancels_during_a_wait_gets_a_cancellation_at_once()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(503));
        using CancellationTokenSource stop = new();
        RetryingProvider provider = new(inner, new FakeTimeProvider(), new Random(7));
        await using IAsyncEnumerator<ChatEvent> events = provider.AnswerAsync(ChatRun.Request, stop.Token).GetAsyncEnumerator(stop.Token);
        Assert.True(await events.MoveNextAsync());
        Task<bool> waiting = events.MoveNextAsync().AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience.Limit, TestContext.Current.CancellationToken));
        Assert.Single(inner.Requests);
    }

    [Fact]
    public async Task The_last_failure_is_the_one_that_is_told()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(503, "first"), ScriptedProvider.Fails(401, "last"));

        ChatFailure failure = (await OfAsync(inner)).Failure!;

        Assert.Equal((FailureKind.AuthenticationFailed, "last", 2), (failure.Kind, failure.Summary, failure.Attempts));
    }

    private Task<ChatRun> OfAsync(IChatProvider inner, RetryOptions? options = null, ChatRequest? request = null) =>
        ChatRun.OfAsync(new RetryingProvider(inner, _clock, new Random(7)), (request ?? ChatRun.Request) with { Retries = options ?? new RetryOptions() });
}
