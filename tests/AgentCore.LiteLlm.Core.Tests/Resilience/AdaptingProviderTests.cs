using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Resilience;

public sealed class AdaptingProviderTests
{
    private const string NoMaxTokens = "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
    private const string NoTemperature = "Unsupported value: 'temperature' does not support 0.3 with this model. Only the default (1) value is supported.";

    private static readonly ChatRequest Request = ChatRun.Streaming with { MaxTokens = 100, Temperature = 0.3 };
    private static readonly ChatMessage Calling = new(ChatRole.Assistant, "") { ToolCalls = [new ToolCall("a", "f", "{}")] };
    private static readonly Dialect CompletionTokens = new() { UsesMaxCompletionTokens = true };

    private static readonly CallLabels Labels = new()
    {
        Tags = ["t"],
        Metadata = [new("team", JsonSerializer.SerializeToElement("a")), new("build", JsonSerializer.SerializeToElement(7))],
    };

    private readonly DialectMemory _memory = new();
    private readonly InstantClock _clock = new();

    public static TheoryData<string, string, string> Refusals => new()
    {
        { NoMaxTokens, "usual", "completion tokens" },
        { "litellm.BadRequestError: OpenAIException - " + NoMaxTokens, "usual", "completion tokens" },
        { "body.max_tokens: Extra inputs are not permitted", "usual", "completion tokens" },
        { "Unrecognized request argument supplied: max_completion_tokens", "completion tokens", "usual" },
        { "'max_completion_tokens' is not supported; use 'max_tokens' instead.", "completion tokens", "usual" },
        { NoTemperature, "usual", "no temperature" },
        { "`temperature` is deprecated for this model.", "usual", "no temperature" },
        { "litellm.UnsupportedParamsError: openai does not support parameters: ['temperature'], for model=o3-mini.", "usual", "no temperature" },
        { "unknown field 'stream_options'", "usual", "no stream options" },
        { "OpenAIException - The 'stream_options' parameter is only allowed when 'stream' is enabled.", "usual", "no stream options" },
        { "Unsupported value: 'stream' does not support true with this model. Only the default (false) value is supported.", "usual", "no stream" },
        { "Streaming is not supported for this model.", "usual", "no stream" },
        { "stream=True is not supported by this deployment", "usual", "no stream" },
        { "This model does not support streaming responses", "usual", "no stream" },
        { "Your organization must be verified to stream this model.", "usual", "no stream" },
        { "Only non-streaming requests are allowed: streaming has been disabled", "no stream options", "no stream, no stream options" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refused_parameter_is_written_otherwise_and_remembered(string message, string before, string after)
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(400, message), ScriptedProvider.Answers("yes"));
        ChatRequest request = Request with { Dialect = ToDialect(before) };

        ChatRun first = await OfAsync(inner, request);
        ChatRun second = await OfAsync(inner, request);

        Assert.Equal([ToDialect(before), ToDialect(after), ToDialect(after)], inner.Requests.Select(r => r.Dialect));
        Assert.Contains("refused the request for model 'm'", Assert.Single(first.Events.OfType<ChatEvent.Warning>()).Message, StringComparison.Ordinal);
        Assert.Equal(("yes", 2, 1), (first.Reply.Text, first.Reply.Attempts, second.Reply.Attempts));
        Assert.Empty(second.Events.OfType<ChatEvent.Warning>());
    }

