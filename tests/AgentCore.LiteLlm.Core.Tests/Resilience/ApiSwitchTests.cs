using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Resilience;

/// <summary>Whole calls over loopback to servers that refuse tools, or models, in one of the two APIs.</summary>
public sealed class ApiSwitchTests : IDisposable
{
    private const string Tools = "Function tools with reasoning_effort are not supported for gpt-5.4 in /v1/chat/completions. "
        + "Please use /v1/responses instead.";

    private const string Choice = "Function tools with reasoning_effort are not supported for gpt-5.6-terra in /v1/chat/completions. To use function tools, "
        + "use /v1/responses or set reasoning_effort to 'none'.";

    private const string Passed = "litellm.BadRequestError: OpenAIException - " + Choice;

    private const string NoNone = "Unsupported value: 'reasoning_effort' does not support 'none' with this model. Supported values are: 'low', 'medium'.";

    private readonly TestEndpoint _endpoint = TestEndpoint.Start();
    private readonly ChatTransport _transport = ChatTransport.OverHttp();
    private readonly DialectMemory _memory = new();

    public void Dispose()
    {
        _transport.Dispose();
        _endpoint.Dispose();
    }

    [Theory]
    [InlineData(400, Tools, false)]
    [InlineData(400, Choice, true)]
    [InlineData(400, Passed, true)]
    [InlineData(404, "This model is only supported in v1/responses and not in v1/chat/completions.", false)]
    [InlineData(400, "gpt-5-pro is only available through the Responses API.", false)]
    public async Task A_model_that_wants_the_other_API_costs_two_requests_once_and_one_ever_after(int status, string words, bool stream)
    {
        _endpoint.Enqueue(On("/chat/completions", status, words), new TestReply.Chat("one"), new TestReply.Chat("two"));

        ChatRun first = await AnswerAsync(stream: stream);
        ChatRun second = await AnswerAsync(stream: stream);

        Assert.Equal(["/v1/chat/completions", "/v1/responses", "/v1/responses"], _endpoint.Requests.Select(r => r.Path));
        Assert.Equal(("one", 2, ModelApi.Responses), (first.Reply.Text, first.Reply.Attempts, first.Reply.Api));
        Assert.Equal(("two", 1, ModelApi.Responses), (second.Reply.Text, second.Reply.Attempts, second.Reply.Api));
        Assert.EndsWith("/v1/responses", second.Reply.Endpoint, StringComparison.Ordinal);
        Assert.Empty(first.Events.OfType<ChatEvent.Warning>());
        Assert.Contains(first.Events.OfType<ChatEvent.Notice>(), n => n.Message.Contains("/v1/responses from now on", StringComparison.Ordinal));
        Assert.All(_endpoint.Requests, r => OpenAISchema.Instance?.AssertValidRequest(r.Body));
    }

