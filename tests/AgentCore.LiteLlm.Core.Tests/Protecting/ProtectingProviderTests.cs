using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentCore.LiteLlm.Agents;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Protecting;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Protection.Detection;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Structured;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Protecting;

public sealed class ChatProtectingProviderTests() : ProtectingProviderTests(ModelApi.Chat);

public sealed class ResponsesProtectingProviderTests() : ProtectingProviderTests(ModelApi.Responses);

/// <summary>Whole exchanges over loopback, by either API: what a server receives, and what a caller gets back.</summary>
public abstract class ProtectingProviderTests(ModelApi api) : IAsyncDisposable
{
    private static readonly string[] Values = [Sessions.Email, Sessions.OtherEmail, Sessions.Phone];

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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_value_leaves_as_a_placeholder_and_comes_back_as_itself(bool stream)
    {
        _endpoint.Enqueue(new TestReply.Chat
        {
            Text = "I wrote to <EMAIL_ADDRESS_1> and called <phone_number_1>.",
            ChunkCount = 25,
            Reasoning = "So <EMAIL_ADDRESS_1> it is",
        });

        ChatRun run = await AnswerAsync($"Write to {Sessions.Email}, call {Sessions.Phone}", stream);

        Assert.Contains("Write to <EMAIL_ADDRESS_1>, call <PHONE_NUMBER_1>", _endpoint.Requests[0].Body, StringComparison.Ordinal);
        AssertNothingLeft();
        Assert.Equal($"I wrote to {Sessions.Email} and called {Sessions.Phone}.", run.Reply.Text);
        Assert.Equal($"So {Sessions.Email} it is", run.Reply.Reasoning);
        Assert.Equal("EMAIL_ADDRESS 1 (replaced), PHONE_NUMBER 1 (replaced)", $"{run.Reply.Protection}");
        Assert.Contains(
            run.Events, e => e is ChatEvent.Notice { Message: "Personal data in the request: EMAIL_ADDRESS 1 (replaced), PHONE_NUMBER 1 (replaced)." });
        if (stream)
        {
            Assert.Equal((run.Reply.Text, run.Reply.Reasoning), (run.Pieces.Text, run.Pieces.Reasoning));
            Assert.All(run.Chunks, c => Assert.DoesNotContain("_", c.Text, StringComparison.Ordinal));
        }
    }

    // Numbers that restart for each message make one person of two.
    [Fact]
    public async Task Two_messages_with_different_values_have_different_numbers_and_a_repeated_value_has_one()
    {
        _endpoint.Enqueue(new TestReply.Chat("<EMAIL_ADDRESS_1> <EMAIL_ADDRESS_2>"));

        ChatRun run = await AnswerAsync(ChatRun.Request with
        {
            Messages =
            [
                new ChatMessage(ChatRole.System, $"From {Sessions.Email}"),
                new ChatMessage(ChatRole.User, $"To {Sessions.OtherEmail}, {Sessions.Email}, {Sessions.OtherEmail}"),
            ],
        });

        Assert.Contains("To <EMAIL_ADDRESS_2>, <EMAIL_ADDRESS_1>, <EMAIL_ADDRESS_2>", _endpoint.Requests[0].Body, StringComparison.Ordinal);
        Assert.Equal($"{Sessions.Email} {Sessions.OtherEmail}", run.Reply.Text);
    }

