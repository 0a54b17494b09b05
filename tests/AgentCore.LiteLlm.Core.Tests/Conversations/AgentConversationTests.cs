using System.Collections.Immutable;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Messages;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Conversations;

public sealed class AgentConversationTests
{
    private const string Call = """{"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"t","arguments":"{}"}}]}""";

    [Fact]
    public void What_is_written_reads_back_with_everything_a_provider_wants_again()
    {
        AgentConversation whole = new(
        [
            new ChatMessage(ChatRole.System, "Be brief."),
            new ChatMessage(ChatRole.User, "Look: \"ä\" 😀\n")
            {
                Parts =
                [
                    new ContentPart.Image("data:image/png;base64,AA=="), new ContentPart.File("a.pdf", "data:application/pdf;base64,AA==", null),
                    new ContentPart.Words("more"),
                ],
            },
            new ChatMessage(ChatRole.Assistant, "")
            {
                Model = "m",
                ToolCalls =
                [
                    new ToolCall("c__thought__1", "t", "{\"a\":1}")
                    {
                        Extras = [new MessageExtra("extra_content", """{"google":{"thought_signature":"s"}}""")],
                    },
                ],
                Extras =
                [
                    new MessageExtra("reasoning_content", "\"because\""),
                    new MessageExtra("thinking_blocks", """[{"type":"thinking","thinking":"x","signature":"sig"}]"""),
                ],
            },
            new ChatMessage(ChatRole.Tool, "result") { ToolCallId = "c__thought__1" },
            new ChatMessage(ChatRole.Assistant, "Done."),
        ]);

        AgentConversation read = AgentConversation.Parse(whole.ToJson());

        Assert.Equal(whole.ToJson(), read.ToJson());
        Assert.Equal(whole.Messages[1].Parts, read.Messages[1].Parts);
        Assert.Equal(["reasoning_content", "thinking_blocks"], read.Messages[2].Extras.Select(e => e.Name));
        Assert.Equal("m", read.Messages[2].Model);
        Assert.Contains("thought_signature", read.Messages[2].ToolCalls[0].Extras[0].Json, StringComparison.Ordinal);
    }

    [Fact]
    public void What_ConvertTo_Json_makes_of_the_properties_reads_back_too()
    {
        AgentConversation read = AgentConversation.Parse(
            """
            {"Messages":[{"Role":1,"Text":"hi","Parts":[{"Url":"https://example.com/a.png"}],"ToolCalls":[],"ToolCallId":null,"Extras":[],"Model":null},
            {"Role":2,"Text":"","Parts":[],"ToolCalls":[{"Id":"c","Name":"t","Arguments":"{}","Extras":[]}],
             "Extras":[{"Name":"reasoning_details","Json":"[1]"}],"Model":"m"},
            {"Role":3,"Text":"r","Parts":"","ToolCalls":"","ToolCallId":"c"}]}
            """);

        Assert.Equal([ChatRole.User, ChatRole.Assistant, ChatRole.Tool], read.Messages.Select(m => m.Role));
        Assert.Equal(new ContentPart.Image("https://example.com/a.png"), Assert.Single(read.Messages[0].Parts));
        Assert.Equal(new MessageExtra("reasoning_details", "[1]"), Assert.Single(read.Messages[1].Extras));
        Assert.Equal("c", read.Messages[2].ToolCallId);
    }

    [Fact]
    public void A_bare_list_of_messages_is_a_conversation() =>
        Assert.Equal("hi", AgentConversation.Parse("""[{"role":"user","content":[{"type":"text","text":"hi"}]}]""").Messages[0].Text);

