using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Wire;

public sealed class CacheMarksTests
{
    private const string Mark = "\"cache_control\":{\"type\":\"ephemeral\"}";

    private static readonly ToolDefinition Tool = new("f", "does", JsonSerializer.SerializeToElement(new { type = "object" }));

    private static readonly ChatRequest Request = ChatRun.Request with
    {
        Messages = [new(ChatRole.System, "s"), new(ChatRole.User, "q")],
        Caching = new PromptCaching { Prompt = true, Tools = true },
    };

    private static readonly ImmutableArray<ChatMessage> Talk =
    [
        new(ChatRole.System, "s"), new(ChatRole.User, "q"), new(ChatRole.Assistant, "a"), new(ChatRole.User, "more"),
    ];

    [Fact]
    public void A_single_question_marks_the_system_message_alone() => Assert.Equal(
        $$"""{"model":"m","messages":[{"role":"system","content":[{"type":"text","text":"s",{{Mark}}}]},{"role":"user","content":"q"}]}""", BodyOf(Request));

    [Fact]
    public void A_conversation_is_marked_at_its_end_too()
    {
        string body = BodyOf(Request with { Messages = Talk });

        Assert.Equal(2, Count(body));
        Assert.EndsWith($$"""{"role":"user","content":[{"type":"text","text":"more",{{Mark}}}]}]}""", body, StringComparison.Ordinal);
    }

    [Fact]
    public void Tools_are_marked_once_in_the_last_of_them_and_never_more_than_four_marks_are_sent()
    {
        ImmutableArray<ChatMessage> loop =
        [
            .. Talk, new(ChatRole.Assistant, "") { ToolCalls = [new("a", "f", "{}"), new("b", "f", "{}")] },
            new(ChatRole.Tool, "r1") { ToolCallId = "a" }, new(ChatRole.Tool, "r2") { ToolCallId = "b" },
        ];
        string body = BodyOf(Request with { Messages = loop, Tools = [Tool with { Name = "e" }, Tool] });

        Assert.Equal(3, Count(body));
        Assert.Contains("{\"type\":\"object\"}," + Mark + "}}]", body, StringComparison.Ordinal);
        Assert.Contains($$"""{"role":"tool","content":[{"type":"text","text":"r2",{{Mark}}}],"tool_call_id":"b"}""", body, StringComparison.Ordinal);
    }

    [Fact]
    public void The_mark_stands_on_the_last_part_and_names_a_time_where_one_is_written()
    {
        ChatMessage question = new(ChatRole.User, "look") { Parts = [new ContentPart.Image("https://h.example/p.png")] };
        string body = BodyOf(Request with { Messages = [.. Talk[..3], question], Caching = new PromptCaching { Prompt = true, TimeToLive = "1h" } });

        Assert.EndsWith(
            """{"type":"image_url","image_url":{"url":"https://h.example/p.png"},"cache_control":{"type":"ephemeral","ttl":"1h"}}]}]}""", body,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_marked_where_nothing_is_asked_for_or_there_is_nothing_to_mark()
    {
        Assert.Equal(0, Count(BodyOf(Request with { Caching = null, Messages = Talk, Tools = [Tool] })));
        Assert.Equal(0, Count(BodyOf(Request with { Messages = [new(ChatRole.User, "q")] })));
        Assert.Equal(0, Count(BodyOf(Request with { Messages = [new(ChatRole.System, ""), new(ChatRole.User, "q")] })));
        Assert.Equal(1, Count(BodyOf(Request with { Tools = [Tool], Caching = new PromptCaching { Tools = true } })));
    }

    [Fact]
    public void No_mark_goes_by_responses_where_nobody_reads_it_and_that_is_known()
    {
        ChatRequest request = Request with { Messages = Talk, Tools = [Tool], ApiChoice = ModelApi.Responses };

        Assert.Equal(0, Count(BodyOf(request)));
        Assert.Equal(OptionalMembers.CacheControl, request.UnknownOptions);
        Assert.Equal(OptionalMembers.None, (request with { Caching = null }).UnknownOptions);
    }

    [Theory]
    [InlineData("messages.0.content.0.cache_control: Extra inputs are not permitted")]
    [InlineData("Unknown parameter: 'messages[0].content[0].cache_control'.")]
    public async Task An_endpoint_that_refuses_marks_gets_none_from_then_on(string message)
    {
        ScriptedProvider inner = new(ScriptedProvider.Fails(400, message), ScriptedProvider.Answers("yes"));
        DialectMemory memory = new();
        AdaptingProvider provider = new(inner, memory, TimeProvider.System);

        ChatRun run = await ChatRun.OfAsync(provider, Request);
        await ChatRun.OfAsync(provider, Request);

        Assert.Equal([1, 0, 0], inner.Requests.Select(r => Count(BodyOf(r))));
        string warning = Assert.Single(run.Events.OfType<ChatEvent.Warning>()).Message;
        Assert.EndsWith("it is sent without 'cache_control' from now on.", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":40,"cache_write_tokens":20}}""", 100)]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":40,"cache_creation_tokens":20}}""", 100)]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":5,"cache_creation_input_tokens":20,"cache_read_input_tokens":40}""", 100)]
    [InlineData("""{"input_tokens":100,"output_tokens":5,"input_tokens_details":{"cached_tokens":40,"cache_write_tokens":20}}""", 100)]
    [InlineData("""{"input_tokens":40,"output_tokens":5,"cache_read_input_tokens":40,"cache_creation_input_tokens":20}""", 100)]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":5,"prompt_cache_hit_tokens":40,"cache_creation_input_tokens":20}""", 100)]
    public async Task What_a_cache_gave_and_took_is_read_wherever_it_is_counted(string usage, long input)
    {
        using WireHandler wire = new(HttpStatusCode.OK, $$"""{"choices":[{"message":{"content":"a"},"finish_reason":"stop"}],"usage":{{usage}}}""");

        TokenUsage read = (await ChatRun.OverAsync(wire, ChatRun.Request)).Reply.Usage;

        Assert.Equal((input, 5L, 40L, 20L), (read.InputTokens, read.OutputTokens, read.CachedInputTokens, read.CacheWriteTokens));
    }

    private static string BodyOf(ChatRequest request)
    {
        string body = Encoding.UTF8.GetString(RequestWriter.ToJson(request).Span);
        OpenAISchema.Instance?.AssertValidRequest(body);
        return body;
    }

    private static int Count(string body) => body.Split("\"cache_control\"").Length - 1;
}