    // A placeholder of an earlier turn must still be known.
    [Fact]
    public async Task Placeholders_are_stable_over_the_turns_of_a_conversation()
    {
        _endpoint.Enqueue(
            new TestReply.Chat("Hello <EMAIL_ADDRESS_1>"), new TestReply.Chat("<EMAIL_ADDRESS_2> knows <EMAIL_ADDRESS_1>"),
            new TestReply.Chat("<EMAIL_ADDRESS_1> again"));
        ProtectionSession session = Sessions.Of();
        List<ChatMessage> messages = [];
        List<string> answers = [];
        foreach (string prompt in (string[])[$"I am {Sessions.Email}", $"Meet {Sessions.OtherEmail}", "Who am I?"])
        {
            messages.Add(new ChatMessage(ChatRole.User, prompt));
            ChatRun run = await AnswerAsync(ChatRun.Request with { Messages = [.. messages], Protection = Sessions.Of().With(session.Vault) });
            messages.Add(new ChatMessage(ChatRole.Assistant, run.Reply.Text));
            answers.Add(run.Reply.Text);
            Assert.Same(session.Vault, run.Reply.Vault);
        }

        Assert.Equal([$"Hello {Sessions.Email}", $"{Sessions.OtherEmail} knows {Sessions.Email}", $"{Sessions.Email} again"], answers);
        Assert.Contains("Hello <EMAIL_ADDRESS_1>", _endpoint.Requests[2].Body, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Fact]
    public async Task A_conversation_carries_what_was_replaced_and_never_writes_it()
    {
        _endpoint.Enqueue(new TestReply.Chat("Hello <EMAIL_ADDRESS_1>"), new TestReply.Chat("Still <EMAIL_ADDRESS_1>, now <EMAIL_ADDRESS_2>"));
        AgentProvider agent = new(Chain(), TimeProvider.System);
        ChatRequest first = ChatRun.Request with
        {
            BaseUrl = _endpoint.BaseUrl,
            ApiChoice = api,
            Messages = [new ChatMessage(ChatRole.User, Sessions.Email)],
            Protection = Sessions.Of(),
        };

        AgentConversation said = (await ChatRun.OfAsync(agent, first)).Reply.Conversation!;
        AgentConversation longer = said.Add(ChatRole.User, Sessions.OtherEmail);
        ChatRun run = await ChatRun.OfAsync(agent, first with { Messages = longer.Messages, Protection = Sessions.Of().With(longer.Vault) });

        Assert.Equal($"Still {Sessions.Email}, now {Sessions.OtherEmail}", run.Reply.Text);
        Assert.Same(said.Vault, run.Reply.Conversation!.Vault);
        Assert.DoesNotContain("EMAIL_ADDRESS", run.Reply.Conversation.ToJson(), StringComparison.Ordinal);
        Assert.Null(AgentConversation.Parse(longer.ToJson()).Vault);
        AssertNothingLeft();
    }

    [Fact]
    public async Task What_a_provider_wants_back_goes_back_as_it_was_and_its_placeholders_are_not_issued_anew()
    {
        _endpoint.Enqueue(new TestReply.Chat("<EMAIL_ADDRESS_2>"));
        ChatMessage before = new(ChatRole.Assistant, "Hello")
        {
            Extras = [By(
                new MessageExtra("reasoning_details", "[{\"signed\":\"\\u003cEMAIL_ADDRESS_1\\u003e\"}]"),
                new MessageExtra(
                    MessageExtras.Items,
                    "[{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"<EMAIL_ADDRESS_1>\"},"
                        + "{\"type\":\"message\",\"role\":\"assistant\",\"content\":\"Hello\"}]"))],
            Model = "m",
        };

        ChatRun run = await AnswerAsync(ChatRun.Request with
        {
            Messages = [new ChatMessage(ChatRole.User, "Hi"), before, new ChatMessage(ChatRole.User, Sessions.Email)],
        });

        Assert.Contains(before.Extras[0].Json[1..^1], _endpoint.Requests[0].Body, StringComparison.Ordinal);
        Assert.Contains("\"<EMAIL_ADDRESS_2>\"", _endpoint.Requests[0].Body, StringComparison.Ordinal);
        Assert.Equal(Sessions.Email, run.Reply.Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Arguments_of_tools_are_protected_going_out_and_restored_coming_back(bool stream)
    {
        _endpoint.Enqueue(new TestReply.Chat
        {
            ToolCalls =
            [
                new TestToolCall("send", """{"to":"<EMAIL_ADDRESS_1>","cc":"\u003cemail_address_2\u003e"}"""),
                new TestToolCall("call", """{"number":"<PHONE_NUMBER_1>"}"""),
            ],
        });

        ChatRun run = await AnswerAsync(ChatRun.Request with
        {
            Stream = stream,
            Messages =
            [
                new ChatMessage(ChatRole.User, "go"),
                new ChatMessage(ChatRole.Assistant, "") { ToolCalls = [new ToolCall("c0", "look", $$"""{"who":"{{Sessions.Email}}"}""")] },
                new ChatMessage(ChatRole.Tool, $$"""{"mail":"{{Sessions.OtherEmail}}","phone":"{{Sessions.Phone}}"}""") { ToolCallId = "c0" },
            ],
        });

        AssertNothingLeft();
        Assert.Contains(
            By("\"tool_call_id\":\"c0\"", "\"type\":\"function_call_output\",\"call_id\":\"c0\""), _endpoint.Requests[0].Body, StringComparison.Ordinal);
        Assert.Equal(
            [$$"""{"to":"{{Sessions.Email}}","cc":"{{Sessions.OtherEmail}}"}""", $$"""{"number":"{{Sessions.Phone}}"}"""],
            run.Reply.ToolCalls.Select(c => c.Arguments));
        if (stream)
        {
            Assert.Equal(run.Reply.ToolCalls.Select(c => c.Arguments), run.Chunks.GroupBy(c => c.Call).Select(g => string.Concat(g)));
        }
    }

    [Fact]
    public async Task The_pieces_of_tool_calls_that_arrive_by_turns_are_restored_each_for_itself()
    {
        (int Call, string Piece)[] pieces = [(0, "{\\\"a\\\":\\\"<EMAIL_"), (1, "{\\\"b\\\":\\\"<EMAIL_ADDR"), (0, "ADDRESS_1>\\\"}"), (1, "ESS_2>\\\"}")];
        string events = string.Concat(
            pieces.Select(
                p => $$$"""data: """
                    + $$$"""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":{{{p.Call}}},"id":"c{{{p.Call}}}","function":"""
                    + $$$"""{"name":"t","arguments":"{{{p.Piece}}}"}}]}}]}{{{"\n\n"}}}"""));
        string begun = string.Concat(Enumerable.Range(0, 2).Select(
            i => $$$"""data: {"type":"response.output_item.added","output_index":{{{i}}},"item":{"type":"function_call","call_id":"c{{{i}}}","name":"t"}}"""
                + "\n\n"));
        string deltas = string.Concat(pieces.Select(
            p => $$$"""data: {"type":"response.function_call_arguments.delta","output_index":{{{p.Call}}},"delta":"{{{p.Piece}}}"}{{{"\n\n"}}}"""));
        string ended = begun + deltas + "data: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"output\":[]}}\n\n";
        _endpoint.Enqueue(
            new TestReply.Http(200, By(events + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n", ended))
            {
                ContentType = "text/event-stream",
            });

        ChatRun run = await AnswerAsync($"{Sessions.Email} {Sessions.OtherEmail}", stream: true);

        string[] expected = [$$"""{"a":"{{Sessions.Email}}"}""", $$"""{"b":"{{Sessions.OtherEmail}}"}"""];
        Assert.Equal(expected, run.Reply.ToolCalls.Select(c => c.Arguments));
        Assert.Equal(expected, run.Chunks.GroupBy(c => c.Call).Select(g => string.Concat(g)));
    }

    // Nothing leaves when the search fails, however it is asked for, and the error names no value.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_search_that_fails_stops_the_request(bool stream)
    {
        WordDetector failing = new() { Fault = () => new ProtectionException("the analyzer answered 500") };

        ChatRun run = await AnswerAsync(ChatRun.Request with
        {
            Stream = stream,
            Messages = [new ChatMessage(ChatRole.User, Sessions.Email)],
            Protection = Sessions.Of(failing),
        });

        Assert.Equal((FailureKind.ProtectionFailed, 0), (run.Failure!.Kind, _endpoint.RequestCount));
        Assert.Contains("the analyzer answered 500", run.Failure.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain(Sessions.Email, $"{run.Failure}", StringComparison.Ordinal);
    }

    // A mistake in a detector is no answer, and what it throws may quote the text.
    [Fact]
    public async Task A_search_that_breaks_stops_the_request_and_tells_nothing_of_the_text()
    {
        WordDetector broken = new() { Fault = () => new InvalidOperationException($"at {Sessions.Email}") };

        ChatRun run = await AnswerAsync(ChatRun.Request with { Messages = [new ChatMessage(ChatRole.User, Sessions.Email)], Protection = Sessions.Of(broken) });

        Assert.Equal((FailureKind.ProtectionFailed, 0), (run.Failure!.Kind, _endpoint.RequestCount));
        Assert.Contains(nameof(InvalidOperationException), run.Failure.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain(Sessions.Email, $"{run.Failure}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 3)]
    [InlineData(3, int.MaxValue)]
    [InlineData(2, 90)]
    public async Task Places_that_are_not_in_the_text_stop_the_request(int start, int length)
    {
        ChatRun run = await AnswerAsync(ChatRun.Request with { Protection = Sessions.Of(new FixedDetector([new EntityFinding("PERSON", start, length, 1)])) });
        ChatRun overlapping = await AnswerAsync(ChatRun.Request with
        {
            Protection = Sessions.Of(new FixedDetector([new EntityFinding("PERSON", 0, 2, 1), new EntityFinding("PERSON", 1, 1, 1)])),
        });

        Assert.Equal((FailureKind.ProtectionFailed, FailureKind.ProtectionFailed, 0), (run.Failure!.Kind, overlapping.Failure!.Kind, _endpoint.RequestCount));
    }

    [Fact]
    public async Task Data_that_must_not_leave_stops_the_request_and_only_its_kind_and_count_are_told()
    {
        ChatRun run = await AnswerAsync(ChatRun.Request with
        {
            Messages = [new ChatMessage(ChatRole.User, $"{Sessions.Email} {Sessions.OtherEmail} {Sessions.Email}")],
            Protection = Sessions.Of(usual: ProtectionAction.Block),
        });

        Assert.Equal((FailureKind.ProtectionBlocked, 0), (run.Failure!.Kind, _endpoint.RequestCount));
        Assert.Contains("EMAIL_ADDRESS 3", run.Failure.Summary, StringComparison.Ordinal);
        Assert.All(Values, v => Assert.DoesNotContain(v, $"{run.Failure}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_search_that_outlasts_the_call_is_a_time_out()
    {
        ChatRun run = await AnswerAsync(ChatRun.Request with { TimeLimit = TimeSpan.FromMilliseconds(50), Protection = Sessions.Of(new HangingDetector()) });

        Assert.Equal((FailureKind.TimedOut, 0), (run.Failure!.Kind, _endpoint.RequestCount));
    }

    // What was restored must not be looked at again, and nothing is held for long.
    [Fact]
    public async Task A_stream_is_given_out_as_it_arrives()
    {
        _endpoint.Enqueue(new TestReply.Chat { Chunks = ["one ", "two ", "<EMAIL", "_ADDRESS_1", "> three", " <b", ">four"] });

        ChatRun run = await AnswerAsync($"{Sessions.Email}", stream: true);

        Assert.Equal(["one ", "two ", $"{Sessions.Email} three", " <b", ">four"], run.Chunks.Select(c => c.Text));
    }

    // Calls at the same time must not see each other's values.
    [Fact]
    public async Task Calls_at_the_same_time_have_maps_of_their_own()
    {
        string[] names = [.. Enumerable.Range(0, 24).Select(i => $"user{i:00}@example.com")];
        WordDetector detector = new([.. names.Select(n => (n, "EMAIL_ADDRESS"))]);
        _endpoint.Enqueue([.. names.Select((_, i) => new TestReply.Chat { Chunks = [$"{i} <EMAIL_AD", "DRESS_1>"], WhenPromptContains = $"call {i}." })]);

        ChatRun[] runs = await Task.WhenAll(
            names.Select(
                (n, i) => AnswerAsync(ChatRun.Streaming with
                {
                    Messages = [new ChatMessage(ChatRole.User, $"call {i}. {n}")],
                    Protection = Sessions.Of(detector),
                })));

        Assert.Equal(names.Select((n, i) => $"{i} {n}"), runs.Select(r => r.Reply.Text));
        Assert.Equal(names.Select((n, i) => $"{i} {n}"), runs.Select(r => r.Pieces.Text));
        Assert.DoesNotContain(_endpoint.Requests, r => r.Body.Contains("@example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Structured_output_is_restored_held_against_its_schema_and_mended_without_a_value_leaving()
    {
        OutputSchema schema = OutputSchema.Read(
            """{"title":"contact","type":"object","required":["mail","age"],"properties":{"mail":{"type":"string","enum":"""
                + """["ann@example.com","bob@example.org"]},"age":{"type":"integer"}}}""",
            out _)!;
        _endpoint.Enqueue(
            new TestReply.Chat { ToolCalls = [new TestToolCall("contact", """{"mail":"<EMAIL_ADDRESS_1>"}""")] },
            new TestReply.Chat { ToolCalls = [new TestToolCall("contact", """{"mail":"<EMAIL_ADDRESS_1>","age":7}""")] });

        ChatRun run = await AnswerAsync(ChatRun.Request with { Output = schema, Messages = [new ChatMessage(ChatRole.User, $"Who is {Sessions.Email}?")] });

        Assert.Equal("""{"mail":"ann@example.com","age":7}""", ((JsonElement)run.Reply.Output!).GetRawText());
        Assert.Equal(2, _endpoint.RequestCount);
        Assert.Contains("\"enum\":[\"<EMAIL_ADDRESS_1>\",\"<EMAIL_ADDRESS_2>\"]", _endpoint.Requests[0].Body, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Fact]
    public async Task Structured_output_in_text_stays_JSON_whatever_a_value_holds()
    {
        OutputSchema schema = OutputSchema.Read("""{"title":"p","type":"object","properties":{"name":{"type":"string"}}}""", out _)!;
        const string Name = "Ann \"Ace\" O\\Neil";
        _endpoint.Enqueue(new TestReply.Chat("""{"name":"<PERSON_1>"}"""));

        ChatRun run = await AnswerAsync(ChatRun.Request with
        {
            Output = schema,
            Messages = [new ChatMessage(ChatRole.User, Name)],
            Protection = Sessions.Of(new WordDetector((Name, "PERSON"))),
        });

        Assert.Equal(Name, ((JsonElement)run.Reply.Output!).GetProperty("name").GetString());
    }

    // How models write placeholders in text, each as the two writers of JSON escape it.
    public static TheoryData<string, bool, bool> WrittenForms => new(
        from form in (string[])
        [
            "<EMAIL_ADDRESS_1>", @"\<EMAIL_ADDRESS_1\>", @"\<EMAIL\_ADDRESS\_1\>", "&lt;EMAIL_ADDRESS_1&gt;", "&#60;email_address_1&#62;",
            "&amp;lt;EMAIL_ADDRESS_1&amp;gt;", @"\u003cEMAIL_ADDRESS_1\u003e", "`<EMAIL_ADDRESS_1>`", "<`EMAIL_ADDRESS_1`>", "**<EMAIL_ADDRESS_1>**",
            "<**EMAIL_ADDRESS_1**>", "<EMAIL*ADDRESS*1>", "%3CEMAIL_ADDRESS_1%3E",
        ]
        from isRelaxed in (bool[])[false, true]
        from stream in (bool[])[false, true]
        select (form, isRelaxed, stream));

    [Theory]
    [MemberData(nameof(WrittenForms))]
    public async Task Escaped_placeholders_are_restored_in_arguments_and_structured_output_as_in_text(string form, bool isRelaxed, bool stream)
    {
        JavaScriptEncoder encoder = isRelaxed ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping : JavaScriptEncoder.Default;
        string json = $$"""{"to":"Ann {{JavaScriptEncoder.Default.Encode("\u00FC")}} {{encoder.Encode(form)}}","n":"\\\"\/\n"}""";
        OutputSchema schema = OutputSchema.Read("""{"title":"p","type":"object","properties":{"to":{"type":"string"}}}""", out _)!;
        _endpoint.Enqueue(
            new TestReply.Chat { Text = form, ChunkCount = 9 },
            new TestReply.Chat { ToolCalls = [new TestToolCall("send", json)], ChunkCount = 40 },
            new TestReply.Chat { ToolCalls = [new TestToolCall("p", json)], ChunkCount = 40 });
        ChatRequest request = ChatRun.Request with { Stream = stream, Messages = [new ChatMessage(ChatRole.User, Sessions.Email)] };

        string text = (await AnswerAsync(request)).Reply.Text;
        ChatRun called = await AnswerAsync(request);
        ChatRun structured = await AnswerAsync(request with { Output = schema });

        Assert.Contains(Sessions.Email, text, StringComparison.Ordinal);
        Assert.DoesNotContain("1", text, StringComparison.Ordinal);
        JsonElement arguments = JsonDocument.Parse(called.Reply.ToolCalls[0].Arguments).RootElement;
        Assert.Equal(($"Ann \u00FC {text}", "\\\"/\n"), (arguments.GetProperty("to").GetString(), arguments.GetProperty("n").GetString()));
        Assert.Equal(arguments.GetRawText(), ((JsonElement)structured.Reply.Output!).GetRawText());
        if (stream)
        {
            Assert.Equal(called.Reply.ToolCalls[0].Arguments, string.Concat(called.Chunks));
        }
    }

    [Fact]
    public async Task What_had_arrived_before_a_failure_is_restored()
    {
        string events = By(
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"To <EMAIL_ADDRESS_1>: <EMAIL\"}}]}\n\n",
            "data: {\"type\":\"response.output_text.delta\",\"item_id\":\"i\",\"output_index\":0,\"delta\":\"To <EMAIL_ADDRESS_1>: <EMAIL\"}\n\n");
        _endpoint.Enqueue(new TestReply.Http(200, events)
        {
            ContentType = "text/event-stream",
        });

        ChatRun run = await AnswerAsync(Sessions.Email, stream: true);

        Assert.Equal((FailureKind.ReplyCutOff, $"To {Sessions.Email}: <EMAIL"), (run.Failure!.Kind, run.Failure.PartialText));
        Assert.Equal($"To {Sessions.Email}: ", run.Pieces.Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_secret_that_only_the_restored_text_holds_is_starred_out(bool stream)
    {
        WordDetector detector = new(("0123456789", "PHONE_NUMBER"));
        _endpoint.Enqueue(new TestReply.Chat { Text = "The key is sk-canary-<PHONE_NUMBER_1>!", ChunkCount = 12 });

        ChatRun run = await AnswerAsync(ChatRun.Request with
        {
            Stream = stream,
            Messages = [new ChatMessage(ChatRole.User, "call 0123456789")],
            Protection = Sessions.Of(detector),
        });

        Assert.Equal("The key is ***!", run.Reply.Text);
        Assert.Equal(stream ? "The key is ***!" : "", run.Pieces.Text);
    }

    [Fact]
    public async Task A_request_without_a_session_passes_as_it_is()
    {
        _endpoint.Enqueue(new TestReply.Chat("<EMAIL_ADDRESS_1>"));

        ChatRun run = await ChatRun.OfAsync(
            Chain(), ChatRun.Request with { BaseUrl = _endpoint.BaseUrl, ApiChoice = api, Messages = [new ChatMessage(ChatRole.User, Sessions.Email)] });

        Assert.Contains(Sessions.Email, _endpoint.Requests[0].Body, StringComparison.Ordinal);
        Assert.Equal(("<EMAIL_ADDRESS_1>", null), (run.Reply.Text, run.Reply.Protection));
    }

    [Fact]
    public async Task A_retry_sends_the_same_placeholders()
    {
        _endpoint.Enqueue(new TestReply.Failure(503, "busy with <EMAIL_ADDRESS_1>"), new TestReply.Chat("<EMAIL_ADDRESS_1>"));

        ChatRun run = await AnswerAsync(Sessions.Email);

        Assert.Equal((Sessions.Email, 2), (run.Reply.Text, run.Reply.Attempts));
        Assert.Equal(_endpoint.Requests[0].Body, _endpoint.Requests[1].Body);
    }

    [Fact]
    public void Requests_without_a_session_pass_through()
    {
        FixedStream stream = new();

        Assert.Same(stream.Events, new ProtectingProvider(stream, TimeProvider.System).AnswerAsync(ChatRun.Request, CancellationToken.None));
    }

    private T By<T>(T chat, T responses) => api == ModelApi.Chat ? chat : responses;

    private void AssertNothingLeft()
    {
        foreach (TestRequest request in _endpoint.Requests)
        {
            string body = Encoding.UTF8.GetString(request.BodyBytes.Span);
            Assert.All(Values, v => Assert.DoesNotContain(v, body, StringComparison.Ordinal));
            OpenAISchema.Instance?.AssertValidRequest(request.Body);
        }
    }

    private Task<ChatRun> AnswerAsync(string prompt, bool stream = false) =>
        AnswerAsync(ChatRun.Request with { Stream = stream, Messages = [new ChatMessage(ChatRole.User, prompt)] });

    private Task<ChatRun> AnswerAsync(ChatRequest request) =>
        ChatRun.OfAsync(Chain(), request with
        {
            BaseUrl = _endpoint.BaseUrl,
            ApiChoice = api,
            Protection = request.Protection ?? Sessions.Of(),
            Retries = new RetryOptions { Interval = TimeSpan.FromMilliseconds(1) },
        });

    private StructuredProvider Chain()
    {
        RetryingProvider retrying = new(new OpenAIChatProvider(_transport, TimeProvider.System), TimeProvider.System, new Random(1));
        ProtectingProvider protecting = new(new AdaptingProvider(retrying, _memory, TimeProvider.System), TimeProvider.System);
        return new StructuredProvider(protecting, _memory, TimeProvider.System);
    }
}
