using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Resilience;

public sealed class MemberRefusalTests
{
    private static readonly ChatRequest Request = ChatRun.Streaming with
    {
        Temperature = 0.3,
        MaxTokens = 100,
        Tools = [new ToolDefinition("f", "does", JsonDocument.Parse("""{"type":"object"}""").RootElement)],
        Labels = new CallLabels { User = "u", Tags = ["t"] },
        Controls = new ModelControls
        {
            TopP = 0.9,
            Seed = 7,
            Stop = ["END"],
            FrequencyPenalty = 0.1,
            PresencePenalty = 0.2,
            ServiceTier = "flex",
            ParallelToolCalls = false,
            Verbosity = "low",
            PromptCacheKey = "k",
            SafetyIdentifier = "id",
            ExtraBody = [KeyValuePair.Create("top_k", JsonSerializer.SerializeToElement(5))],
        },
    };

    private readonly DialectMemory _memory = new();

    // What servers answered, in the frames of their bodies.
    public static TheoryData<int, string, string> Refusals => new()
    {
        { 400, OpenAI("Unsupported parameter: 'top_p' is not supported with this model.", "top_p", "unsupported_parameter"), "top_p" },
        { 400, OpenAI("Unknown parameter: 'seed'.", "seed", "unknown_parameter"), "seed" },
        { 400, OpenAI("Unsupported parameter: 'stop' is not supported with this model.", "stop", "unsupported_parameter"), "stop" },
        { 400, OpenAI("Unknown parameter: 'prompt_cache_key'.", "prompt_cache_key"), "prompt_cache_key" },
        { 400, OpenAI("Unrecognized request argument supplied: user"), "user" },
        { 400, OpenAI("Unrecognized request argument supplied: metadata"), "metadata" },
        {
            400, Proxied("BadRequestError: OpenAIException - Unsupported parameter: 'presence_penalty' is not supported with this model."),
            "presence_penalty"
        },
        {
            400,
            Proxied("UnsupportedParamsError: azure does not support parameters: ['parallel_tool_calls'], for model=x. To drop these, set `drop_params=True`"),
            "parallel_tool_calls"
        },
        { 400, Proxied("UnsupportedParamsError: azure does not support parameters: ['verbosity'], for model=gpt-x."), "verbosity" },
        { 400, Xai("Model grok-4-1-fast-reasoning does not support parameter presencePenalty."), "presence_penalty" },
        { 400, Xai("Argument not supported on this model: presencePenalty"), "presence_penalty" },
        { 400, """{"error":"Argument not supported on this model: frequencyPenalty"}""", "frequency_penalty" },
        { 400, OpenAI("property 'service_tier' is unsupported, did you mean 'user'?"), "service_tier" },
        {
            422,
            """{"object":"error","message":{"detail":[DETAIL]}}""".Replace("DETAIL", Forbidden("safety_identifier"), StringComparison.Ordinal),
            "safety_identifier"
        },
        { 422, """{"detail":[DETAIL]}""".Replace("DETAIL", Forbidden("prompt_cache_key"), StringComparison.Ordinal), "prompt_cache_key" },
        { 400, OpenAI("Invalid JSON payload received. Unknown name \"seed\": Cannot find field."), "seed" },
        { 400, Anthropic("`temperature` and `top_p` cannot both be specified for this model. Please use only one."), "top_p" },
        { 400, Anthropic("`temperature` may only be set to 1 when thinking is enabled."), "temperature" },
        { 400, Anthropic("`temperature` is deprecated for this model."), "temperature" },
        { 400, OpenAI("extraneous key [seed] is not permitted"), "seed" },
    };

