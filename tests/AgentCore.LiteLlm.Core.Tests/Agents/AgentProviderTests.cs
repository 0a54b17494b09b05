using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AgentCore.LiteLlm.Agents;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Agents;

/// <summary>Whole runs over loopback: what goes out in each turn, what is asked of whoever calls the tools, and how runs end.</summary>
public sealed class AgentProviderTests : IDisposable
{
    private static readonly ToolDefinition Add = new("add", "Adds.", SchemaText.Parse("""
        {"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"},"when":{"type":"string","format":"date-time"}},"required":["a","b"],"additionalProperties":false}
        """));

    private static readonly ToolDefinition Look = new("look", "Looks.", SchemaText.Parse("""{"type":"object","properties":{}}"""));

    private readonly TestEndpoint _endpoint = TestEndpoint.Start(new TestEndpointOptions { RepeatLast = true });
    private readonly ChatTransport _transport = ChatTransport.OverHttp();
    private readonly List<ToolCall> _made = [];

    public void Dispose()
    {
        _transport.Dispose();
        _endpoint.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_calls_tools_and_ends_with_the_answer(bool stream)
    {
        _endpoint.Enqueue(Call("add", """{"a":1,"b":2}""", "call_1") with { Text = "I add." }, new TestReply.Chat("It is 3."));

        ChatRun run = await RunAsync(stream: stream);

        Assert.Equal(("It is 3.", 2, 2), (run.Reply.Text, run.Reply.Iterations, run.Reply.Attempts));
        Assert.Equal([new ToolCall("call_1", "add", """{"a":1,"b":2}""")], _made);
        Assert.Equal(
            [(1, AgentStepKind.Turn, null, null), (1, AgentStepKind.Tool, "add", ToolOutcome.Succeeded), (2, AgentStepKind.Turn, (string?)null, (ToolOutcome?)null)],
            run.Reply.Steps.Select(s => (s.Iteration, s.Kind, s.Tool, s.Outcome)));
        Assert.Equal(run.Reply.Steps, run.Events.OfType<ChatEvent.Stepped>().Select(e => e.Step));
        Assert.Equal([ChatRole.User, ChatRole.Assistant, ChatRole.Tool, ChatRole.Assistant], run.Reply.Messages.Select(m => m.Role));
        using JsonDocument second = JsonDocument.Parse(_endpoint.Requests[1].Body);
        Assert.Equal(
            """[{"role":"user","content":"hi"},{"role":"assistant","content":"I add.","tool_calls":[{"id":"call_1","type":"function","function":{"name":"add","arguments":"{\u0022a\u0022:1,\u0022b\u0022:2}"}}]},{"role":"tool","content":"3","tool_call_id":"call_1"}]""",
            JsonSerializer.Serialize(second.RootElement.GetProperty("messages")));
        Assert.Equal(2, second.RootElement.GetProperty("tools").GetArrayLength());
    }

    [Fact]
    public async Task Calls_of_one_turn_are_all_answered_in_order_and_their_ids_stay_as_they_are()
    {
        string[] ids = ["call__thought__CpIBAdHtim9+/==", "weird id\n2", "x"];
        _endpoint.Enqueue(
            new TestReply.Chat { ToolCalls = [new TestToolCall("add", """{"a":1,"b":1}""") { Id = ids[0] }, new TestToolCall("nope", "{}") { Id = ids[1] }, new TestToolCall("add", """{"a":2,"b":2}""") { Id = ids[2] }] },
            new TestReply.Chat("done"));

        ChatRun run = await RunAsync();

        ImmutableArray<ChatMessage> answers = [.. run.Reply.Messages.Where(m => m.Role == ChatRole.Tool)];
        Assert.Equal(ids, answers.Select(m => m.ToolCallId));
        Assert.Equal(["2", "4"], [answers[0].Text, answers[2].Text]);
        Assert.StartsWith("Error: there is no tool of that name. The tools are: add, look.", answers[1].Text, StringComparison.Ordinal);
        Assert.Equal(["1", "2"], _made.Select(c => c.Arguments[5..6]));
    }

    [Fact]
    public async Task Results_may_come_later_and_in_any_order()
    {
        _endpoint.Enqueue(
            new TestReply.Chat { ToolCalls = [new TestToolCall("add", """{"a":1,"b":1}""") { Id = "1" }, new TestToolCall("add", """{"a":2,"b":2}""") { Id = "2" }] },
            new TestReply.Chat("done"));
        List<PendingToolCall> open = [];

        ChatRun run = await RunAsync(answer: pending =>
        {
            open.Add(pending);
            if (open.Count == 2)
            {
                open[1].Answer(ToolResult.Of("second"));
                open[0].Answer(ToolResult.Of("first"));
            }

            return null;
        });

        Assert.Equal(["first", "second"], run.Reply.Messages.Where(m => m.Role == ChatRole.Tool).Select(m => m.Text));
    }

    [Theory]
    [InlineData("not json", "no JSON object")]
    [InlineData("[1]", "no JSON object")]
    [InlineData("""{"a":1""", "no JSON object")]
    [InlineData("""{"a":1}""", "'b'")]
    [InlineData("""{"a":"one","b":2}""", "$.a")]
    [InlineData("""{"a":1,"b":2,"ErrorAction":"Ignore"}""", "ErrorAction")]
    public async Task Arguments_that_do_not_fit_go_back_to_the_model_without_a_call(string arguments, string told)
    {
        _endpoint.Enqueue(Call("add", arguments), new TestReply.Chat("sorry"));

        ChatRun run = await RunAsync();

        Assert.Empty(_made);
        Assert.Equal("sorry", run.Reply.Text);
        AgentStep step = run.Reply.Steps[1];
        Assert.Equal(ToolOutcome.InvalidArguments, step.Outcome);
        Assert.Contains(told, step.Result, StringComparison.Ordinal);
        Assert.StartsWith("Error: ", step.Result, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("add", """{"a":1,"b":2,"when":null}""")]
    [InlineData("add", """{"a":1,"b":2,"when":"tomorrow"}""")]
    [InlineData("add", "\"{\\\"a\\\":1,\\\"b\\\":2}\"")]
    [InlineData("look", "")]
    [InlineData("look", "  ")]
    public async Task Arguments_that_can_be_meant_only_one_way_are_taken(string tool, string arguments)
    {
        _endpoint.Enqueue(Call(tool, arguments), new TestReply.Chat("done"));

        ChatRun run = await RunAsync();

        Assert.Single(_made);
        Assert.Equal(ToolOutcome.Succeeded, run.Reply.Steps[1].Outcome);
    }

    [Fact]
    public async Task What_a_turn_is_follows_from_its_message_and_not_from_its_finish_reason()
    {
        _endpoint.Enqueue(Call("look", "{}") with { FinishReason = "stop" }, new TestReply.Chat("Seen.") { FinishReason = "tool_calls" });

        ChatRun run = await RunAsync();

        Assert.Equal(("Seen.", 2), (run.Reply.Text, run.Reply.Iterations));
    }

    [Fact]
    public async Task A_call_without_id_gets_one_that_its_result_names()
    {
        _endpoint.Enqueue(
            new TestReply.Http(200, """{"choices":[{"message":{"tool_calls":[{"type":"function","function":{"name":"look","arguments":"{}"}},{"id":"","type":"function","function":{"name":"look","arguments":"{}"}}]},"finish_reason":"stop"}]}"""),
            new TestReply.Chat("done"));

        ChatRun run = await RunAsync();

        Assert.Equal(run.Reply.Messages[1].ToolCalls.Select(c => c.Id), run.Reply.Messages.Where(m => m.Role == ChatRole.Tool).Select(m => m.ToolCallId));
        Assert.Equal(2, run.Reply.Messages[1].ToolCalls.Select(c => c.Id).Distinct().Count());
    }

    public static TheoryData<string, LoopLimits, FailureKind, int> Ends => new()
    {
        { "iterations", new LoopLimits { MaxIterations = 3, MaxRepeats = 99 }, FailureKind.IterationLimitReached, 3 },
        { "repeats", new LoopLimits { MaxIterations = 99 }, FailureKind.ToolCallRepeated, 4 },
        { "tokens", new LoopLimits { MaxIterations = 99, MaxRepeats = 99, MaxTokens = 250 }, FailureKind.TokenLimitReached, 3 },
        { "cost", new LoopLimits { MaxIterations = 99, MaxRepeats = 99, MaxCost = 0.03m }, FailureKind.CostLimitReached, 2 },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_run_ends_at_each_limit_with_the_conversation_so_far(string limit, LoopLimits limits, FailureKind kind, int turns)
    {
        _endpoint.Enqueue(Call("look", "{}") with { Text = "Let me look.", Usage = new TestUsage(90, 10), Headers = [KeyValuePair.Create("x-litellm-response-cost", "0.02")] });

        ChatRun run = await RunAsync(limits: limits);

        Assert.True(run.Failure?.Kind == kind, $"{limit}: {run.Failure}");
        Assert.Equal(turns, _endpoint.RequestCount);
        Assert.Equal((turns, 100 * turns, 0.02m * turns, "Let me look."), (run.Failure.Attempts, run.Failure.Usage?.TotalTokens, run.Failure.Cost, run.Failure.PartialText));
        Assert.Equal(turns, run.Failure.Steps.Count(s => s.Kind == AgentStepKind.Turn));
        Assert.Equal(ToolOutcome.NotRun, run.Failure.Steps[^1].Outcome);
        AssertEveryCallIsAnswered(run.Failure.Messages);
        Assert.NotNull(run.Failure.Advice);
    }

    [Fact]
    public async Task A_call_that_brings_something_new_each_time_is_no_repetition()
    {
        _endpoint.Enqueue(Call("look", "{}"), Call("look", "{}"), Call("look", "{}"), Call("look", "{}"), Call("look", "{}"), new TestReply.Chat("done"));

        ChatRun run = await RunAsync(limits: new LoopLimits { MaxIterations = 9 }, answer: _ => ToolResult.Of(_made.Count.ToString(CultureInfo.InvariantCulture)));

        Assert.Equal("done", run.Reply.Text);
    }

    [Fact]
    public async Task Turns_in_which_every_call_fails_end_the_run_and_one_success_starts_the_count_anew()
    {
        TestReply mixed = new TestReply.Chat { ToolCalls = [new TestToolCall("nope", "{}"), new TestToolCall("look", "{}")] };
        _endpoint.Enqueue(Call("nope", "{}"), Call("nope", "{\"b\":1}"), mixed, Call("nope", "{\"c\":1}"), Call("look", "7"), Call("add", "{}"));

        ChatRun run = await RunAsync(limits: new LoopLimits { MaxIterations = 99 });

        Assert.Equal((FailureKind.ToolErrorsRepeated, 6), (run.Failure?.Kind, _endpoint.RequestCount));
        Assert.Equal(
            [ToolOutcome.UnknownTool, ToolOutcome.UnknownTool, ToolOutcome.UnknownTool, ToolOutcome.Succeeded, ToolOutcome.UnknownTool, ToolOutcome.InvalidArguments, ToolOutcome.InvalidArguments],
            run.Failure!.Steps.Select(s => s.Outcome).OfType<ToolOutcome>());
        AssertEveryCallIsAnswered(run.Failure.Messages);
    }

    [Fact]
    public async Task A_tool_that_never_answers_is_ended_by_the_time_limit()
    {
        _endpoint.Enqueue(Call("look", "{}"), new TestReply.Chat("never"));
        CancellationToken stop = default;

        ChatRun run = await RunAsync(
            timeLimit: TimeSpan.FromMilliseconds(500),
            answer: pending =>
            {
                stop = pending.StopToken;
                return null;
            });

        Assert.Equal((FailureKind.TimedOut, 1), (run.Failure?.Kind, _endpoint.RequestCount));
        Assert.True(stop.IsCancellationRequested);
        AssertEveryCallIsAnswered(run.Failure!.Messages);
    }

    [Fact]
    public async Task The_time_of_tools_counts_against_the_limit_of_the_next_turn()
    {
        _endpoint.Enqueue(Call("look", "{}"), new TestReply.Chat("late") { Delay = TimeSpan.FromSeconds(20) });

        ChatRun run = await RunAsync(timeLimit: TimeSpan.FromMilliseconds(700));

        Assert.Equal((FailureKind.TimedOut, 2), (run.Failure?.Kind, _endpoint.RequestCount));
        Assert.Equal(2, run.Failure!.Steps.Length);
    }

    [Fact]
    public async Task A_failure_of_a_later_turn_keeps_what_the_run_has_come_to()
    {
        _endpoint.Enqueue(Call("look", "{}"), new TestReply.Failure(400, "no such parameter"));

        ChatRun run = await RunAsync();

        Assert.Equal((FailureKind.BadRequest, 2, 2), (run.Failure?.Kind, run.Failure?.Attempts, run.Failure?.Steps.Length));
        AssertEveryCallIsAnswered(run.Failure!.Messages);
    }

    [Fact]
    public async Task A_model_that_says_nothing_is_asked_once_more()
    {
        _endpoint.Enqueue(new TestReply.Chat(""), new TestReply.Chat("Here I am."), new TestReply.Chat(""));

        ChatRun run = await RunAsync();
        ChatRun silent = await RunAsync();

        Assert.Equal(("Here I am.", 2), (run.Reply.Text, run.Reply.Iterations));
        Assert.Equal(FailureKind.ReplyEmpty, silent.Failure?.Kind);
    }

    [Fact]
    public async Task A_budget_that_cannot_bind_is_warned_of_once()
    {
        string call = """{"choices":[{"message":{"tool_calls":[{"id":"ID","type":"function","function":{"name":"look","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""";
        _endpoint.Enqueue(new TestReply.Http(200, call.Replace("ID", "1", StringComparison.Ordinal)), new TestReply.Http(200, call.Replace("ID", "2", StringComparison.Ordinal)), new TestReply.Chat("done"));

        ChatRun run = await RunAsync(limits: new LoopLimits { MaxTokens = 1_000_000 });

        ChatEvent.Warning warning = Assert.Single(run.Events.OfType<ChatEvent.Warning>());
        Assert.Contains("tokens", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""The answer: {"sum":3}""", 2)]
    [InlineData("It is three.", 3)]
    public async Task Output_is_asked_for_after_the_tools_unless_the_answer_fits_already(string answer, int requests)
    {
        OutputSchema schema = OutputSchema.Read("""{"title":"result","type":"object","required":["sum"],"properties":{"sum":{"type":"integer"}}}""").Schema!;
        _endpoint.Enqueue(Call("add", """{"a":1,"b":2}"""), new TestReply.Chat(answer), Call("result", """{"sum":3}"""));
        DialectMemory memory = new();

        ChatRun run = await RunAsync(output: schema, wrap: inner => new StructuredProvider(inner, memory, TimeProvider.System));

        Assert.Equal("""{"sum":3}""", Assert.IsType<JsonElement>(run.Reply.Output).GetRawText());
        Assert.Equal((requests, requests), (_endpoint.RequestCount, run.Reply.Iterations));
        Assert.DoesNotContain("result", _endpoint.Requests[0].Body, StringComparison.Ordinal);
        using JsonDocument last = JsonDocument.Parse(_endpoint.Requests[^1].Body);
        Assert.Equal(requests == 3 ? "result" : "add", last.RootElement.GetProperty("tools")[0].GetProperty("function").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Without_a_loop_calls_stay_the_callers()
    {
        _endpoint.Enqueue(Call("look", "{}"));

        ChatRun run = await ChatRun.OfAsync(new AgentProvider(new OpenAIChatProvider(_transport, TimeProvider.System), TimeProvider.System), ChatRun.Request with { BaseUrl = _endpoint.BaseUrl });

        Assert.Equal("look", Assert.Single(run.Reply.ToolCalls).Name);
        Assert.Empty(run.Reply.Steps);
        Assert.Equal([ChatRole.User, ChatRole.Assistant], run.Reply.Messages.Select(m => m.Role));
    }

    [Fact]
    public async Task The_simulation_calls_every_tool_once_and_then_answers()
    {
        using ChatTransport simulated = ChatTransport.Simulated();

        ChatRun run = await RunAsync(transport: simulated);

        Assert.Equal(["add", "look"], _made.Select(c => c.Name));
        Assert.Equal("Simulated reply from m to: hi (with 0, 0)", run.Reply.Text);
        Assert.True(run.Reply.Simulated);
    }

    [Fact]
    public async Task A_step_as_text_holds_nothing_of_what_was_said()
    {
        _endpoint.Enqueue(Call("add", """{"a":4711,"b":2}""") with { Text = "secret words" }, new TestReply.Chat("more secret words"));

        ChatRun run = await RunAsync();

        string said = string.Join('\n', run.Reply.Steps);
        Assert.DoesNotContain("secret", said, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", said, StringComparison.Ordinal);
        Assert.Contains("'add' succeeded", said, StringComparison.Ordinal);
    }

    private static TestReply.Chat Call(string tool, string arguments, string? id = null) => new() { ToolCalls = [new TestToolCall(tool, arguments) { Id = id }] };

    private static void AssertEveryCallIsAnswered(ImmutableArray<ChatMessage> messages)
    {
        Assert.NotEmpty(messages);
        Assert.Equal(messages.SelectMany(m => m.ToolCalls).Select(c => c.Id), messages.Where(m => m.Role == ChatRole.Tool).Select(m => m.ToolCallId));
    }

    private static ToolResult AddUp(PendingToolCall pending)
    {
        int sum = pending.Arguments.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Number).Sum(p => p.Value.GetInt32());
        return ToolResult.Of(sum.ToString(CultureInfo.InvariantCulture));
    }

    private async Task<ChatRun> RunAsync(
        LoopLimits? limits = null,
        bool stream = false,
        TimeSpan? timeLimit = null,
        OutputSchema? output = null,
        Func<PendingToolCall, ToolResult?>? answer = null,
        Func<IChatProvider, IChatProvider>? wrap = null,
        ChatTransport? transport = null)
    {
        OpenAIChatProvider caller = new(transport ?? _transport, TimeProvider.System);
        AgentProvider agent = new(wrap is null ? caller : wrap(caller), TimeProvider.System);
        AgentScript script = new(agent, pending =>
        {
            _made.Add(pending.Call);
            return (answer ?? AddUp)(pending);
        });
        ChatRun run = await ChatRun.OfAsync(script, ChatRun.Request with
        {
            BaseUrl = _endpoint.BaseUrl,
            Stream = stream,
            Tools = [Add, Look],
            Loop = limits ?? new LoopLimits(),
            TimeLimit = timeLimit,
            Output = output,
        });
        foreach (TestRequest request in _endpoint.Requests)
        {
            OpenAISchema.Instance?.AssertValidRequest(request.Body);
        }

        return run;
    }
}
