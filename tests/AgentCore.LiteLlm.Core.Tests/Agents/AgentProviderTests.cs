using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Structured;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Agents;

public sealed class ChatAgentProviderTests() : AgentProviderTests(ModelApi.Chat);

public sealed class ResponsesAgentProviderTests() : AgentProviderTests(ModelApi.Responses);

/// <summary>Whole runs over loopback, by either API: what goes out in each turn, what is asked of whoever calls the tools, and how runs end.</summary>
public abstract class AgentProviderTests(ModelApi api) : IAsyncDisposable
{
    private readonly AgentRuns _runs = new() { Api = api };

    public ValueTask DisposeAsync()
    {
        _runs.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_calls_tools_and_ends_with_the_answer(bool stream)
    {
        _runs.Endpoint.Enqueue(AgentRuns.Call("add", """{"a":1,"b":2}""", "call_1") with { Text = "I add." }, new TestReply.Chat("It is 3."));

        ChatRun run = await _runs.RunAsync(stream: stream);

        Assert.Equal(("It is 3.", 2, 2), (run.Reply.Text, run.Reply.Iterations, run.Reply.Attempts));
        Assert.Equal([new ToolCall("call_1", "add", """{"a":1,"b":2}""")], _runs.Made);
        Assert.Equal(
            [
                (1, AgentStepKind.Turn, null, null), (1, AgentStepKind.Tool, "add", ToolOutcome.Succeeded),
                (2, AgentStepKind.Turn, (string?)null, (ToolOutcome?)null),
            ],
            run.Reply.Steps.Select(s => (s.Iteration, s.Kind, s.Tool, s.Outcome)));
        Assert.Equal(run.Reply.Steps, run.Events.OfType<ChatEvent.Stepped>().Select(e => e.Step));
        Assert.Equal([ChatRole.User, ChatRole.Assistant, ChatRole.Tool, ChatRole.Assistant], run.Reply.Messages.Select(m => m.Role));
        using JsonDocument second = JsonDocument.Parse(_runs.Endpoint.Requests[1].Body);
        Assert.Equal(api, run.Reply.Api);
        if (api == ModelApi.Responses)
        {
            // The items of the answer go back as they came, with their ids.
            JsonElement[] items = [.. second.RootElement.GetProperty("input").EnumerateArray()];
            Assert.Equal(["user", "assistant"], items[..2].Select(i => i.GetProperty("role").GetString()));
            Assert.Equal(
                ["message", "function_call", "function_call_output"], items[1..].Select(i => i.GetProperty("type").GetString()));
            Assert.StartsWith("fc_", items[2].GetProperty("id").GetString(), StringComparison.Ordinal);
            Assert.Equal(
                [("user", "hi", null), ("assistant", "I add.", null), ("assistant", """{"a":1,"b":2}""", "call_1"), ("tool", "3", "call_1")],
                new SentRequest(_runs.Endpoint.Requests[1].Body).Turns);
            Assert.All(second.RootElement.GetProperty("tools").EnumerateArray(), t => Assert.False(t.GetProperty("strict").GetBoolean()));
            return;
        }

        Assert.Equal(
            """[{"role":"user","content":"hi"},{"role":"assistant","content":"I """
                + """add.","tool_calls":[{"id":"call_1","type":"function","function":{"name":"add","arguments":"{\u0022a\u0022:1,\u0022b\u0022:2}"}}]},"""
                + """{"role":"tool","content":"3","tool_call_id":"call_1"}]""",
            JsonSerializer.Serialize(second.RootElement.GetProperty("messages")));
        Assert.Equal(2, second.RootElement.GetProperty("tools").GetArrayLength());
    }

    [Fact]
    public async Task Calls_of_one_turn_are_all_answered_in_order_and_their_ids_stay_as_they_are()
    {
        string[] ids = ["call__thought__CpIBAdHtim9+/==", "weird id\n2", "x"];
        _runs.Endpoint.Enqueue(
            new TestReply.Chat
            {
                ToolCalls =
                [
                    new TestToolCall("add", """{"a":1,"b":1}""") { Id = ids[0] }, new TestToolCall("nope", "{}") { Id = ids[1] },
                    new TestToolCall("add", """{"a":2,"b":2}""") { Id = ids[2] },
                ],
            },
            new TestReply.Chat("done"));

        ChatRun run = await _runs.RunAsync();

        ImmutableArray<ChatMessage> answers = [.. run.Reply.Messages.Where(m => m.Role == ChatRole.Tool)];
        Assert.Equal(ids, answers.Select(m => m.ToolCallId));
        Assert.Equal(["2", "4"], [answers[0].Text, answers[2].Text]);
        Assert.StartsWith("Error: there is no tool of that name. The tools are: add, look.", answers[1].Text, StringComparison.Ordinal);
        Assert.Equal(["1", "2"], _runs.Made.Select(c => c.Arguments[5..6]));
    }

    [Fact]
    public async Task Results_may_come_later_and_in_any_order()
    {
        _runs.Endpoint.Enqueue(
            new TestReply.Chat
            {
                ToolCalls = [new TestToolCall("add", """{"a":1,"b":1}""") { Id = "1" }, new TestToolCall("add", """{"a":2,"b":2}""") { Id = "2" }],
            },
            new TestReply.Chat("done"));
        List<PendingToolCall> open = [];

        ChatRun run = await _runs.RunAsync(answer: pending =>
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
        _runs.Endpoint.Enqueue(AgentRuns.Call("add", arguments), new TestReply.Chat("sorry"));

        ChatRun run = await _runs.RunAsync();

        Assert.Empty(_runs.Made);
        Assert.Equal("sorry", run.Reply.Text);
        AgentStep step = run.Reply.Steps[1];
        Assert.Equal(ToolOutcome.InvalidArguments, step.Outcome);
        Assert.Contains(told, step.Result, StringComparison.Ordinal);
        Assert.StartsWith("Error: ", step.Result, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("add", """{"a":1,"b":""", "length", "reached its limit of tokens within this call", """{"a":1,"b":""")]
    [InlineData("look", "", "length", "reached its limit of tokens within this call", "Nothing of them had come.")]
    [InlineData("add", """{"a":1,"b":2}{"a":2,"b":2}""", "tool_calls", "no JSON object", """{"a":1,"b":2}{"a":2,"b":2}""")]
    [InlineData("add", "a=1, b=2", "stop", "no JSON object", "a=1, b=2")]
    public async Task Arguments_that_are_no_JSON_are_told_to_the_model_and_never_sent_back(
        string tool, string arguments, string finish, string told, string shown)
    {
        _runs.Endpoint.Enqueue(AgentRuns.Call(tool, arguments, "c1") with { FinishReason = finish }, new TestReply.Chat("sorry"));

        ChatRun run = await _runs.RunAsync();

        Assert.Empty(_runs.Made);
        Assert.Equal((arguments, ToolOutcome.InvalidArguments), (run.Reply.Steps[1].Arguments, run.Reply.Steps[1].Outcome));
        SentRequest second = new(_runs.Endpoint.Requests[1].Body);
        Assert.Equal("{}", second.Turns[1].Text);
        Assert.Contains(told, second.Turns[2].Text, StringComparison.Ordinal);
        Assert.Contains(shown, second.Turns[2].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("functions.look")]
    [InlineData("default_api:look")]
    [InlineData(" look ")]
    public async Task A_name_with_the_namespace_of_a_template_is_the_tools(string name)
    {
        _runs.Endpoint.Enqueue(AgentRuns.Call(name, "{}"), new TestReply.Chat("seen"));

        ChatRun run = await _runs.RunAsync();

        Assert.Equal("look", Assert.Single(_runs.Made).Name);
        Assert.Equal("seen", run.Reply.Text);
    }

    [Theory]
    [InlineData("add", """{"a":1,"b":2,"when":null}""")]
    [InlineData("add", """{"a":1,"b":2,"when":"tomorrow"}""")]
    [InlineData("add", "\"{\\\"a\\\":1,\\\"b\\\":2}\"")]
    [InlineData("look", "")]
    [InlineData("look", "  ")]
    public async Task Arguments_that_can_be_meant_only_one_way_are_taken(string tool, string arguments)
    {
        _runs.Endpoint.Enqueue(AgentRuns.Call(tool, arguments), new TestReply.Chat("done"));

        ChatRun run = await _runs.RunAsync();

        Assert.Single(_runs.Made);
        Assert.Equal(ToolOutcome.Succeeded, run.Reply.Steps[1].Outcome);
    }

    [Fact]
    public async Task What_a_turn_is_follows_from_its_message_and_not_from_its_finish_reason()
    {
        _runs.Endpoint.Enqueue(AgentRuns.Call("look", "{}") with { FinishReason = "stop" }, new TestReply.Chat("Seen.") { FinishReason = "tool_calls" });

        ChatRun run = await _runs.RunAsync();

        Assert.Equal(("Seen.", 2), (run.Reply.Text, run.Reply.Iterations));
    }

    [Fact]
    public async Task A_call_without_id_gets_one_that_its_result_names()
    {
        _runs.Endpoint.Enqueue(
            new TestReply.Http(
                200,
                """{"choices":[{"message":{"tool_calls":[{"type":"function","function":{"name":"look","arguments":"{}"}},"""
                    + """{"id":"","type":"function","function":{"name":"look","arguments":"{}"}}]},"finish_reason":"stop"}]}"""),
            new TestReply.Chat("done"));

        ChatRun run = await _runs.RunAsync();

        Assert.Equal(run.Reply.Messages[1].ToolCalls.Select(c => c.Id), run.Reply.Messages.Where(m => m.Role == ChatRole.Tool).Select(m => m.ToolCallId));
        Assert.Equal(2, run.Reply.Messages[1].ToolCalls.Select(c => c.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("""The answer: {"sum":3}""", 2)]
    [InlineData("It is three.", 3)]
    public async Task Output_is_asked_for_after_the_tools_unless_the_answer_fits_already(string answer, int requests)
    {
        OutputSchema schema = OutputSchema.Read("""{"title":"result","type":"object","required":["sum"],"properties":{"sum":{"type":"integer"}}}""", out _)!;
        _runs.Endpoint.Enqueue(AgentRuns.Call("add", """{"a":1,"b":2}"""), new TestReply.Chat(answer), AgentRuns.Call("result", """{"sum":3}"""));
        DialectMemory memory = new();

        ChatRun run = await _runs.RunAsync(output: schema, wrap: inner => new StructuredProvider(inner, memory, TimeProvider.System));

        Assert.Equal("""{"sum":3}""", Assert.IsType<JsonElement>(run.Reply.Output).GetRawText());
        Assert.Equal((requests, requests), (_runs.Endpoint.RequestCount, run.Reply.Iterations));
        Assert.DoesNotContain("result", _runs.Endpoint.Requests[0].Body, StringComparison.Ordinal);
        Assert.Equal(requests == 3 ? "result" : "add", new SentRequest(_runs.Endpoint.Requests[^1].Body).Tools[0].Name);
    }

    [Fact]
    public async Task Without_a_loop_calls_stay_the_callers()
    {
        _runs.Endpoint.Enqueue(AgentRuns.Call("look", "{}"));

        ChatRun run = await ChatRun.OfAsync(_runs.Provider, ChatRun.Request with { BaseUrl = _runs.Endpoint.BaseUrl, ApiChoice = api });

        Assert.Equal("look", Assert.Single(run.Reply.ToolCalls).Name);
        Assert.Empty(run.Reply.Steps);
        Assert.Equal([ChatRole.User, ChatRole.Assistant], run.Reply.Messages.Select(m => m.Role));
    }

    [Fact]
    public async Task The_simulation_calls_every_tool_once_and_then_answers()
    {
        using ChatTransport simulated = ChatTransport.Simulated();

        ChatRun run = await _runs.RunAsync(transport: simulated);

        Assert.Equal(["add", "look"], _runs.Made.Select(c => c.Name));
        Assert.Equal("Simulated reply from m to: hi (with 0, 0)", run.Reply.Text);
        Assert.True(run.Reply.Simulated);
    }

    [Fact]
    public async Task A_step_as_text_holds_nothing_of_what_was_said()
    {
        _runs.Endpoint.Enqueue(AgentRuns.Call("add", """{"a":4711,"b":2}""") with { Text = "secret words" }, new TestReply.Chat("more secret words"));

        ChatRun run = await _runs.RunAsync();

        string said = string.Join('\n', run.Reply.Steps);
        Assert.DoesNotContain("secret", said, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", said, StringComparison.Ordinal);
        Assert.Contains("'add' succeeded", said, StringComparison.Ordinal);
    }
}
