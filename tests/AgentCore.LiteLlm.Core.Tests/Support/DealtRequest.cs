using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Outputs;
using CsCheck;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>
/// Requests of every kind, dealt by a generator: conversations with turns of tools, attachments, reasoning of both APIs, controls, structured
/// output in each form, labels, further members, and what endpoints are known to want otherwise. What fails is shrunk to the least of it.
/// </summary>
internal static class DealtRequest
{
    // What OpenAI publishes no schema for is sent to those who read it; it is not dealt where a request is held against OpenAI's.
    private static readonly ReasoningForm[] Forms = Enum.GetValues<ReasoningForm>();

    private static readonly string[] Texts =
    [
        "", "hi", "Grüße, 世界 😀", "a\n\"quoted\" \\ line\t\u0001", "{\"json\":[1,2]}", "</think><|im_end|>", new string('x', 3000), " ", "\u2028\u2029",
    ];

    private static readonly string[] Arguments = ["{}", "{\"a\":1}", "", "not json", "{\"cut\":\"of", "\"{\\\"a\\\":1}\"", "{\"deep\":{\"er\":[{}]}}"];

    private static readonly string[] Ids = ["call_1", "c", "", new string('i', 200), "call__thought__AbC=", "functions.f:0"];

    private static readonly string[] Schemas =
    [
        """{"type":"object"}""", """{"type":"object","properties":{}}""",
        """{"type":"object","required":["n"],"properties":{"n":{"type":"integer","description":"how many"}},"additionalProperties":false}""",
        """{"type":"object","properties":{"list":{"type":"array","items":{"$ref":"#/$defs/x"}}},"$defs":{"x":{"type":["string","null"]}}}""",
        """{"type":"array","items":{"type":"string"}}""", """{"enum":["a","b"]}""",
    ];

    private static readonly Gen<string> AnyText = Any(Texts);

    private static readonly Gen<ImmutableArray<ContentPart>> AnyParts = Any<ContentPart>(
        new ContentPart.Words("words"), new ContentPart.Image("https://h.example/p.png"), new ContentPart.Image("data:image/png;base64,AA=="),
        new ContentPart.File("a.pdf", "data:application/pdf;base64,AA==", null), new ContentPart.File(null, null, "file-1"),
        new ContentPart.File("b.pdf", null, "https://h.example/b.pdf")).Array[0, 3].Select(p => p.ToImmutableArray());

    private static readonly Gen<ToolDefinition> AnyTool =
        Gen.Select(Any("f", "Get-Weather", "a_b-C9", new string('n', 64)), AnyText, Any(Schemas[..4]))
            .Select((name, words, schema) => new ToolDefinition(name, words, SchemaText.Parse(schema)));

    private static readonly Gen<ToolCall> AnyCall = Gen.Select(Any(Ids), Any("f", "Get-Weather"), Any(Arguments), Gen.Int[0, 3])
        .Select((id, name, arguments, extra) => new ToolCall(id, name, arguments)
        {
            Extras = extra switch
            {
                0 => [new("extra_content", """{"google":{"thought_signature":"s"}}""")],
                1 => [new("provider_specific_fields", """{"thought_signature":"s"}""")],
                _ => [],
            },
        });

    private static readonly Gen<ImmutableArray<MessageExtra>> AnyExtras = Any(
        new MessageExtra("reasoning_content", "\"because\""), new("reasoning", "\"because\""),
        new("reasoning_details", """[{"type":"reasoning.encrypted","data":"e","index":0}]"""),
        new("thinking_blocks", """[{"type":"thinking","thinking":"hm","signature":"s"}]"""),
        new("reasoning_items", """[{"id":"rs_0","type":"reasoning","encrypted_content":"e","summary":[]}]""")).Array[0, 2]
        .Select(e => e.DistinctBy(x => x.Name).ToImmutableArray());

    private static readonly Gen<ModelReasoning> AnyReasoning =
        Gen.Select(Any(Enum.GetValues<ReasoningEffort>()), Any(Forms), Any<int?>(null, 1024, 30_000))
            .Select((effort, form, budget) => new ModelReasoning { Effort = effort, Form = form, BudgetTokens = budget });

    private static readonly Gen<ModelControls> AnyControls = Gen.Select(
        Any<double?>(null, 0, 1, 0.3), Any<int?>(null, 0, int.MaxValue, -1), Any<ImmutableArray<string>>([], ["END"], ["a", "\n"]),
        Any<double?>(null, -2, 2), Any<string?>(null, "auto", "flex", "priority"), Any<bool?>(null, true, false),
        Any<string?>(null, "low", "high"), Any(0, 1, 2, 3)).Select((share, seed, stop, penalty, tier, parallel, words, extra) => new ModelControls
        {
            TopP = share,
            Seed = seed,
            Stop = stop,
            FrequencyPenalty = penalty,
            PresencePenalty = penalty,
            ServiceTier = tier,
            ParallelToolCalls = parallel,
            Verbosity = words,
            PromptCacheKey = words,
            SafetyIdentifier = tier,
            ExtraBody = extra switch
            {
                0 => [Of("top_logprobs", 2), Of("drop_params", true)],
                1 => [Of("cache_control_injection_points", new[] { new { location = "message", role = "system" } })],
                2 => [Of("temperature", 9), Of("input", "twice"), Of("messages", 1)],
                _ => [],
            },
        });

