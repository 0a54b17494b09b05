using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Structured;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Agents;

/// <summary>How runs end that come to no answer: each in a clear state, with what they had come to.</summary>
public sealed class RunEndTests : IDisposable
{
    private readonly AgentRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Theory]
    [InlineData("iterations", FailureKind.IterationLimitReached, 3)]
    [InlineData("repeats", FailureKind.ToolCallRepeated, 4)]
    [InlineData("tokens", FailureKind.TokenLimitReached, 3)]
    [InlineData("cost", FailureKind.CostLimitReached, 2)]
    public async Task A_run_ends_at_each_limit_with_the_conversation_so_far(string limit, FailureKind kind, int turns)
    {
        LoopLimits wide = new() { MaxIterations = 99, MaxRepeats = 99 };
        LoopLimits limits = limit switch
        {
            "iterations" => wide with { MaxIterations = 3 },
            "repeats" => new LoopLimits { MaxIterations = 99 },
            "tokens" => wide with { MaxTokens = 250 },
            _ => wide with { MaxCost = 0.03m },
        };
        _runs.Endpoint.Enqueue(AgentRuns.Call("look", "{}") with
        {
            Text = "Let me look.",
            Usage = new TestUsage(90, 10),
            Headers = [KeyValuePair.Create("x-litellm-response-cost", "0.02")],
        });

        ChatRun run = await _runs.RunAsync(limits: limits);

        Assert.True(run.Failure?.Kind == kind, $"{limit}: {run.Failure}");
        Assert.Equal(turns, _runs.Endpoint.RequestCount);
        Assert.Equal(
            (turns, 100 * turns, 0.02m * turns, "Let me look."),
            (run.Failure.Attempts, run.Failure.Usage?.TotalTokens, run.Failure.Cost, run.Failure.PartialText));
        Assert.Equal(turns, run.Failure.Steps.Count(s => s.Kind == AgentStepKind.Turn));
        Assert.Equal(ToolOutcome.NotRun, run.Failure.Steps[^1].Outcome);
        Assert.Equal(run.Failure.Steps, run.Events.OfType<ChatEvent.Stepped>().Select(e => e.Step));
        AgentRuns.AssertEveryCallIsAnswered(run.Failure.Messages);
        Assert.NotNull(run.Failure.Advice);
    }

    [Fact]
    public async Task What_the_last_answers_cost_that_fit_no_schema_is_counted()
    {
        TestUsage usage = new(90, 10);
        KeyValuePair<string, string>[] cost = [KeyValuePair.Create("x-litellm-response-cost", "0.02")];
        _runs.Endpoint.Enqueue(
            AgentRuns.Call("look", "{}") with { Usage = usage, Headers = [.. cost] }, new TestReply.Chat("words") { Usage = usage, Headers = [.. cost] });

        ChatRun run = await _runs.RunAsync(
            output: OutputSchema.Read("""{"type":"object"}""", out _)!, wrap: p => new StructuredProvider(p, new DialectMemory(), TimeProvider.System));

        int requests = _runs.Endpoint.RequestCount;
        Assert.True(requests > 3, $"{requests}");
        Assert.Equal(FailureKind.OutputSchemaMismatch, run.Failure!.Kind);
        Assert.Equal(
            (requests, requests, 100 * requests, 0.02m * requests, 0),
            (run.Failure.Attempts, run.Failure.Iterations, run.Failure.Usage?.TotalTokens, run.Failure.Cost, run.Failure.UnpricedIterations));
    }

    [Fact]
    public async Task A_refusal_where_a_schema_is_due_counts_its_request_once()
    {
        _runs.Endpoint.Enqueue(
            new TestReply.Http(200, """{"choices":[{"message":{"role":"assistant","content":null,"refusal":"No."},"finish_reason":"stop"}]}"""));

        ChatRun run = await _runs.RunAsync(output: OutputSchema.Read("""{"type":"object"}""", out _)!);

        Assert.Equal((FailureKind.OutputSchemaMismatch, 1, 1), (run.Failure!.Kind, run.Failure.Attempts, run.Failure.Iterations));
    }

    [Fact]
    public async Task A_call_that_brings_something_new_each_time_is_no_repetition()
    {
        _runs.Endpoint.Enqueue(
            AgentRuns.Call("look", "{}"), AgentRuns.Call("look", "{}"), AgentRuns.Call("look", "{}"), AgentRuns.Call("look", "{}"),
            AgentRuns.Call("look", "{}"), new TestReply.Chat("done"));

        ChatRun run = await _runs.RunAsync(
            limits: new LoopLimits { MaxIterations = 9 }, answer: _ => ToolResult.Of(_runs.Made.Count.ToString(CultureInfo.InvariantCulture)));

        Assert.Equal("done", run.Reply.Text);
    }

    [Fact]
    public async Task Turns_in_which_every_call_fails_end_the_run_and_one_success_starts_the_count_anew()
    {
        TestReply mixed = new TestReply.Chat { ToolCalls = [new TestToolCall("nope", "{}"), new TestToolCall("look", "{}")] };
        _runs.Endpoint.Enqueue(
            AgentRuns.Call("nope", "{}"), AgentRuns.Call("nope", "{\"b\":1}"), mixed, AgentRuns.Call("nope", "{\"c\":1}"), AgentRuns.Call("look", "7"),
            AgentRuns.Call("add", "{}"));

        ChatRun run = await _runs.RunAsync(limits: new LoopLimits { MaxIterations = 99 });

        Assert.Equal((FailureKind.ToolErrorsRepeated, 6), (run.Failure?.Kind, _runs.Endpoint.RequestCount));
        Assert.Equal(
            [
                ToolOutcome.UnknownTool, ToolOutcome.UnknownTool, ToolOutcome.UnknownTool, ToolOutcome.Succeeded, ToolOutcome.UnknownTool,
                ToolOutcome.InvalidArguments, ToolOutcome.InvalidArguments,
            ],
            run.Failure!.Steps.Select(s => s.Outcome).OfType<ToolOutcome>());
        AgentRuns.AssertEveryCallIsAnswered(run.Failure.Messages);
    }

    [Fact]
    public async Task A_tool_that_never_answers_is_ended_by_the_time_limit()
    {
        _runs.Endpoint.Enqueue(AgentRuns.Call("look", "{}"), new TestReply.Chat("never"));
        FakeTimeProvider time = new();
        CancellationToken stop = default;

        ChatRun run = await _runs.RunAsync(
            time: time,
            timeLimit: TimeSpan.FromMinutes(1),
            answer: pending =>
            {
                stop = pending.StopToken;
                time.Advance(TimeSpan.FromMinutes(1));
                return null;
            });

        Assert.Equal((FailureKind.TimedOut, 1), (run.Failure?.Kind, _runs.Endpoint.RequestCount));
        Assert.True(stop.IsCancellationRequested);
        AgentRuns.AssertEveryCallIsAnswered(run.Failure!.Messages);
    }

    [Fact]
    public async Task The_time_of_tools_counts_against_the_limit_of_the_next_turn()
    {
        _runs.Endpoint.Enqueue(AgentRuns.Call("look", "{}"), new TestReply.Chat("late") { Delay = TimeSpan.FromHours(1) });
        FakeTimeProvider time = new();
        Task<ChatRun> running = _runs.RunAsync(time: time, timeLimit: TimeSpan.FromMinutes(1), answer: pending =>
        {
            time.Advance(TimeSpan.FromSeconds(59));
            return AgentRuns.AddUp(pending);
        });

        await _runs.Endpoint.WaitForRequestAsync(1, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(1));
        ChatRun run = await running;

        Assert.Equal((FailureKind.TimedOut, 2), (run.Failure?.Kind, _runs.Endpoint.RequestCount));
        Assert.Equal(2, run.Failure!.Steps.Length);
    }

    [Fact]
    public async Task A_failure_of_a_later_turn_keeps_what_the_run_has_come_to()
    {
        _runs.Endpoint.Enqueue(AgentRuns.Call("look", "{}"), new TestReply.Failure(400, "no such parameter"));

        ChatRun run = await _runs.RunAsync();

        Assert.Equal((FailureKind.BadRequest, 2, 2), (run.Failure?.Kind, run.Failure?.Attempts, run.Failure?.Steps.Length));
        AgentRuns.AssertEveryCallIsAnswered(run.Failure!.Messages);
    }

    [Fact]
    public async Task A_model_that_says_nothing_is_asked_once_more()
    {
        _runs.Endpoint.Enqueue(new TestReply.Chat(""), new TestReply.Chat("Here I am."), new TestReply.Chat(""));

        ChatRun run = await _runs.RunAsync();
        ChatRun silent = await _runs.RunAsync();

        Assert.Equal(("Here I am.", 2), (run.Reply.Text, run.Reply.Iterations));
        Assert.Equal([ChatRole.User, ChatRole.Assistant, ChatRole.User, ChatRole.Assistant], run.Reply.Messages.Select(m => m.Role));
        Assert.Equal(FailureKind.ReplyEmpty, silent.Failure?.Kind);
    }

    [Theory]
    [InlineData(1, null, FailureKind.ReplyEmpty, 1)]
    [InlineData(9, 50L, FailureKind.TokenLimitReached, 1)]
    public async Task A_model_that_says_nothing_is_not_asked_again_beyond_a_limit(int turns, long? tokens, FailureKind kind, int requests)
    {
        _runs.Endpoint.Enqueue(new TestReply.Chat("") { Usage = new TestUsage(90, 10) });

        ChatRun run = await _runs.RunAsync(limits: new LoopLimits { MaxIterations = turns, MaxTokens = tokens });

        Assert.Equal((kind, requests), (run.Failure?.Kind, _runs.Endpoint.RequestCount));
    }

    [Fact]
    public async Task Output_is_not_asked_for_beyond_a_budget()
    {
        OutputSchema schema = OutputSchema.Read("""{"type":"object","required":["sum"],"properties":{"sum":{"type":"integer"}}}""", out _)!;
        _runs.Endpoint.Enqueue(new TestReply.Chat("It is three.") { Usage = new TestUsage(90, 10) });

        ChatRun run = await _runs.RunAsync(limits: new LoopLimits { MaxTokens = 50 }, output: schema);

        Assert.Equal((FailureKind.TokenLimitReached, 1, "It is three."), (run.Failure?.Kind, _runs.Endpoint.RequestCount, run.Failure?.PartialText));
    }

    [Fact]
    public async Task A_budget_that_cannot_bind_is_warned_of_once()
    {
        string call =
            """{"choices":[{"message":{"tool_calls":[{"id":"ID","type":"function","function":{"name":"look","arguments":"{}"}}]}"""
                + ""","finish_reason":"tool_calls"}]}""";
        _runs.Endpoint.Enqueue(
            new TestReply.Http(200, call.Replace("ID", "1", StringComparison.Ordinal)),
            new TestReply.Http(200, call.Replace("ID", "2", StringComparison.Ordinal)), new TestReply.Chat("done"));

        ChatRun run = await _runs.RunAsync(limits: new LoopLimits { MaxTokens = 1_000_000 });

        ChatEvent.Warning warning = Assert.Single(run.Events.OfType<ChatEvent.Warning>());
        Assert.Contains("tokens", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_was_handed_out_is_never_said_not_to_have_been_made()
    {
        _runs.Endpoint.Enqueue(new TestReply.Chat
        {
            ToolCalls = [new TestToolCall("look", "{}") { Id = "1" }, new TestToolCall("add", """{"a":1,"b":2}""") { Id = "2" }],
        });

        FakeTimeProvider time = new();

        ChatRun run = await _runs.RunAsync(time: time, timeLimit: TimeSpan.FromMinutes(1), answer: pending =>
        {
            time.Advance(TimeSpan.FromSeconds(30));
            return pending.Call.Id == "2" ? ToolResult.Of("3") : null;
        });

        ImmutableArray<AgentStep> calls = [.. run.Failure!.Steps.Where(s => s.Kind == AgentStepKind.Tool)];
        Assert.Equal([ToolOutcome.Failed, ToolOutcome.Succeeded], calls.Select(s => s.Outcome!.Value));
        Assert.Contains("may have been done", calls[0].Result, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMinutes(1), calls[0].Duration);
        AgentRuns.AssertEveryCallIsAnswered(run.Failure.Messages);
    }

    [Fact]
    public async Task Whoever_cancels_while_tools_run_gets_every_result_that_is_there()
    {
        _runs.Endpoint.Enqueue(new TestReply.Chat
        {
            ToolCalls =
            [
                new TestToolCall("look", "{}") { Id = "1" }, new TestToolCall("add", """{"a":1,"b":2}""") { Id = "2" },
                new TestToolCall("look", "{}") { Id = "3" },
            ],
        });
        using CancellationTokenSource stop = new();

        ChatFailure failure = await CancelAsync(
            _runs.Request,
            called =>
            {
                if (called.Call.Id == "2")
                {
                    called.Answer(ToolResult.Of("3"));
                    stop.Cancel();
                }
            },
            stop);

        Assert.Equal((FailureKind.Cancelled, 1, 1), (failure.Kind, failure.Iterations, failure.Attempts));
        Assert.Equal([ToolOutcome.Failed, ToolOutcome.Succeeded, ToolOutcome.NotRun], failure.Steps.Select(s => s.Outcome).OfType<ToolOutcome>());
        Assert.Equal(["1", "2", "3"], failure.Messages.Where(m => m.Role == ChatRole.Tool).Select(m => m.ToolCallId));
        AgentRuns.AssertEveryCallIsAnswered(failure.Messages);
    }

    [Fact]
    public async Task Whoever_cancels_a_later_turn_keeps_the_rounds_before_it_and_their_cost()
    {
        _runs.Endpoint.Enqueue(
            AgentRuns.Call("look", "{}", "1") with { Usage = new TestUsage(90, 10), Headers = [KeyValuePair.Create("x-litellm-response-cost", "0.02")] },
            new TestReply.Chat("never") { Delay = TimeSpan.FromHours(1) });
        using CancellationTokenSource stop = new();

        Task<ChatFailure> cancelling = CancelAsync(_runs.Request, called => called.Answer(ToolResult.Of("1")), stop);
        await _runs.Endpoint.WaitForRequestAsync(1, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        ChatFailure failure = await cancelling;

        Assert.Equal([ChatRole.User, ChatRole.Assistant, ChatRole.Tool], failure.Messages.Select(m => m.Role));
        Assert.Equal((2, 2, 1, 0.02m, 100L), (failure.Iterations, failure.Attempts, failure.UnpricedIterations, failure.Cost, failure.Usage?.TotalTokens));
        AgentUsage sum = new AgentUsage().Plus(failure);
        Assert.Equal((2, 2, 1, 0.02m, 0, 100L), (sum.Calls, sum.Attempts, sum.CallsWithoutCost, sum.Cost, sum.Replies, sum.TotalTokens));
        Assert.Equal("2 calls, 90 tokens in, 10 out (1 not counted), 0.02 US dollars, 1 without cost", $"{sum}");
    }

    [Fact]
    public async Task No_tool_tells_the_model_what_the_agents_variables_hold()
    {
        _runs.Endpoint.Enqueue(AgentRuns.Call("look", "{}"), new TestReply.Chat("done"));

        ChatRun run = await ChatRun.OfAsync(
            new AgentScript(_runs.Provider, _ => ToolResult.Of("\"langfuse-secret-0123 and 3600\"")),
            _runs.Request with { ToolRedactor = new([new("langfuse-secret-0123")]) });

        Assert.Equal("\"*** and 3600\"", run.Reply.Steps[1].Result);
        Assert.DoesNotContain("langfuse-secret", _runs.Endpoint.Requests[1].Body, StringComparison.Ordinal);
    }

    private async Task<ChatFailure> CancelAsync(ChatRequest request, Action<PendingToolCall> answer, CancellationTokenSource stop)
    {
        RunCancelledException cancelled = await Assert.ThrowsAsync<RunCancelledException>(async () =>
        {
            await foreach (ChatEvent item in _runs.Provider.AnswerAsync(request, stop.Token))
            {
                if (item is ChatEvent.ToolCalled called)
                {
                    answer(called.Call);
                }
            }
        });
        Assert.Equal(stop.Token, cancelled.CancellationToken);
        return cancelled.Failure;
    }
}
