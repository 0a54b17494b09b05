using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Resilience;

public sealed class ReasoningRefusalTests
{
    private const string NoBudget = "\"thinking.type.enabled\" is not supported for this model. Use \"thinking.type.adaptive\" and \"output_config.effort\" to "
        + "control thinking behavior.";

    private const string BadSignature = "messages.1.content.0: Invalid `signature` in `thinking` block";

    private static readonly ChatMessage Calling = new(ChatRole.Assistant, "")
    {
        ToolCalls = [new ToolCall("a", "f", "{}")],
        Extras = [new MessageExtra("thinking_blocks", """[{"type":"thinking","thinking":"hm","signature":"s"}]""")],
        Model = "m",
    };

    private static readonly ChatRequest InLoop = ChatRun.Request with
    {
        Messages = [new(ChatRole.User, "q"), Calling, new(ChatRole.Tool, "r") { ToolCallId = "a" }],
        Reasoning = Of(ReasoningEffort.High, ReasoningForm.Budget),
    };

    private readonly DialectMemory _memory = new();

    [Theory]
    [InlineData(
        "xhigh", "Unsupported value: 'xhigh' is not supported with the 'gpt-5.1' model. Supported values are: 'none', 'low', 'medium', and 'high'.", "high")]
    [InlineData(
        "minimal", "Unsupported value: 'reasoning_effort' does not support 'minimal' with this model. Supported values are: 'none', 'low', 'high'.", "low")]
    [InlineData("none", "Unsupported value: 'reasoning_effort' does not support 'none' with this model. Supported values are: 'low', 'high'.", "low")]
    [InlineData("low", "Unsupported value: 'reasoning_effort' does not support 'low' with this model. Supported values are: 'high'.", "high")]
    [InlineData("medium", "reasoning_effort: Input should be 'none' or 'high'", "high")]
    [InlineData("medium", "body.reasoning_effort: value must be one of [low, high, max]", "low")]
    [InlineData("max", "output_config.effort: Input should be 'low', 'medium' or 'high'", "high")]
    public async Task A_level_that_is_not_known_becomes_the_nearest_that_is_listed(string wanted, string message, string nearest)
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(400, message), ScriptedProvider.Answers("yes"));
        ChatRequest request = ChatRun.Request with { Reasoning = Of(Enum.Parse<ReasoningEffort>(wanted, ignoreCase: true), ReasoningForm.Effort) };

        ChatRun first = await OfAsync(inner, request);
        ChatRun second = await OfAsync(inner, request);

        Assert.Equal([wanted, nearest, nearest], inner.Requests.Select(r => BodyOf(r).GetProperty("reasoning_effort").GetString()));
        string warning = Assert.Single(first.Events.OfType<ChatEvent.Warning>()).Message;
        Assert.EndsWith($"it does not know the effort '{wanted}', so '{nearest}' is asked for from now on.", warning, StringComparison.Ordinal);
        Assert.Empty(second.Events.OfType<ChatEvent.Warning>());
    }

    [Theory]
    [InlineData((int)ReasoningForm.Budget, NoBudget, """{"thinking":{"type":"adaptive"},"output_config":{"effort":"high"}}""")]
    [InlineData((int)ReasoningForm.Adaptive, "output_config: Extra inputs are not permitted", """{"reasoning_effort":"high"}""")]
    [InlineData((int)ReasoningForm.Switch, "Unknown parameter: 'thinking'.", """{"reasoning_effort":"high"}""")]
    [InlineData((int)ReasoningForm.Router, "Unrecognized request argument supplied: reasoning", """{"reasoning_effort":"high"}""")]
    [InlineData((int)ReasoningForm.Template, "Unknown parameter: 'chat_template_kwargs'.", """{"reasoning_effort":"high"}""")]
    [InlineData((int)ReasoningForm.GoogleBudget, "Invalid JSON payload received. Unknown name \"extra_body\": Cannot find field.",
        """{"reasoning_effort":"high"}""")]
    [InlineData((int)ReasoningForm.GatewayBudget, "Unknown parameter: 'thinking'.", """{"reasoning_effort":"high"}""")]
    [InlineData((int)ReasoningForm.Effort, "Model grok-4-latest does not support parameter reasoningEffort.", "{}")]
    [InlineData((int)ReasoningForm.Effort, "litellm.UnsupportedParamsError: x does not support parameters: ['reasoning_effort'], for model=m.", "{}")]
    public async Task A_form_that_is_refused_gives_way_to_the_next(int form, string message, string expected)
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(400, message), ScriptedProvider.Answers("yes"));
        ChatRequest request = ChatRun.Request with { Reasoning = Of(ReasoningEffort.High, (ReasoningForm)form) };

        ChatRun first = await OfAsync(inner, request);
        await OfAsync(inner, request);

        Assert.Single(first.Events.OfType<ChatEvent.Warning>());
        Assert.All(inner.Requests.Skip(1), r =>
        {
            Dictionary<string, JsonElement> sent = BodyOf(r).EnumerateObject()
                .Where(m => m.Name is not ("model" or "messages"))
                .ToDictionary(m => m.Name, m => m.Value);
            Assert.Equal(expected, JsonSerializer.Serialize(sent));
        });
    }

    [Fact]
    public async Task Tools_that_want_another_wire_do_not_cost_the_effort()
    {
        const string Message = "Function tools with reasoning_effort are not supported for gpt-5.4 in /v1/chat/completions. Please use /v1/responses instead.";
        ScriptedProvider inner = new(ScriptedProvider.Fails(400, Message));

        ChatRun run = await OfAsync(inner, ChatRun.Request with { Reasoning = Of(ReasoningEffort.High, ReasoningForm.Effort) });

        Assert.NotNull(run.Failure);
        Assert.All(inner.Requests, r => Assert.NotNull(r.SentReasoning));
    }

    [Fact]
    public async Task A_strict_call_takes_no_other_level()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(400, "reasoning_effort: Input should be 'low' or 'high'"));
        ChatRequest request = ChatRun.Request with { Reasoning = Of(ReasoningEffort.Medium, ReasoningForm.Effort), IsStrict = true };

        Assert.StartsWith("The call is strict", (await OfAsync(inner, request)).Failure!.Advice, StringComparison.Ordinal);
        Assert.Single(inner.Requests);
    }

    [Theory]
    [InlineData(BadSignature)]
    [InlineData("messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`. When `thinking` is enabled, a final `assistant` "
        + "message must start with a thinking block")]
    [InlineData("Item 'rs_1' of type 'reasoning' was provided without its required following item.")]
    [InlineData("Item with id 'rs_0a1' not found. Items are not persisted when `store` is set to false.")]
    [InlineData("The encrypted content gAAA could not be verified.")]
    public async Task Reasoning_that_can_no_longer_be_used_is_left_out_once(string message)
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(400, message), ScriptedProvider.Answers("yes"));

        ChatRun run = await OfAsync(inner, InLoop);

        Assert.Equal(("yes", 2), (run.Reply.Text, run.Reply.Attempts));
        string warning = Assert.Single(run.Events.OfType<ChatEvent.Warning>()).Message;
        Assert.Contains("could not use the reasoning of earlier turns", warning, StringComparison.Ordinal);
        JsonElement[] sent = [.. inner.Requests.Select(BodyOf)];
        Assert.Equal([true, false], sent.Select(s => s.GetProperty("messages")[1].TryGetProperty("thinking_blocks", out _)));
        Assert.Equal([true, false], sent.Select(s => s.TryGetProperty("thinking", out _)));
        Assert.Equal(Dialect.Usual, _memory.For(InLoop));
    }

    [Fact]
    public async Task It_is_repaired_once_and_no_more()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(400, BadSignature));

        Assert.Equal(2, (await OfAsync(inner, InLoop)).Failure!.Attempts);
    }

    [Fact]
    public async Task Where_there_is_no_reasoning_there_is_nothing_to_repair()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(400, BadSignature));

        Assert.Equal(1, (await OfAsync(inner, ChatRun.Request)).Failure!.Attempts);
    }

    [Theory]
    [InlineData("The `reasoning_content` in the thinking mode must be passed back to the API.", new[] { "", "why" })]
    [InlineData("Missing `reasoning_content` field in the assistant message at message index 2", new[] { "", "why" })]
    [InlineData(
        "'messages.1' : for 'role:assistant' the following must be satisfied[('messages.1' : property 'reasoning_content' is unsupported)]",
        new string?[] { null, null })]
    public async Task Plain_reasoning_goes_back_as_the_endpoint_wants_it(string message, string?[] expected)
    {
        ChatRequest request = ChatRun.Request with
        {
            Messages =
            [
                new(ChatRole.User, "q"), new(ChatRole.Assistant, "a") { Model = "m" }, new(ChatRole.User, "q"),
                new(ChatRole.Assistant, "") { Model = "m", ToolCalls = [new("a", "f", "{}")], Extras = [new("reasoning_content", "\"why\"")] },
                new(ChatRole.Tool, "r") { ToolCallId = "a" },
            ],
        };
        ScriptedProvider inner = new(ScriptedProvider.Fails(400, message), ScriptedProvider.Answers("yes"));

        await OfAsync(inner, request);
        await OfAsync(inner, request);

        Assert.Equal((string?[])[null, "why"], EchoOf(inner.Requests[0]));
        Assert.All(inner.Requests.Skip(1), r => Assert.Equal(expected, EchoOf(r)));
    }

    private const string Unsigned = "Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and "
        + "missing thought_signature may lead to degraded model performance. Additional data, function call `default_api:f` , position 2.";

    [Theory]
    [InlineData(Unsigned, """{"extra_content":{"google":{"thought_signature":"skip_thought_signature_validator"}}}""")]
    [InlineData(
        "litellm.BadRequestError: Vertex_ai_betaException BadRequestError - " + Unsigned,
        """{"provider_specific_fields":{"thought_signature":"skip_thought_signature_validator"}}""")]
    public async Task Calls_that_another_model_made_go_to_a_Gemini_with_a_word_that_nobody_signed_them(string message, string expected)
    {
        const string Signature = """{"google":{"thought_signature":"own"}}""";
        ChatRequest request = ChatRun.Request with
        {
            Messages =
            [
                new(ChatRole.User, "q"), Calling with { Model = "claude", ToolCalls = [new("a", "f", "{}"), new("b", "f", "{}")] },
                new(ChatRole.Tool, "r") { ToolCallId = "a" }, new(ChatRole.Tool, "r") { ToolCallId = "b" },
                Calling with { ToolCalls = [new("c", "f", "{}") { Extras = [new("extra_content", Signature)] }, new("d", "f", "{}")] },
                new(ChatRole.Tool, "r") { ToolCallId = "c" }, new(ChatRole.Tool, "r") { ToolCallId = "d" },
            ],
        };
        ScriptedProvider inner = new(ScriptedProvider.Fails(400, message), ScriptedProvider.Answers("yes"));

        ChatRun first = await OfAsync(inner, request);
        ChatRun second = await OfAsync(inner, request);

        string warning = Assert.Single(first.Events.OfType<ChatEvent.Warning>()).Message;
        Assert.Contains("did not sign", warning, StringComparison.Ordinal);
        Assert.Empty(second.Events.OfType<ChatEvent.Warning>());
        Assert.Equal([null, null, Signature, null], CallsOf(inner.Requests[0]).Select(SignatureOf));
        Assert.All(inner.Requests.Skip(1), r =>
        {
            JsonElement[] calls = CallsOf(r);
            Assert.Equal(JsonDocument.Parse(expected).RootElement.EnumerateObject().Single().Value.GetRawText(), SignatureOf(calls[0]));
            Assert.Equal([null, Signature, null], calls.Skip(1).Select(SignatureOf));
            OpenAISchema.Instance?.AssertValidRequest(BodyOf(r).GetRawText());
        });
        Assert.Equal(3, inner.Requests.Count);

        static JsonElement[] CallsOf(ChatRequest sent) =>
            [.. BodyOf(sent).GetProperty("messages").EnumerateArray().Where(m => m.TryGetProperty("tool_calls", out _))
                .SelectMany(m => m.GetProperty("tool_calls").EnumerateArray())];
        static string? SignatureOf(JsonElement call) =>
            call.TryGetProperty("extra_content", out JsonElement own) || call.TryGetProperty("provider_specific_fields", out own) ? own.GetRawText() : null;
    }

    [Fact]
    public async Task A_signature_that_no_longer_holds_is_left_out_and_one_that_is_missed_then_is_made_up_for()
    {
        ScriptedProvider inner = new(
            ScriptedProvider.Fails(400, "Thought signature is not valid."), ScriptedProvider.Fails(400, Unsigned), ScriptedProvider.Answers("yes"));
        ChatRequest request = InLoop with
        {
            Messages =
            [
                InLoop.Messages[0], Calling with { ToolCalls = [new("a", "f", "{}") { Extras = [new("extra_content", "{\"x\":1}")] }] }, InLoop.Messages[2],
            ],
        };

        ChatRun run = await OfAsync(inner, request);

        Assert.Equal(("yes", 3), (run.Reply.Text, run.Reply.Attempts));
        Assert.Contains("skip_thought_signature_validator", BodyOf(inner.Requests[2]).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_that_is_missed_all_the_same_is_no_reason_to_ask_again()
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(400, Unsigned));

        Assert.Equal(2, (await OfAsync(inner, InLoop with { Reasoning = null })).Failure!.Attempts);
        Assert.Equal(Dialect.Usual, _memory.For(InLoop));
    }

    private static IEnumerable<string?> EchoOf(ChatRequest request) =>
    [
        .. BodyOf(request).GetProperty("messages").EnumerateArray().Where(m => m.GetProperty("role").GetString() == "assistant")
            .Select(m => m.TryGetProperty("reasoning_content", out JsonElement echo) ? echo.GetString() : null),
    ];

    private static ModelReasoning Of(ReasoningEffort effort, ReasoningForm form) => new() { Effort = effort, Form = form };

    private static JsonElement BodyOf(ChatRequest request) => JsonDocument.Parse(RequestWriter.ToJson(request)).RootElement;

    private Task<ChatRun> OfAsync(IChatProvider inner, ChatRequest request) =>
        ChatRun.OfAsync(new AdaptingProvider(inner, _memory, TimeProvider.System), request);
}