    [Theory]
    [InlineData("{", "$")]
    [InlineData("\"text\"", "$.messages")]
    [InlineData("""{"version":2,"messages":[]}""", "$.version")]
    [InlineData("""[1]""", "$.messages[0]")]
    [InlineData("""[{"content":"x"}]""", "$.messages[0].role")]
    [InlineData("""[{"role":"wizard","content":"x"}]""", "$.messages[0].role")]
    [InlineData("""[{"role":"user"}]""", "$.messages[0].content")]
    [InlineData("""[{"role":"user","content":5}]""", "$.messages[0].content")]
    [InlineData("""[{"role":"user","content":[{"type":"smell"}]}]""", "$.messages[0].content[0]")]
    [InlineData("""[{"role":"tool","content":"x"}]""", "$.messages[0].tool_call_id")]
    [InlineData("""[{"role":"tool","content":"x","tool_call_id":"c1"}]""", "$.messages[0].tool_call_id")]
    [InlineData("""[{"role":"user","content":"x","tool_call_id":"c1"}]""", "$.messages[0].tool_call_id")]
    [InlineData("[" + Call + """,{"role":"tool","content":"x","tool_call_id":"c2"}]""", "$.messages[1].tool_call_id")]
    [InlineData(
        "[" + Call + """,{"role":"tool","content":"x","tool_call_id":"c1"},{"role":"tool","content":"x","tool_call_id":"c1"}]""", "$.messages[2].tool_call_id")]
    [InlineData("[" + Call + """,{"role":"user","content":"x"}]""", "$.messages[1]")]
    [InlineData("""[{"role":"user","content":"x"},{"role":"system","content":"x"}]""", "$.messages[1].role")]
    [InlineData("""[{"role":"user","content":"x","tool_calls":[{"id":"c","function":{"name":"t","arguments":""}}]}]""", "$.messages[0].tool_calls")]
    [InlineData("""[{"role":"assistant","tool_calls":[{"function":{"name":"t","arguments":""}}]}]""", "$.messages[0].tool_calls[0].id")]
    [InlineData("""[{"role":"assistant","content":"","tool_calls":"AgentCore.LiteLlm.Messages.ToolCall"}]""", "$.messages[0].tool_calls")]
    [InlineData("""[{"role":"user","content":"\ud83d"}]""", "$")]
    public void A_mistake_of_whoever_edited_it_is_named_by_its_path(string json, string path)
    {
        ConversationException thrown = Assert.Throws<ConversationException>(() => AgentConversation.Parse(json));

        Assert.Equal(path, thrown.Problems[0].Path);
        Assert.Contains(path, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_mistake_is_named_and_none_quotes_what_was_said()
    {
        ConversationException thrown = Assert.Throws<ConversationException>(
            () => AgentConversation.Parse("""[{"role":"x","content":"canary"},{"role":"tool","content":"canary"},5]"""));

        Assert.Equal(["$.messages[0].role", "$.messages[1].tool_call_id", "$.messages[2]"], thrown.Problems.Select(p => p.Path));
        Assert.DoesNotContain("canary", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_without_end_and_endless_lists_of_mistakes_are_survived()
    {
        Assert.Throws<ConversationException>(() => AgentConversation.Parse(new string('[', 100_000)));
        Assert.Equal(
            100, Assert.Throws<ConversationException>(() => AgentConversation.Parse($"[{string.Join(',', Enumerable.Repeat("5", 10_000))}]")).Problems.Length);
    }

    [Fact]
    public void An_addition_leaves_the_shorter_conversation_as_it_was()
    {
        AgentConversation start = AgentConversation.Empty.Add(ChatRole.User, "hi");

        ImmutableArray<AgentConversation> branches = [.. Enumerable.Range(0, 50).AsParallel().Select(i => start.Add(ChatRole.Assistant, $"{i}"))];

        Assert.Single(start.Messages);
        Assert.Equal(50, branches.Select(b => b.Messages[1].Text).Distinct(StringComparer.Ordinal).Count());
        Assert.Throws<ConversationException>(() => start.AddToolResult("c1", "x"));
    }

    [Theory]
    [InlineData(null, "own")]
    [InlineData("call", "call")]
    [InlineData("", null)]
    public void The_calls_own_system_message_replaces_the_conversations(string? system, string? expected)
    {
        AgentConversation before = AgentConversation.Empty.Add(ChatRole.System, "own").Add(ChatRole.User, "a").Add(ChatRole.Assistant, "b");

        ImmutableArray<ChatMessage> messages = before.GoOn(system, new ChatMessage(ChatRole.User, "c"));

        Assert.Equal(expected, messages.SingleOrDefault(m => m.Role == ChatRole.System)?.Text);
        Assert.Equal(["a", "b", "c"], messages.Where(m => m.Role != ChatRole.System).Select(m => m.Text));
    }

    [Fact]
    public void A_turn_that_the_model_left_empty_does_not_break_the_alternation() =>
        Assert.Equal(
            ["a", "[no answer]", "b"], AgentConversation.Empty.Add(ChatRole.User, "a").GoOn(null, new ChatMessage(ChatRole.User, "b")).Select(m => m.Text));

    [Fact]
    public void Open_tool_calls_must_be_answered_before_it_goes_on()
    {
        AgentConversation open = AgentConversation.Parse($"[{Call}]");

        Assert.Throws<ConversationException>(() => open.GoOn(null, new ChatMessage(ChatRole.User, "x")));

        // Mistral refuses a user's message right after a tool's.
        Assert.Equal(["", "r", "[no answer]", "x"], open.AddToolResult("c1", "r").GoOn(null, new ChatMessage(ChatRole.User, "x")).Select(m => m.Text));
    }
}