    public static TheoryData<int, string> Others => new()
    {
        { 400, OpenAI("Invalid 'messages[0].user': not supported.", "messages[0].user", "unsupported_parameter") },
        { 400, OpenAI("Unsupported parameter: 'tools' is not supported with this model.", "tools", "unsupported_parameter") },
        { 400, OpenAI("Unknown parameter: 'tools[0].function.seed'.", "tools[0].function.seed", "unknown_parameter") },
        { 400, OpenAI("Unsupported parameter: 'response_format'.", "response_format", "unsupported_parameter") },
        { 400, OpenAI("Unknown parameter: 'top_k'.", "top_k", "unknown_parameter") },
        { 400, OpenAI("property 'reasoning_content' is unsupported, stop here") },
        { 400, OpenAI("Invalid value for 'top_p': must be between 0 and 1.", "top_p") },
        { 400, OpenAI("This model does not support images. Stop sending them, user.") },
        { 401, OpenAI("Unknown parameter: 'seed'.", "seed", "invalid_api_key") },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_is_refused_is_left_out_with_a_warning_and_remembered(int status, string body, string member)
    {
        ScriptedProvider inner = new(([], Read(status, body)), ScriptedProvider.Answers("yes"));

        ChatRun first = await OfAsync(inner, Request);
        ChatRun second = await OfAsync(inner, Request);

        Assert.Equal(("yes", 2, 1), (first.Reply.Text, first.Reply.Attempts, second.Reply.Attempts));
        string warning = Assert.Single(first.Events.OfType<ChatEvent.Warning>()).Message;
        Assert.EndsWith($"it is sent without '{member}' from now on.", warning, StringComparison.Ordinal);
        JsonElement[] sent = [.. inner.Requests.Select(r => JsonDocument.Parse(LiteLlm.Wire.RequestWriter.ToJson(r)).RootElement)];
        Assert.Equal([true, false, false], sent.Select(s => s.TryGetProperty(member, out _)));
        Assert.All(sent, s => Assert.Equal(5, s.GetProperty("top_k").GetInt32()));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task What_carries_meaning_or_was_written_by_hand_is_never_left_out(int status, string body)
    {
        ScriptedProvider inner = new(([], Read(status, body)));

        ChatRun run = await OfAsync(inner, Request);

        Assert.Equal((status, 1), (run.Failure!.HttpStatus, inner.Requests.Count));
    }

    [Fact]
    public async Task Members_named_together_are_left_out_one_by_one()
    {
        const string Both = "does not support parameters: ['seed', 'logit_bias', 'stop'], for model=m";
        ScriptedProvider inner = new(
            ScriptedProvider.Fails(400, Both), ScriptedProvider.Fails(400, "does not support parameters: ['logit_bias', 'stop'], for model=m"),
            ScriptedProvider.Answers("yes"));

        Assert.Equal("yes", (await OfAsync(inner, Request)).Reply.Text);
        Assert.Equal(OptionalMembers.Seed | OptionalMembers.Stop, _memory.For(Request).Omitted);
    }

    [Fact]
    public async Task A_strict_call_fails_and_forgets_nothing()
    {
        _memory.Learn(Request, Dialect.Usual with { Omitted = OptionalMembers.Stop });
        ScriptedProvider inner = new(
            ScriptedProvider.Fails(400, "Unsupported parameter: 'seed' is not supported with this model."), ScriptedProvider.Answers("yes"));
        ChatRequest strict = Request with { IsStrict = true };

        ChatRun refused = await OfAsync(inner, strict);
        ChatRun taken = await OfAsync(inner, strict);

        Assert.StartsWith("The call is strict, so nothing was left out.", refused.Failure!.Advice, StringComparison.Ordinal);
        Assert.Equal("yes", taken.Reply.Text);
        Assert.All(inner.Requests, r => Assert.Equal(["END"], r.SentOptions.HasFlag(OptionalMembers.Stop) ? r.Controls.Stop : []));
        Assert.Equal(OptionalMembers.Stop, _memory.For(Request).Omitted);
    }

    [Fact]
    public async Task A_strict_call_still_takes_the_other_name_of_the_limit()
    {
        ScriptedProvider inner = new(
            ScriptedProvider.Fails(400, "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."),
            ScriptedProvider.Answers("yes"));

        Assert.Equal("yes", (await OfAsync(inner, Request with { IsStrict = true })).Reply.Text);
    }

    [Fact]
    public void Parallel_calls_are_spoken_of_only_where_there_are_tools() =>
        Assert.False((Request with { Tools = [] }).SentOptions.HasFlag(OptionalMembers.ParallelToolCalls));

    private static string OpenAI(string message, string? parameter = null, string? code = null) =>
        JsonSerializer.Serialize(new { error = new { message, type = "invalid_request_error", param = parameter, code } });

    private static string Proxied(string message) =>
        JsonSerializer.Serialize(new { error = new { message = "litellm." + message, type = (string?)null, param = (string?)null, code = "400" } });

    private static string Xai(string error) => JsonSerializer.Serialize(new { code = "Client specified an invalid argument", error });

    private static string Anthropic(string message) =>
        JsonSerializer.Serialize(new { type = "error", error = new { type = "invalid_request_error", message } });

    private static string Forbidden(string name) =>
        JsonSerializer.Serialize(new { type = "extra_forbidden", loc = new[] { "body", name }, msg = "Extra inputs are not permitted", input = "x" });

    private static ChatFailure Read(int status, string body) =>
        new FailureReader(new Uri("https://e.example.com/v1"), [], LiteLlm.Secrets.Redactor.Idle).FromAnswer(
            status, static _ => null, System.Text.Encoding.UTF8.GetBytes(body), DateTimeOffset.UnixEpoch);

    private Task<ChatRun> OfAsync(IChatProvider inner, ChatRequest request) =>
        ChatRun.OfAsync(new AdaptingProvider(inner, _memory, TimeProvider.System), request);
}
