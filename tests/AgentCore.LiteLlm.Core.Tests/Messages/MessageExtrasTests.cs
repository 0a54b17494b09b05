using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Messages;

public sealed class MessageExtrasTests
{
    private const string Message = """
        {"content":null,"reasoning_content":"because","thinking_blocks":[{"type":"thinking","thinking":"x","signature":"sig=="}],
        "annotations":[],"provider_specific_fields":{"refusal":null},
        "tool_calls":[{"id":"c1","function":{"name":"t","arguments":"{}"},"extra_content":{"google":{"thought_signature":"g"}}}]}
        """;

    [Fact]
    public async Task What_a_provider_wants_back_is_kept_and_nothing_else()
    {
        AgentReply reply = await AskAsync(Message);

        Assert.Equal(
            [
                new MessageExtra("reasoning_content", "\"because\""),
                new MessageExtra("thinking_blocks", """[{"type":"thinking","thinking":"x","signature":"sig=="}]"""),
            ],
            reply.Extras);
        Assert.Equal(new MessageExtra("extra_content", """{"google":{"thought_signature":"g"}}"""), Assert.Single(reply.ToolCalls[0].Extras));
    }

    [Theory]
    [InlineData("m", true)]
    [InlineData("other", false)]
    public async Task It_goes_back_to_the_model_that_wrote_it_alone(string model, bool goesBack)
    {
        ChatMessage said = (await AskAsync(Message)).ToMessage();
        using WireHandler wire = new(System.Net.HttpStatusCode.OK, """{"choices":[{"message":{"content":"ok"},"finish_reason":"stop"}]}""");

        await ChatRun.OverAsync(
            wire, ChatRun.Request with { Model = model, Messages = [new(ChatRole.User, "q"), said, new(ChatRole.Tool, "r") { ToolCallId = "c1" }] });

        Assert.All(
            ["\"reasoning_content\":\"because\"", "\"signature\":\"sig==\"", "\"thought_signature\":\"g\""],
            part => Assert.Equal(goesBack, wire.SentBody!.Contains(part, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Plain_reasoning_beside_plain_text_stays_at_home()
    {
        ChatMessage said = (
            await AskAsync("""{"content":"hi","reasoning_content":"because","reasoning_details":[{"type":"reasoning.encrypted","data":"d"}]}""")).ToMessage();
        using WireHandler wire = new(System.Net.HttpStatusCode.OK, """{"choices":[{"message":{"content":"ok"},"finish_reason":"stop"}]}""");

        await ChatRun.OverAsync(wire, ChatRun.Request with { Messages = [said, new(ChatRole.User, "q")] });

        Assert.DoesNotContain("because", wire.SentBody, StringComparison.Ordinal);
        Assert.Contains("reasoning.encrypted", wire.SentBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_puts_its_blocks_together()
    {
        ChatRun run = await ChatRun.OfStreamAsync(Sse.Of(
            Sse.Delta("""  "reasoning_content":"be","thinking_blocks":[{"type":"thinking","thinking":"be","signature":null}]  """.Trim()),
            Sse.Delta("""  "reasoning_content":"cause","thinking_blocks":[{"type":"thinking","thinking":"cause"}]  """.Trim()),
            Sse.Delta("""  "thinking_blocks":[{"type":"thinking","thinking":"","signature":"sig"}]  """.Trim()),
            Sse.Delta("""  "thinking_blocks":[{"type":"thinking","thinking":"next"},{"type":"redacted_thinking","data":"d"}], """.Trim()
                + """  "reasoning_details":[{"type":"reasoning.text","index":0,"text":"a"}]  """.Trim()),
            Sse.Delta("""  "reasoning_details":[{"type":"reasoning.text","index":0,"text":"b"},{"type":"reasoning.text","index":1,"text":"c"}], """.Trim()
                + """  "tool_calls":[{"index":0,"id":"c1","function":{"name":"t","arguments":""},"extra_content":{"g":1}}]  """.Trim()),
            Sse.Stop,
            Sse.Done));

        Assert.Equal(
            [
                new MessageExtra("reasoning_content", "\"because\""),
                new MessageExtra(
                    "thinking_blocks",
                    """[{"type":"thinking","thinking":"because","signature":"sig"},{"type":"thinking","thinking":"next"},"""
                        + """{"type":"redacted_thinking","data":"d"}]"""),
                new MessageExtra("reasoning_details", """[{"type":"reasoning.text","index":0,"text":"ab"},{"type":"reasoning.text","index":1,"text":"c"}]"""),
            ],
            run.Reply.Extras);
        Assert.Equal(new MessageExtra("extra_content", """{"g":1}"""), Assert.Single(run.Reply.ToolCalls[0].Extras));
    }

    [Fact]
    public async Task A_secret_in_it_is_not_kept() =>
        Assert.Empty((await AskAsync($$"""{"content":"hi","thinking_blocks":[{"thinking":"{{ChatRun.Canary}}"}]}""")).Extras);

    private static async Task<AgentReply> AskAsync(string message)
    {
        using WireHandler wire = new(System.Net.HttpStatusCode.OK, $$"""{"choices":[{"message":{{message}},"finish_reason":"stop"}]}""");
        return (await ChatRun.OverAsync(wire, ChatRun.Request)).Reply;
    }
}
