using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Structured;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Structured;

/// <summary>Whole exchanges over loopback: what goes out in each form, and what is made of what comes back.</summary>
public sealed class ChatStructuredProviderTests() : StructuredProviderTests(ModelApi.Chat);

public sealed class ResponsesStructuredProviderTests() : StructuredProviderTests(ModelApi.Responses);

public abstract class StructuredProviderTests(ModelApi api) : IAsyncDisposable
{
    private const string Good = """{"name":"Paris","population":2102650}""";

    private static readonly OutputSchema City = Read("""
        {
          "title": "city", "type": "object", "required": ["name", "population"], "additionalProperties": false,
          "properties": { "name": { "type": "string" }, "population": { "type": "integer", "minimum": 0 } }
        }
        """);

    private readonly TestEndpoint _endpoint = TestEndpoint.Start();
    private readonly ChatTransport _transport = ChatTransport.OverHttp();
    private readonly DialectMemory _memory = new();

    public ValueTask DisposeAsync()
    {
        _transport.Dispose();
        _endpoint.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    public static TheoryData<string, TestReply> AcceptedAnswers => new()
    {
        { "a call of the tool", Calls(Good) },
        { "a call with another finish reason", new TestReply.Chat { ToolCalls = [new TestToolCall("city", Good)], FinishReason = "stop" } },
        { "a second call that is right", new TestReply.Chat { ToolCalls = [new TestToolCall("city", "{}"), new TestToolCall("city", Good)] } },
        { "a name of the model's own", new TestReply.Chat { ToolCalls = [new TestToolCall("City_Tool", Good)] } },
        { "arguments written as text in text", Calls(JsonSerializer.Serialize(Good)) },
        { "arguments as an object", Whole("""{"tool_calls":[{"id":"a","type":"function","function":{"name":"city","arguments":""" + Good + "}}]}") },
        { "text", new TestReply.Chat(Good) },
        { "fenced text", new TestReply.Chat($"Here you are:\n```json\n{Good}\n```\nAnything else?") },
        { "text between words", new TestReply.Chat($"The {{city}} is this: {Good}. Done [sic].") },
        { "text after thoughts", new TestReply.Chat($"<think>maybe {{\"name\":\"Rome\",\"population\":1}}?</think>{Good}") },
    };

    [Fact]
    public async Task A_model_that_turns_out_to_think_is_asked_for_a_format_next()
    {
        const string Refusal = """{"error":{"message":"Thinking may not be enabled when tool_choice forces tool use.","type":"invalid_request_error"}}""";
        _endpoint.Enqueue(new TestReply.Http(400, Refusal), new TestReply.Chat(Good));

        ChatRun run = await AnswerAsync(City, reasoning: new ModelReasoning { Effort = ReasoningEffort.High });

        Assert.Equal(Good, run.Reply.Output?.ToString());
        Assert.Equal(["forced", "format"], _endpoint.Requests.Select(r => new SentRequest(r.Body).Form));
    }

    [Fact]
    public async Task No_tool_is_forced_on_a_model_that_thinks()
    {
        _endpoint.Enqueue(new TestReply.Chat(Good));
        ModelReasoning thinking = new() { Form = ReasoningForm.Adaptive, Effort = ReasoningEffort.High };

        ChatRun run = await AnswerAsync(City, reasoning: thinking);

        Assert.Equal(Good, run.Reply.Output?.ToString());
        string body = Assert.Single(_endpoint.Requests).Body;
        Assert.Equal("format", new SentRequest(body).Form);
        Assert.DoesNotContain("tool_choice", body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(AcceptedAnswers))]
    public async Task Output_is_found_wherever_the_answer_holds_it(string what, TestReply reply)
    {
        foreach (bool stream in (bool[])[false, true])
        {
            if (stream && reply is TestReply.Http)
            {
                continue;
            }

            _endpoint.Enqueue(reply);

            ChatRun run = await AnswerAsync(City, stream);

            Assert.True(run.Failure is null, $"{what}: {run.Failure}");
            Assert.Equal(Good, Assert.IsType<JsonElement>(run.Reply.Output).GetRawText());
            Assert.Equal((1, 1), (run.Reply.Attempts, run.Reply.Iterations));
            Assert.DoesNotContain(run.Reply.ToolCalls, c => c.Name == "city");
            Assert.Contains("Paris", run.Reply.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_tool_is_forced_by_name_and_no_other_is_offered()
    {
        _endpoint.Enqueue(Calls(Good));

        await AnswerAsync(City, tools: [new ToolDefinition("other", "", City.Json)]);

        SentRequest sent = new(_endpoint.Requests[0].Body);
        (string name, JsonElement parameters) = Assert.Single(sent.Tools);
        Assert.Equal(("city", "city"), (name, sent.ForcedTool));
        Assert.True(JsonElement.DeepEquals(City.Json, parameters));
    }

    [Fact]
    public async Task An_endpoint_that_ignores_or_refuses_forms_is_asked_in_the_next_and_that_is_remembered()
    {
        _endpoint.Enqueue(
            new TestReply.Chat("Paris is a fine city."),
            new TestReply.Failure(400, "tool_choice 'required' is not supported by this model"),
            new TestReply.Failure(404, "No endpoints found that support response_format"),
            new TestReply.Chat(Good),
            new TestReply.Chat(Good));

        ChatRun first = await AnswerAsync(City);
        ChatRun second = await AnswerAsync(City);

        Assert.Equal((4, 2, 1), (first.Reply.Attempts, first.Reply.Iterations, second.Reply.Attempts));
        Assert.Equal(["forced", "required", "format", "words", "words"], _endpoint.Requests.Select(r => new SentRequest(r.Body).Form));
        Assert.Equal(3, first.Events.OfType<ChatEvent.Notice>().Count());
        Assert.Contains("by 'response_format' for model 'm'", first.Events.OfType<ChatEvent.Notice>().Last().Message, StringComparison.Ordinal);
        Assert.Contains("\"population\"", new SentRequest(_endpoint.Requests[4].Body).Turns[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, "Failed to parse grammar")]
    [InlineData(500, "tool_choice 'required' is not supported by this runtime")]
    [InlineData(502, "tool_choice=required did not produce a tool call")]
    [InlineData(503, "response_format is not supported on this backend")]
    public async Task A_form_that_is_refused_as_if_the_server_had_failed_is_asked_for_once(int status, string message)
    {
        _endpoint.Enqueue(new TestReply.Failure(status, message), new TestReply.Chat(Good));

        ChatRun run = await AnswerAsync(City, retries: true);

        Assert.Equal(["forced", "required"], _endpoint.Requests.Select(r => new SentRequest(r.Body).Form));
        Assert.Equal(2, run.Reply.Attempts);
    }

    [Fact]
    public async Task A_server_that_failed_beside_tools_is_asked_again_in_the_same_form()
    {
        _endpoint.Enqueue(new TestReply.Failure(502, "the tool server is down"), Calls(Good));

        await AnswerAsync(City, retries: true);

        Assert.Equal(["forced", "forced"], _endpoint.Requests.Select(r => new SentRequest(r.Body).Form));
    }

    [Fact]
    public async Task A_model_mends_its_call_when_it_is_shown_each_violation()
    {
        _endpoint.Enqueue(Calls("""{"name":1,"population":-5}"""), Calls("""{"name":"Paris","population":"many"}"""), Calls(Good));

        ChatRun run = await AnswerAsync(City);

        Assert.Equal((3, 3, Good), (run.Reply.Attempts, run.Reply.Iterations, ((JsonElement)run.Reply.Output!).GetRawText()));
        SentRequest sent = new(_endpoint.Requests[2].Body);
        Assert.Equal(["user", "assistant", "tool", "assistant", "tool"], sent.Turns.Select(t => t.Role));
        string shown = sent.Turns[2].Text;
        Assert.Contains("$.name", shown, StringComparison.Ordinal);
        Assert.Contains("$.population", shown, StringComparison.Ordinal);
        Assert.Equal(sent.Turns[1].CallId, sent.Turns[2].CallId);
        Assert.True(run.Reply.Usage!.TotalTokens > 0);
    }

    [Fact]
    public async Task Text_that_does_not_fit_is_mended_in_text()
    {
        _endpoint.Enqueue(new TestReply.Chat("""{"name":"Paris"}"""), new TestReply.Chat(Good));

        ChatRun run = await AnswerAsync(City, stream: true);

        Assert.Equal(2, run.Reply.Iterations);
        SentRequest sent = new(_endpoint.Requests[1].Body);
        Assert.Equal("""{"name":"Paris"}""", sent.Turns[1].Text);
        Assert.Contains("population", sent.Turns[2].Text, StringComparison.Ordinal);
        Assert.Single(run.Events.OfType<ChatEvent.Notice>());
    }

    [Fact]
    public async Task Answers_that_never_fit_end_in_a_failure_with_the_last_one_and_its_violations()
    {
        _endpoint.Enqueue(Calls("{}"), Calls("{}"), Calls("""{"name":"Paris","population":1.5}"""), Calls(Good));

        ChatRun run = await AnswerAsync(City);

        Assert.Equal(FailureKind.OutputSchemaMismatch, run.Failure!.Kind);
        Assert.Equal(("""{"name":"Paris","population":1.5}""", 3, 3), (run.Failure.PartialText, run.Failure.Attempts, _endpoint.RequestCount));
        Assert.Equal("$.population", Assert.Single(run.Failure.Violations).InstancePath);
        Assert.Contains("asked 3 times", run.Failure.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_cut_at_the_limit_is_not_asked_for_again()
    {
        _endpoint.Enqueue(new TestReply.Chat { ToolCalls = [new TestToolCall("city", """{"name":"Par""")], FinishReason = "length" });

        ChatRun run = await AnswerAsync(City);

        Assert.Equal((FailureKind.OutputSchemaMismatch, 1), (run.Failure!.Kind, _endpoint.RequestCount));
        Assert.Contains("max_tokens", run.Failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_told_and_not_argued_with()
    {
        _endpoint.Enqueue(Whole("""{"content":null,"refusal":"I will not."}"""));

        ChatRun run = await AnswerAsync(City);

        Assert.Equal((FailureKind.OutputSchemaMismatch, 1), (run.Failure!.Kind, _endpoint.RequestCount));
        Assert.Contains("I will not.", run.Failure.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_that_is_not_about_the_form_is_the_callers()
    {
        _endpoint.Enqueue(
            new TestReply.Failure(401, "this key may not use tools"), new TestReply.Chat("prose"), new TestReply.Failure(400, "the prompt is bad"));

        ChatRun refused = await AnswerAsync(City);
        ChatRun later = await AnswerAsync(City);

        Assert.Equal((FailureKind.AuthenticationFailed, 1), (refused.Failure!.Kind, refused.Failure.Attempts));
        Assert.Equal((FailureKind.BadRequest, 2), (later.Failure!.Kind, later.Failure.Attempts));
    }

    [Theory]
    [InlineData("""{"type":"array","items":{"$ref":"#/$defs/n"},"$defs":{"n":{"type":"integer"}}}""", """{"value":[1,2]}""", "[1,2]")]
    [InlineData("""{"type":"array","items":{"type":"integer"}}""", "[1,2]", "[1,2]")]
    [InlineData("""{"enum":["yes","no"]}""", """{"value":"yes"}""", "\"yes\"")]
    public async Task A_schema_that_is_no_object_travels_in_one(string schema, string sent, string output)
    {
        _endpoint.Enqueue(Calls(sent, "structured_output"));

        ChatRun run = await AnswerAsync(Read(schema));

        Assert.Equal(output, ((JsonElement)run.Reply.Output!).GetRawText());
        JsonElement parameters = new SentRequest(_endpoint.Requests[0].Body).Tools[0].Parameters;
        Assert.Equal("object", parameters.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Numbers_keep_every_digit()
    {
        const string Numbers = """{"a":12345678901234567890123,"b":0.1000000000000000055511151231257827,"c":9007199254740993}""";
        _endpoint.Enqueue(Calls(Numbers, "structured_output"));

        Assert.Equal(Numbers, ((JsonElement)(await AnswerAsync(Read("""{"type":"object"}"""))).Reply.Output!).GetRawText());
    }

    [Theory]
    [InlineData("8E3043787")]
    [InlineData("45e-25381")]
    [InlineData("-1.5e400000")]
    public async Task A_number_that_nothing_holds_is_a_violation_that_the_model_may_mend(string number)
    {
        OutputSchema schema = Read("""{"type":"object","title":"city"}""");
        _endpoint.Enqueue(
            Calls($$"""{"a":[{"b c":{{number}}}]}"""), Calls("""{"a":[{"b c":1e400}]}"""), Calls($$"""{"a":{{number}}}"""), Calls($$"""{"a":{{number}}}"""),
            Calls($$"""{"a":{{number}}}"""));

        ChatRun mended = await AnswerAsync(schema);
        ChatRun never = await AnswerAsync(schema);

        Assert.Equal("""{"a":[{"b c":1e400}]}""", ((JsonElement)mended.Reply.Output!).GetRawText());
        Assert.Contains(
            $"$.a[0]['b c'] is {number}, which is too large or too small for any number",
            _endpoint.Requests[1].Body.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal((FailureKind.OutputSchemaMismatch, "$.a"), (never.Failure!.Kind, Assert.Single(never.Failure.Violations).InstancePath));
    }

    [Theory]
    [InlineData("tool_choice required was set, but the model did not produce a tool call")]
    [InlineData("guided decoding failed: unsupported JSON schema")]
    public async Task A_server_that_fails_for_a_form_is_asked_in_the_next_at_once(string words)
    {
        _endpoint.Enqueue(new TestReply.Failure(502, words), new TestReply.Failure(500, words), new TestReply.Failure(502, words), new TestReply.Chat(Good));

        ChatRun run = await AnswerAsync(City, retries: true);

        Assert.Equal(4, run.Reply.Attempts);
        Assert.Equal(["forced", "required", "format", "words"], _endpoint.Requests.Select(r => new SentRequest(r.Body).Form));
        Assert.DoesNotContain(run.Events.OfType<ChatEvent.Notice>(), n => n.Wait is not null);
    }

    [Theory]
    [InlineData("FUNCTION_INVOCATION_TIMEOUT")]
    [InlineData("Bad Gateway")]
    public async Task A_server_that_fails_for_other_reasons_is_asked_again_in_the_same_form(string words)
    {
        _endpoint.Enqueue(new TestReply.Failure(502, words), Calls(Good));

        ChatRun run = await AnswerAsync(City, retries: true);

        Assert.Equal(2, run.Reply.Attempts);
        Assert.Equal(["forced", "forced"], _endpoint.Requests.Select(r => new SentRequest(r.Body).Form));
    }

    [Fact]
    public async Task Prose_that_was_cut_at_the_limit_shows_that_the_form_is_ignored()
    {
        _endpoint.Enqueue(
            new TestReply.Chat("Paris is the capital of") { FinishReason = "length" },
            new TestReply.Chat("<think>hm</think>Well, the city of") { FinishReason = "max_tokens" },
            new TestReply.Chat("""{"name":"Par""") { FinishReason = "length" });

        ChatRun run = await AnswerAsync(City);

        Assert.Equal(["forced", "required", "format"], _endpoint.Requests.Select(r => new SentRequest(r.Body).Form));
        Assert.Equal((FailureKind.OutputSchemaMismatch, """{"name":"Par"""), (run.Failure!.Kind, run.Failure.PartialText));
        Assert.Contains("Raise 'max_tokens'", run.Failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_simulation_answers_with_an_instance_of_the_schema()
    {
        using ChatTransport simulated = ChatTransport.Simulated();
        StructuredProvider provider = new(new OpenAIChatProvider(simulated, TimeProvider.System), _memory, TimeProvider.System);

        ChatRun run = await ChatRun.OfAsync(provider, ChatRun.Request with { ApiChoice = api, Output = City });

        Assert.Equal(JsonValueKind.String, ((JsonElement)run.Reply.Output!).GetProperty("name").ValueKind);
    }

    [Fact]
    public void Requests_for_any_text_pass_through()
    {
        FixedStream stream = new();

        Assert.Same(stream.Events, new StructuredProvider(stream, _memory, TimeProvider.System).AnswerAsync(ChatRun.Request, CancellationToken.None));
    }

    [Fact]
    public async Task What_was_spent_before_a_failure_is_in_it()
    {
        _endpoint.Enqueue(
            Calls("{}") with { Usage = new TestUsage(90, 10), Headers = [KeyValuePair.Create("x-litellm-response-cost", "0.02")] },
            new TestReply.Failure(401, "no such key"));

        ChatFailure failure = (await AnswerAsync(City)).Failure!;

        Assert.Equal((FailureKind.AuthenticationFailed, 2, 2, 1), (failure.Kind, failure.Attempts, failure.Iterations, failure.UnpricedIterations));
        Assert.Equal((100L, 0.02m), (failure.Usage?.TotalTokens, failure.Cost));
        AgentUsage sum = new AgentUsage().Plus(failure);
        Assert.Equal((2, 1, 0.02m), (sum.Calls, sum.CallsWithoutCost, sum.Cost));
    }

    private static OutputSchema Read(string json) => OutputSchema.Read(json, out _)!;

    private static TestReply.Chat Calls(string arguments, string name = "city") => new() { ToolCalls = [new TestToolCall(name, arguments)] };

    private static TestReply.Http Whole(string message) =>
        new(200, """{"id":"c","model":"m","choices":[{"index":0,"finish_reason":"stop","message":""" + message + "}]}");

    private async Task<ChatRun> AnswerAsync(
        OutputSchema schema, bool stream = false, ToolDefinition[]? tools = null, bool retries = false, ModelReasoning? reasoning = null)
    {
        IChatProvider caller = new OpenAIChatProvider(_transport, TimeProvider.System);
        IChatProvider retrying = retries ? new RetryingProvider(caller, new InstantClock(), new Random(7)) : caller;
        AdaptingProvider inner = new(retrying, _memory, TimeProvider.System);
        StructuredProvider provider = new(inner, _memory, TimeProvider.System);
        ChatRun run = await ChatRun.OfAsync(
            provider,
            ChatRun.Request with
            {
                BaseUrl = _endpoint.BaseUrl,
                ApiChoice = api,
                Stream = stream,
                Output = schema,
                Tools = [.. tools ?? []],
                Reasoning = reasoning,
            });
        foreach (TestRequest request in _endpoint.Requests)
        {
            OpenAISchema.Instance?.AssertValidRequest(request.Body);
        }

        return run;
    }
}