    [Fact]
    public async Task What_the_other_API_has_no_word_for_is_said_and_a_strict_call_keeps_it()
    {
        _endpoint.Enqueue(On("/chat/completions", 400, Tools), new TestReply.Chat("one"), On("/chat/completions", 400, Tools));
        ChatRequest seeded = Request with { Controls = new ModelControls { Seed = 7, Stop = ["END"] } };

        ChatRun run = await AnswerAsync(seeded);
        ChatRun strict = await AnswerAsync(seeded with { IsStrict = true, Model = "other" });

        Assert.Contains("without 'seed', 'stop'", Assert.Single(run.Events.OfType<ChatEvent.Warning>()).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("seed", _endpoint.Requests[1].Body, StringComparison.Ordinal);
        Assert.Equal((FailureKind.BadRequest, 3), (strict.Failure!.Kind, _endpoint.RequestCount));
        Assert.Contains("strict", strict.Failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_that_is_raised_and_marks_that_are_not_sent_are_said_whenever_it_happens()
    {
        _endpoint.Enqueue(On("/chat/completions", 400, Tools), new TestReply.Chat("one"), new TestReply.Chat("two"), On("/chat/completions", 400, Tools));
        ChatRequest small = Request with { MaxTokens = 5, Caching = new PromptCaching { Prompt = true } };

        ChatRun first = await AnswerAsync(small);
        ChatRun second = await AnswerAsync(small);
        ChatRun strict = await AnswerAsync(small with { IsStrict = true, Caching = null, Model = "other" });

        string warning = Assert.Single(first.Events.OfType<ChatEvent.Warning>()).Message;
        Assert.Contains("without 'cache_control'", warning, StringComparison.Ordinal);
        Assert.Contains("takes no limit below 16 tokens, so that is sent in place of 5", warning, StringComparison.Ordinal);
        Assert.Contains("in place of 5", Assert.Single(second.Events.OfType<ChatEvent.Warning>()).Message, StringComparison.Ordinal);
        Assert.Contains("\"max_output_tokens\":16", _endpoint.Requests[2].Body, StringComparison.Ordinal);
        Assert.Equal((FailureKind.BadRequest, 4), (strict.Failure!.Kind, _endpoint.RequestCount));
    }

    public static TheoryData<string, TestReply> NoRoutes => new()
    {
        { "404", On("/responses", 404, "Not Found") },
        { "405", On("/responses", 405, "Method Not Allowed") },
        { "FastAPI's 404", new TestReply.Http(404, """{"detail":"Not Found"}""") { WhenPathEndsWith = "/responses" } },
        { "a page", new TestReply.Http(200, "<html>welcome</html>") { ContentType = "text/html", WhenPathEndsWith = "/responses" } },
        { "words with 200", new TestReply.Http(200, "\"Unexpected endpoint or method. (POST /v1/responses)\"") { WhenPathEndsWith = "/responses" } },
    };

    [Theory]
    [MemberData(nameof(NoRoutes))]
    public async Task Where_there_is_no_other_API_the_model_is_told_not_to_reason(string what, TestReply missing)
    {
        _endpoint.Enqueue(On("/chat/completions", 400, Choice), missing, new TestReply.Chat("one"), new TestReply.Chat("two"));

        ChatRun first = await AnswerAsync();
        ChatRun second = await AnswerAsync();

        Assert.True(first.Failure is null, $"{what}: {first.Failure}");
        Assert.Equal(
            ["/v1/chat/completions", "/v1/responses", "/v1/chat/completions", "/v1/chat/completions"], _endpoint.Requests.Select(r => r.Path));
        Assert.All(_endpoint.Requests.Skip(2), r => Assert.Contains("\"reasoning_effort\":\"none\"", r.Body, StringComparison.Ordinal));
        Assert.DoesNotContain("reasoning_effort", _endpoint.Requests[0].Body, StringComparison.Ordinal);
        Assert.Contains("told not to reason", Assert.Single(first.Events.OfType<ChatEvent.Warning>()).Message, StringComparison.Ordinal);
        Assert.Equal(("two", 1), (second.Reply.Text, second.Reply.Attempts));
    }

    [Fact]
    public async Task A_model_that_cannot_stop_reasoning_fails_with_what_was_said_first_and_nothing_is_learned()
    {
        _endpoint.Enqueue(
            On("/chat/completions", 400, Choice), On("/responses", 404, "Not Found"), On("/chat/completions", 400, NoNone),
            On("/chat/completions", 400, Choice), On("/responses", 404, "Not Found"), On("/chat/completions", 400, NoNone));

        ChatRun first = await AnswerAsync();
        ChatRun second = await AnswerAsync();

        Assert.Contains("/v1/responses", first.Failure!.ProviderMessage, StringComparison.Ordinal);
        Assert.Equal((FailureKind.BadRequest, 3, 6), (first.Failure.Kind, first.Failure.Attempts, _endpoint.RequestCount));
        Assert.Equal(3, second.Failure!.Attempts);
    }

    [Fact]
    public async Task A_model_that_exists_in_the_other_API_only_is_not_asked_without_reasoning()
    {
        _endpoint.Enqueue(
            On("/chat/completions", 404, "This model is only supported in v1/responses and not in v1/chat/completions."), On("/responses", 404, "Not Found"));

        ChatRun run = await AnswerAsync();

        Assert.Equal((2, 2), (run.Failure!.Attempts, _endpoint.RequestCount));
        Assert.Contains("only supported in v1/responses", run.Failure.ProviderMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_strict_call_is_not_told_to_stop_reasoning()
    {
        _endpoint.Enqueue(On("/chat/completions", 400, Choice), On("/responses", 404, "Not Found"));

        ChatRun run = await AnswerAsync(Request with { IsStrict = true });

        Assert.Equal((FailureKind.WrongPath, 2), (run.Failure!.Kind, _endpoint.RequestCount));
    }

    [Fact]
    public async Task A_route_that_is_gone_again_is_left()
    {
        _endpoint.Enqueue(On("/chat/completions", 400, Tools), new TestReply.Chat("one"), On("/responses", 404, "Not Found"), new TestReply.Chat("two"));

        await AnswerAsync();
        ChatRun run = await AnswerAsync();

        Assert.Equal(("two", 2, ModelApi.Chat), (run.Reply.Text, run.Reply.Attempts, run.Reply.Api));
    }

    [Theory]
    [InlineData(ModelApi.Chat, "/v1/chat/completions")]
    [InlineData(ModelApi.Responses, "/v1/responses")]
    public async Task A_choice_is_kept(ModelApi api, string path)
    {
        _endpoint.Enqueue(new TestReply.Failure(400, Tools));

        ChatRun run = await AnswerAsync(Request with { ApiChoice = api });

        Assert.Equal((FailureKind.BadRequest, path), (run.Failure!.Kind, Assert.Single(_endpoint.Requests).Path));
    }

    [Theory]
    [InlineData(400, "Unsupported parameter: 'temperature' is not supported with this model.")]
    [InlineData(400, "See https://platform.openai.com/docs/api-reference/responses for what is supported.")]
    [InlineData(429, "Use /v1/responses later.")]
    [InlineData(500, "Use /v1/responses instead.")]
    public void Other_words_are_about_something_else(int status, string words) =>
        Assert.False(ApiSwitch.WantsResponses(ScriptedProvider.Fails(status, words).Failure!));

    private static ChatRequest Request { get; } = ChatRun.Request with { Tools = [new ToolDefinition("look", "Looks.", SchemaText.Parse("{}"))] };

    private static TestReply.Failure On(string path, int status, string words) => new(status, words) { WhenPathEndsWith = path };

    private Task<ChatRun> AnswerAsync(ChatRequest? request = null, bool stream = false) => ChatRun.OfAsync(
        new AdaptingProvider(new OpenAIChatProvider(_transport, TimeProvider.System), _memory, TimeProvider.System),
        (request ?? Request) with { BaseUrl = _endpoint.BaseUrl, Stream = stream });
}