    [Theory]
    [InlineData(400, "Invalid content type. image_url is only supported by certain models.")]
    [InlineData(404, "No endpoints found that support image input")]
    [InlineData(400, "litellm.BadRequestError: DeepseekException - Failed to deserialize: unknown variant `image_url`, expected `text`")]
    [InlineData(500, "image input is not supported - hint: if this is unexpected, you may need to provide the mmproj")]
    [InlineData(400, "m is not a multimodal model None")]
    public async Task Pictures_of_tools_are_left_out_where_the_model_does_not_see_and_that_is_remembered(int status, string message)
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(status, message), ScriptedProvider.Answers("yes"));
        ChatMessage own = new(ChatRole.User, "what is it?") { Parts = [new ContentPart.Image("data:image/png;base64,AA")] };
        ChatMessage shown = new(ChatRole.User, "The pictures:") { Parts = [new ContentPart.Image("data:image/png;base64,AAAA")], HoldsToolImages = true };
        ChatRequest request = Request with { Messages = [own, shown] };

        ChatRun first = await OfAsync(inner, request);
        await OfAsync(inner, request);

        Assert.Equal([1, 0, 0], inner.Requests.Select(r => r.Messages[1].Parts.Length));
        Assert.All(inner.Requests, r => Assert.Single(r.Messages[0].Parts));
        Assert.Contains("pictures that tools return are left out", Assert.Single(first.Events.OfType<ChatEvent.Warning>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_of_the_callers_own_is_never_left_out()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(400, "image_url is only supported by certain models."), ScriptedProvider.Answers("yes"));
        ChatMessage own = new(ChatRole.User, "what is it?") { Parts = [new ContentPart.Image("data:image/png;base64,AA")] };

        ChatRun run = await OfAsync(inner, Request with { Messages = [own] });

        Assert.Single(inner.Requests);
        Assert.NotNull(run.Failure);
    }

    [Theory]
    [InlineData("'content' is a required property - 'messages.2'")]
    [InlineData("body.messages.2.assistant.content: Field required")]
    [InlineData("Input should have at least 1 content: messages.2.content field is required")]
    [InlineData("Missing required parameter: 'messages[2].content'.")]
    [InlineData("messages[2].content: expected a string, got undefined")]
    [InlineData("can only concatenate str (not \"NoneType\") to str")]
    public async Task Content_that_is_missed_beside_calls_is_sent_as_null_and_then_as_text(string message)
    {
        ChatRequest request = Request with { Messages = [new(ChatRole.User, "q"), Calling, new(ChatRole.Tool, "r") { ToolCallId = "a" }] };
        ScriptedProvider inner = new(
            ScriptedProvider.Fails(400, message),
            ScriptedProvider.Fails(422, "Invalid type for 'messages[2].content': expected a string, but got null instead."), ScriptedProvider.Answers("yes"));

        ChatRun run = await OfAsync(inner, request);
        await OfAsync(inner, request);

        Assert.Equal("yes", run.Reply.Text);
        Assert.Equal([EmptyContent.Omitted, EmptyContent.Null, EmptyContent.Text, EmptyContent.Text], inner.Requests.Select(r => r.Dialect.EmptyContent));
    }

    [Theory]
    [InlineData("The response was filtered due to the prompt triggering the content management policy.")]
    [InlineData("Invalid content type")]
    public async Task Other_words_about_content_change_nothing(string message)
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(400, message));

        Assert.NotNull((await OfAsync(inner, Request with { Messages = [new(ChatRole.User, "q"), Calling] })).Failure);
        Assert.Single(inner.Requests);
    }

    [Fact]
    public async Task Content_that_was_sent_is_not_what_is_missed()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(400, "'content' is a required property"));

        Assert.NotNull((await OfAsync(inner, Request)).Failure);
        Assert.Single(inner.Requests);
    }

    [Theory]
    [InlineData((int)EmptyContent.Omitted, """{"role":"assistant","tool_calls":""")]
    [InlineData((int)EmptyContent.Null, """{"role":"assistant","content":null,"tool_calls":""")]
    [InlineData((int)EmptyContent.Text, """{"role":"assistant","content":"","tool_calls":""")]
    public async Task Each_way_of_no_content_is_one_the_schema_knows(int empty, string expected)
    {
        using WireHandler wire = new(System.Net.HttpStatusCode.OK, """{"choices":[{"message":{"content":"ok"},"finish_reason":"stop"}]}""");
        ChatRequest request = ChatRun.Request with
        {
            Messages = [new(ChatRole.User, "q"), Calling, new(ChatRole.Tool, "r") { ToolCallId = "a" }],
            Dialect = new() { EmptyContent = (EmptyContent)empty },
        };

        await ChatRun.OverAsync(wire, request);

        Assert.Contains(expected, wire.SentBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_without_streams_answers_in_one_piece_that_is_streamed_on()
    {
        using WireHandler wire = new(
            System.Net.HttpStatusCode.OK, """{"choices":[{"message":{"content":"whole"},"finish_reason":"stop"}]}""", "application/json",
            ("x-litellm-response-cost", "0.5"));

        ChatRun run = await ChatRun.OverAsync(wire, ChatRun.Streaming with { Dialect = new() { OmitsStream = true } });

        Assert.DoesNotContain("stream", wire.SentBody, StringComparison.Ordinal);
        Assert.Equal(("whole", "whole", 0.5m), (run.Reply.Text, run.Pieces.Text, run.Reply.Cost));
    }

    [Theory]
    [InlineData("Invalid type for 'metadata.tags': expected a string, but got an array instead.", "Whole Texts Texts")]
    [InlineData("body.metadata.build: Input should be a valid string", "Whole Texts Texts")]
    [InlineData("Unknown name \"metadata\": Cannot find field.", "Whole Texts Texts")]
    [InlineData("The 'metadata' parameter is only allowed when 'store' is enabled.", "Whole Texts Texts")]
    public async Task Refused_metadata_is_sent_as_OpenAI_s_schema_has_it(string message, string forms)
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(400, message), ScriptedProvider.Answers("yes"));
        ChatRequest request = Request with { Labels = Labels };

        ChatRun first = await OfAsync(inner, request);
        ChatRun second = await OfAsync(inner, request);

        Assert.Equal(forms, string.Join(' ', inner.Requests.Select(r => r.Dialect.Metadata)));
        Assert.EndsWith(
            "only short texts are sent as its 'metadata' from now on, so without 'build' (a number), 'tags' (a list).",
            Assert.Single(first.Events.OfType<ChatEvent.Warning>()).Message,
            StringComparison.Ordinal);
        Assert.Empty(second.Events.OfType<ChatEvent.Warning>());
    }

    [Fact]
    public async Task Metadata_of_texts_alone_that_is_refused_is_left_out()
    {
        const string Refusal = "The 'metadata' parameter is only allowed when 'store' is enabled.";
        ScriptedProvider inner = new(ScriptedProvider.Fails(400, Refusal), ScriptedProvider.Fails(400, Refusal), ScriptedProvider.Answers("yes"));

        ChatRun mixed = await OfAsync(inner, Request with { Labels = Labels });
        ScriptedProvider plain = new(ScriptedProvider.Fails(400, Refusal), ScriptedProvider.Answers("yes"));
        ChatRun texts = await OfAsync(plain, Request with { Model = "other", Labels = Labels with { Tags = [], Metadata = [Labels.Metadata[0]] } });

        Assert.Equal((3, 2), (mixed.Reply.Attempts, texts.Reply.Attempts));
        Assert.Equal([MetadataForm.Whole, MetadataForm.Texts, MetadataForm.Nothing], inner.Requests.Select(r => r.Dialect.Metadata));
        Assert.Equal([MetadataForm.Whole, MetadataForm.Nothing], plain.Requests.Select(r => r.Dialect.Metadata));
    }

    [Fact]
    public async Task What_was_learned_to_be_left_out_is_said_once_of_other_metadata_too()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(400, "Invalid type for 'metadata.tags'"), ScriptedProvider.Answers("yes"));
        ChatRequest other = Request with { Labels = new CallLabels { Metadata = [new("run", JsonSerializer.SerializeToElement(true))] } };
        await OfAsync(inner, Request with { Labels = Labels });

        ChatRun first = await OfAsync(inner, other);
        ChatRun second = await OfAsync(inner, other);

        Assert.EndsWith(
            "it is sent without 'run' (true or false).", Assert.Single(first.Events.OfType<ChatEvent.Warning>()).Message, StringComparison.Ordinal);
        Assert.Empty(second.Events.OfType<ChatEvent.Warning>());
    }

    [Theory]
    [InlineData("Unsupported parameter: 'seed'. metadata: {...}")]
    [InlineData("model 'x' is not in the registry")]
    public async Task Words_that_only_mention_metadata_leave_none_out(string message)
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(400, message));

        Assert.NotNull((await OfAsync(inner, Request with { Labels = Labels })).Failure);
        Assert.Single(inner.Requests);
    }

    [Fact]
    public async Task What_a_plan_leaves_out_stays_out_whatever_was_learned_without_metadata()
    {
        ScriptedProvider inner = new(ScriptedProvider.Answers("yes"));
        Dialect planned = new() { Metadata = MetadataForm.Texts };
        await OfAsync(inner, Request);

        ChatRun run = await OfAsync(inner, Request with { Labels = Labels, Dialect = planned });

        Assert.Equal(MetadataForm.Texts, inner.Requests[^1].Dialect.Metadata);
        Assert.Empty(run.Events.OfType<ChatEvent.Warning>());
    }

    [Fact]
    public async Task Both_parameters_are_given_up_in_one_call()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(400, NoMaxTokens), ScriptedProvider.Fails(400, NoTemperature), ScriptedProvider.Answers("yes"));

        ChatRun run = await OfAsync(inner, Request);

        Assert.Equal((3, 2), (run.Reply.Attempts, run.Events.OfType<ChatEvent.Warning>().Count()));
        Assert.Equal(new Dialect { UsesMaxCompletionTokens = true, Omitted = OptionalMembers.Temperature }, _memory.For(Request));
    }

    [Fact]
    public async Task One_message_about_both_parameters_gives_up_both()
    {
        ScriptedProvider inner = new(
            ScriptedProvider.Fails(400, "openai does not support parameters: ['max_tokens', 'temperature']"),
            ScriptedProvider.Fails(400, "openai does not support parameters: ['temperature']"),
            ScriptedProvider.Answers("yes"));

        Assert.Equal("yes", (await OfAsync(inner, Request)).Reply.Text);
    }

    [Theory]
    [InlineData(400, "max_tokens is too large: 8192, this model supports at most 4096 completion tokens")]
    [InlineData(400, "max_tokens must be at least 1")]
    [InlineData(400, "temperature: must be between 0 and 2")]
    [InlineData(400, "Unsupported parameter: 'top_p'")]
    [InlineData(400, "Unsupported parameter: 'my_max_tokens_limit'")]
    [InlineData(401, NoMaxTokens)]
    [InlineData(400, "")]
    public async Task A_message_that_refuses_no_parameter_of_ours_is_the_failure(int status, string message)
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(status, message));

        ChatRun run = await OfAsync(inner, Request);

        Assert.Equal((status, 1, 1), (run.Failure!.HttpStatus, run.Failure.Attempts, inner.Requests.Count));
        Assert.Same(Dialect.Usual, _memory.For(Request));
    }

    [Theory]
    [InlineData(NoMaxTokens)]
    [InlineData(NoTemperature)]
    public async Task What_was_not_sent_cannot_be_at_fault(string message)
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(400, message));

        ChatRun run = await OfAsync(inner, ChatRun.Request);

        Assert.Equal((1, 1), (run.Failure!.Attempts, inner.Requests.Count));
    }

    [Fact]
    public async Task An_endpoint_that_takes_neither_name_is_asked_twice_and_no_more()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(400, NoMaxTokens), ScriptedProvider.Fails(400, "Unrecognized argument: max_completion_tokens"));

        ChatRun run = await OfAsync(inner, Request);

        Assert.Equal((2, 2), (run.Failure!.Attempts, inner.Requests.Count));
    }

    [Fact]
    public async Task A_guess_that_did_not_help_is_forgotten()
    {
        ScriptedProvider inner = new(
            ScriptedProvider.Fails(400, "max_tokens is not supported"), ScriptedProvider.Fails(400, "max_completion_tokens is not supported"));

        await OfAsync(inner, Request);

        Assert.Same(Dialect.Usual, _memory.For(Request));
    }

    [Fact]
    public async Task Memory_is_per_endpoint_and_model()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(400, NoMaxTokens), ScriptedProvider.Answers("yes"));
        ChatRequest otherModel = Request with { Model = "other" };
        ChatRequest otherEndpoint = Request with { BaseUrl = new Uri("https://other.example.com/v1") };

        await OfAsync(inner, Request);
        await OfAsync(inner, otherModel);
        await OfAsync(inner, otherEndpoint);
        await OfAsync(inner, Request);

        Assert.Equal([Dialect.Usual, CompletionTokens, Dialect.Usual, Dialect.Usual, CompletionTokens], inner.Requests.Select(r => r.Dialect));
    }

    [Fact]
    public async Task A_refusal_after_the_first_piece_is_a_failure()
    {
        ScriptedProvider inner = new(ScriptedProvider.FailsAfter(["a"], 400, NoMaxTokens), ScriptedProvider.Answers("yes"));

        ChatRun run = await OfAsync(inner, Request);

        Assert.Equal(("a", 1), (run.Pieces.Text, inner.Requests.Count));
        Assert.NotNull(run.Failure);
    }

    [Fact]
    public async Task A_later_failure_counts_the_refused_request()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(400, NoMaxTokens), ScriptedProvider.FailsAfter(["a"], 503));

        Assert.Equal(2, (await OfAsync(inner, Request)).Failure!.Attempts);
    }

    [Fact]
    public async Task The_time_limit_and_the_durations_are_those_of_the_whole_call()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(400, NoMaxTokens), ScriptedProvider.Answers("yes"))
        {
            OnRequest = () => _clock.Advance(TimeSpan.FromSeconds(4)),
        };

        AgentReply reply = (await OfAsync(inner, Request with { TimeLimit = TimeSpan.FromSeconds(10), TimeSpent = TimeSpan.FromSeconds(1) })).Reply;

        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)], inner.Requests.Select(r => r.TimeSpent));
        Assert.Equal((TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(5)), (reply.Duration, reply.TimeToFirstToken));
    }

    [Fact]
    public async Task Retries_beneath_are_counted_together()
    {
        ScriptedProvider inner = new(
            ScriptedProvider.Fails(503), ScriptedProvider.Fails(400, NoMaxTokens), ScriptedProvider.Fails(503), ScriptedProvider.Answers("yes"));

        ChatRun run = await OfAsync(new RetryingProvider(inner, _clock, new Random(7)), Request);

        Assert.Equal((4, 4), (run.Reply.Attempts, inner.Requests.Count));
    }

    private static Dialect ToDialect(string words) => words switch
    {
        "usual" => Dialect.Usual,
        "completion tokens" => CompletionTokens,
        "no temperature" => new Dialect { Omitted = OptionalMembers.Temperature },
        "no stream" => new Dialect { OmitsStream = true },
        "no stream, no stream options" => new Dialect { OmitsStream = true, Omitted = OptionalMembers.StreamOptions },
        _ => new Dialect { Omitted = OptionalMembers.StreamOptions },
    };

    private Task<ChatRun> OfAsync(IChatProvider inner, ChatRequest request) => ChatRun.OfAsync(new AdaptingProvider(inner, _memory, _clock), request);
}
