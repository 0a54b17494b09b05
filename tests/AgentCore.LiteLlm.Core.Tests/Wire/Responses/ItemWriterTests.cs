using System.Text;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Wire.Responses;

public sealed class ItemWriterTests
{
    private const string Items = """
        [{"id":"rs_1","type":"reasoning","summary":[],"encrypted_content":"enc=="},
         {"id":"msg_1","type":"message","status":"completed","role":"assistant",
          "content":[{"type":"output_text","text":"Both.","annotations":[],"logprobs":[]}]},
         {"id":"fc_1","type":"function_call","call_id":"call_1","name":"f","arguments":"{\"a\":1}"}]
        """;

    private static readonly ChatMessage Answer = new(ChatRole.Assistant, "Both.")
    {
        ToolCalls = [new ToolCall("call_1", "f", """{"a": 1}""")],
        Extras = [new MessageExtra(MessageExtras.Items, Items)],
        Model = "m",
    };

    [Fact]
    public void What_a_model_said_goes_back_with_its_ids_and_its_reasoning()
    {
        string body = Write(Answer);

        Assert.All((string[])["rs_1", "enc==", "msg_1", "fc_1", "reasoning.encrypted_content"], id => Assert.Contains(id, body, StringComparison.Ordinal));
    }

    [Fact]
    public void Text_that_was_changed_goes_out_as_it_is_now_without_the_reasoning_that_led_to_another()
    {
        string body = Write(Answer with { Text = "Neither." });

        Assert.Contains("""{"role":"assistant","content":"Neither."}""", body, StringComparison.Ordinal);
        Assert.All((string[])["rs_1", "msg_1", "fc_1", "Both."], id => Assert.DoesNotContain(id, body, StringComparison.Ordinal));
        Assert.Contains("\"call_id\":\"call_1\"", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("call_a", true)]
    [InlineData("call__thought__CiQB4/Kx9mDpVq2zEr7bTt0s8uYwLgAc5nHh3eJfQkRiSoNvXyZmW1aPdGtU6=", false)]
    public void A_call_and_its_result_have_one_id_which_is_the_endpoints_own_where_it_is_its_own_call(string id, bool isTaken)
    {
        ChatMessage answer = Answer with
        {
            ToolCalls = [Answer.ToolCalls[0] with { Id = id }],
            Extras = [new MessageExtra(MessageExtras.Items, Items.Replace("call_1", id, StringComparison.Ordinal))],
        };
        ChatRequest own = ChatRun.Request with
        {
            ApiChoice = ModelApi.Responses,
            Messages = [new(ChatRole.User, "hi"), answer, new(ChatRole.Tool, "2") { ToolCallId = id }],
        };

        string[] kept = IdsOf(own);
        string[] elsewhere = IdsOf(own with { Model = "other" });

        Assert.Equal([id, id], kept);
        Assert.Equal(elsewhere[0], elsewhere[1]);
        Assert.InRange(elsewhere[0].Length, 1, 64);
        Assert.Equal(isTaken, elsewhere[0] == id);

        static string[] IdsOf(ChatRequest request)
        {
            using System.Text.Json.JsonDocument body = System.Text.Json.JsonDocument.Parse(RequestWriter.ToJson(request));
            return
            [
                .. body.RootElement.GetProperty("input").EnumerateArray().Where(i => i.TryGetProperty("call_id", out _))
                    .Select(i => i.GetProperty("call_id").GetString()!),
            ];
        }
    }

    [Fact]
    public void A_call_that_was_taken_out_is_not_sent()
    {
        string body = Write(Answer with { ToolCalls = [] }, withResult: false);

        Assert.Contains("msg_1", body, StringComparison.Ordinal);
        Assert.DoesNotContain("fc_1", body, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_model_is_told_what_was_said_and_nothing_else()
    {
        string body = Write(Answer with { Model = "other" });

        Assert.Equal(
            [("user", "hi", null), ("assistant", "Both.", null), ("assistant", """{"a": 1}""", "call_1"), ("tool", "2", "call_1")],
            new SentRequest(body).Turns);
        Assert.All((string[])["rs_1", "msg_1", "fc_1"], id => Assert.DoesNotContain(id, body, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_the_reasoning_of_earlier_turns_no_id_of_them_is_sent() =>
        Assert.DoesNotContain("fc_1", ToBody(Request(Answer) with { DropsReasoning = true }), StringComparison.Ordinal);

    [Fact]
    public void A_conversation_goes_on_by_the_other_API_also_from_a_file()
    {
        AgentConversation read = AgentConversation.Parse(new AgentConversation(Request(Answer).Messages).ToJson());

        Assert.Contains("enc==", ToBody(Request(Answer) with { Messages = read.Messages }), StringComparison.Ordinal);
        string chat = ToBody(Request(Answer) with { Messages = read.Messages, ApiChoice = ModelApi.Chat });
        Assert.DoesNotContain("output_items", chat, StringComparison.Ordinal);
        Assert.Equal(4, new SentRequest(chat).Turns.Count);
    }

    [Fact]
    public void Ids_of_other_servers_are_shortened_alike_for_a_call_and_its_result()
    {
        string id = new('x', 200);
        ChatMessage call = new(ChatRole.Assistant, "") { ToolCalls = [new ToolCall(id, "f", "{}")] };
        ChatMessage result = new(ChatRole.Tool, "2") { ToolCallId = id };

        SentRequest sent = new(ToBody(Request(call) with { Messages = [new ChatMessage(ChatRole.User, "hi"), call, result] }));

        Assert.Equal(sent.Turns[1].CallId, sent.Turns[2].CallId);
        Assert.InRange(sent.Turns[1].CallId!.Length, 1, 64);
    }

    private static ChatRequest Request(ChatMessage answer, bool withResult = true) => ChatRun.Request with
    {
        ApiChoice = ModelApi.Responses,
        Messages = withResult
            ? [new ChatMessage(ChatRole.User, "hi"), answer, new ChatMessage(ChatRole.Tool, "2") { ToolCallId = "call_1" }]
            : [new ChatMessage(ChatRole.User, "hi"), answer, new ChatMessage(ChatRole.User, "and?")],
    };

    private static string Write(ChatMessage answer, bool withResult = true) => ToBody(Request(answer, withResult));

    private static string ToBody(ChatRequest request)
    {
        string body = Encoding.UTF8.GetString(RequestWriter.ToJson(request).Span);
        OpenAISchema.Instance?.AssertValidRequest(body);
        return body;
    }
}