    private static readonly Gen<CallLabels?> AnyLabels = Gen.Select(Gen.Bool, Gen.Bool, Any<string?>(null, "ann"))
        .Select((isLabelled, hasTexts, user) => !isLabelled ? null : new CallLabels
        {
            User = user,
            Metadata = hasTexts ? [Of("team", "a"), Of("run", "7")] : [],
        });

    private static readonly Gen<Dialect> AnyDialect = Gen.Select(
        Gen.Bool, Gen.Int[0, 1 << 16], Any(Enum.GetValues<ReasoningEcho>()), Any(Enum.GetValues<EmptyContent>()),
        Any(Enum.GetValues<CallSignature>()), Gen.Bool).Select((limit, omitted, echo, empty, signature, encrypted) => Dialect.Usual with
        {
            UsesMaxCompletionTokens = limit,
            Omitted = (OptionalMembers)(omitted & omitted >> 1),
            ReasoningEcho = echo,
            EmptyContent = empty,
            CallSignature = signature,
            OmitsEncrypted = encrypted,
        });

    private static readonly Gen<ImmutableArray<ChatMessage>> AnyTurn = Gen.Select(
        AnyText, AnyParts, AnyCall.Array[0, 3], AnyExtras, AnyText, Any<string?>(null, "m", "other"), Gen.Int[0, 3]).Select(Turn);

    /// <summary>Gets requests by one API.</summary>
    /// <param name="api">The API.</param>
    public static Gen<ChatRequest> By(ModelApi api) => Gen.Select(
        Gen.Select(AnyTurn.Array[0, 3], Any<string?>(null, "", "Be brief."), AnyText, AnyParts),
        Gen.Select(AnyTool.Array[0, 3], Any<string?>([null, .. Schemas]), Any(Enum.GetValues<OutputForm>())),
        Gen.Select(Any<double?>(null, 0, 0.3, 2), Any<int?>(null, 1, 100), AnyControls, AnyReasoning, Gen.Bool),
        Gen.Select(AnyLabels, AnyDialect, Gen.Bool, Gen.Bool, Any<PromptCaching?>(
            null, new PromptCaching { Prompt = true, TimeToLive = "1h" }, new PromptCaching { Prompt = true, Tools = true })))
        .Select((said, asked, set, how) => ChatRun.Request with
        {
            ApiChoice = api,
            Messages =
            [
                .. said.Item2 is { } system ? (ChatMessage[])[new(ChatRole.System, system)] : [],
                .. said.Item1.SelectMany(t => t),
                new(ChatRole.User, said.Item3) { Parts = said.Item4 },
            ],
            Tools = [.. asked.Item1.DistinctBy(t => t.Name)],
            Output = asked.Item2 is { } schema ? OutputSchema.Read(schema, out _) : null,
            OutputForm = asked.Item3,
            Temperature = set.Item1,
            MaxTokens = set.Item2,
            Controls = set.Item3,
            Reasoning = set.Item5 ? set.Item4 : null,
            Labels = how.Item1,
            Dialect = how.Item2,
            Stream = how.Item3,
            DropsReasoning = how.Item4,
            Caching = how.Item5,
        });

    // A question, and the model's turn with the results of whatever it called.
    private static ImmutableArray<ChatMessage> Turn(
        string question, ImmutableArray<ContentPart> parts, ToolCall[] calls, ImmutableArray<MessageExtra> extras, string answer, string? model, int items)
    {
        ChatMessage said = new(ChatRole.Assistant, answer) { ToolCalls = [.. calls], Model = model, Extras = extras };
        if (items > 0)
        {
            said = said with { Extras = [new(MessageExtras.Items, Items(said, isChanged: items == 2))] };
        }

        return [new(ChatRole.User, question) { Parts = parts }, said, .. calls.Select(c => new ChatMessage(ChatRole.Tool, answer) { ToolCallId = c.Id })];
    }

    // What the other API gave: as the message says it now, or as it was before somebody changed the message.
    private static string Items(ChatMessage said, bool isChanged) => JsonSerializer.Serialize<object[]>(
    [
        new { id = "rs_1", type = "reasoning", summary = Array.Empty<object>(), encrypted_content = "e" },
        new
        {
            id = "msg_1",
            type = "message",
            role = "assistant",
            status = "completed",
            content = new[]
            {
                new { type = "output_text", text = isChanged ? "before" : said.Text, annotations = Array.Empty<object>(), logprobs = Array.Empty<object>() },
            },
        },
        .. said.ToolCalls.Where(c => c.Id.Length is > 0 and <= 64)
            .Select((c, at) => new { id = $"fc_{at}", type = "function_call", call_id = c.Id, name = c.Name, arguments = c.Arguments }),
    ]);

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    private static KeyValuePair<string, JsonElement> Of(string name, object value) => new(name, JsonSerializer.SerializeToElement(value));
}
