using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Wire;
using AgentCore.LiteLlm.Wire.Completions;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Wire.Completions;

public sealed class StreamedReplyTests
{
    public static TheoryData<string, string[], string[]> ToolCalls => new()
    {
        {
            "as OpenAI sends them",
            [
                """{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}""", """{"index":0,"function":{"arguments":"{\"x\""}}""",
                """{"index":0,"function":{"arguments":":1}"}}""", """{"index":1,"id":"b","function":{"name":"g","arguments":"{}"}}""",
            ],
            ["a f {\"x\":1}", "b g {}"]
        },
        {
            "later fragments with empty id and name",
            [
                """{"index":0,"id":"a","function":{"name":"f","arguments":"{"}}""", """{"index":0,"id":"","function":{"name":"","arguments":"}"}}""",
                """{"index":0,"id":null,"function":{"name":null,"arguments":""}}""",
            ],
            ["a f {}"]
        },
        {
            "fragments in turn",
            [
                """{"index":0,"id":"a","function":{"name":"f","arguments":"1"}}""", """{"index":1,"id":"b","function":{"name":"f","arguments":"2"}}""",
                """{"index":0,"function":{"arguments":"1"}}""", """{"index":1,"function":{"arguments":"2"}}""",
            ],
            ["a f 11", "b f 22"]
        },
        {
            "index null, ids empty",
            [
                """{"index":null,"id":"","function":{"name":"f","arguments":"{}"}}""",
                """{"index":null,"id":"","function":{"name":"f","arguments":"{\"x\":1}"}}""",
            ],
            [" f {}", " f {\"x\":1}"]
        },
        {
            "index and ids missing, no arguments",
            ["""{"function":{"name":"f"}}""", """{"function":{"name":"g"}}""", """{"function":{"arguments":"{}"}}"""],
            [" f {}", " g {}"]
        },
        {
            "index missing, ids differ",
            [
                """{"id":"a","function":{"name":"f","arguments":"{"}}""", """{"function":{"arguments":"}"}}""",
                """{"id":"b","function":{"name":"f","arguments":"{}"}}""",
            ],
            ["a f {}", "b f {}"]
        },
        {
            "index 0 for every call, ids differ",
            [
                """{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}""", """{"index":0,"id":"b","function":{"name":"f","arguments":"{"}}""",
                """{"index":0,"id":"b","function":{"arguments":"}"}}""",
            ],
            ["a f {}", "b f {}"]
        },
        {
            "index 0 for every call, no ids",
            ["""{"index":0,"function":{"name":"f","arguments":"{}"}}""", """{"index":0,"function":{"name":"g","arguments":"{}"}}"""],
            [" f {}", " g {}"]
        },
        {
            "a new id for each fragment",
            ["""{"index":0,"id":"a","function":{"name":"f","arguments":"{"}}""", """{"index":0,"id":"b","function":{"arguments":"}"}}"""],
            ["a f {}"]
        },
        {
            "name and id in each fragment",
            ["""{"index":0,"id":"a","function":{"name":"f","arguments":"{"}}""", """{"index":0,"id":"a","function":{"name":"f","arguments":"}"}}"""],
            ["a f {}"]
        },
        {
            "arguments as an object, null and missing",
            [
                """{"index":0,"id":"a","function":{"name":"f","arguments":{"x":1}}}""", """{"index":1,"id":"b","function":{"name":"g","arguments":null}}""",
                """{"index":2,"id":"c","function":{"name":"h"}}""",
            ],
            ["a f {\"x\":1}", "b g {}", "c h {}"]
        },
        {
            "what is no tool call",
            ["7", "null", """{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}""", """{"index":0,"function":7}"""],
            ["a f {}"]
        },
        {
            "type null and id a number",
            ["""{"index":0,"id":5,"type":null,"function":{"name":"f","arguments":"{}"}}"""],
            ["5 f {}"]
        },
    };

    [Theory]
    [MemberData(nameof(ToolCalls))]
    public void Tool_calls_are_put_together(string quirk, string[] fragments, string[] expected)
    {
        StreamedReply reply = new([], new Redactor([]));
        foreach (string fragment in fragments)
        {
            Add(reply, $$$"""{"choices":[{"delta":{"tool_calls":[{{{fragment}}}]}}]}""");
        }

        reply.Flush();

        Assert.True(
            expected.SequenceEqual(reply.ToCompletion().ToolCalls.Select(c => $"{c.Id} {c.Name} {c.Arguments}")),
            $"{quirk}: {string.Join(", ", reply.ToCompletion().ToolCalls)}");
    }

    [Fact]
    public void Several_calls_in_one_chunk_are_put_together()
    {
        StreamedReply reply = new([], new Redactor([]));

        Add(
            reply,
            """{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"1"}},{"index":1,"id":"b","function":"""
                + """{"name":"g","arguments":"2"}}]}}]}""");

        Assert.Equal([new ToolCall("a", "f", "1"), new ToolCall("b", "g", "2")], reply.ToCompletion().ToolCalls);
    }

    [Fact]
    public void The_first_id_model_and_finish_reason_count()
    {
        StreamedReply reply = new([], new Redactor([]));

        Add(reply, """{"choices":[{"delta":{}}]}""");
        Add(reply, """{"id":"a","model":"m","choices":[{"delta":{},"finish_reason":"tool_calls"}]}""");
        Add(reply, """{"id":"b","model":"n","choices":[{"delta":{},"finish_reason":"stop"}]}""");

        Completion whole = reply.ToCompletion();
        Assert.Equal(("a", "m", "tool_calls"), (whole.Id, whole.Model, whole.FinishReason));
    }

    [Fact]
    public void A_chunk_without_text_brings_no_pieces()
    {
        StreamedReply reply = new([], new Redactor([]));

        Assert.Equal([new AgentChunk(ChunkKind.Text, "a")], Add(reply, """{"choices":[{"delta":{"content":"a"}}]}"""));
        Assert.Empty(Add(reply, """{"choices":[]}"""));
        Assert.Empty(Add(reply, """{"choices":[{"delta":{"role":"assistant","content":""}}]}"""));
        Assert.Empty(reply.Flush());
    }

    [Fact]
    public void What_is_held_back_for_safety_comes_at_the_end()
    {
        StreamedReply reply = new([], new Redactor([new Secret("sk-canary-0123456789")]));

        Assert.Equal([new AgentChunk(ChunkKind.Text, "key ")], Add(reply, """{"choices":[{"delta":{"content":"key sk-ca"}}]}"""));
        Assert.Equal(
            [new AgentChunk(ChunkKind.ToolCall, "{")],
            Add(reply, """{"choices":[{"delta":{"reasoning":"sk-","tool_calls":[{"function":{"name":"f","arguments":"{s"}}]}}]}"""));
        Assert.Equal("key ", reply.Text);

        Assert.Equal(
            [new AgentChunk(ChunkKind.Reasoning, "sk-"), new AgentChunk(ChunkKind.Text, "sk-ca"), new AgentChunk(ChunkKind.ToolCall, "s")], reply.Flush());
        Assert.Empty(reply.Flush());

        Completion whole = reply.ToCompletion();
        Assert.Equal(("key sk-ca", "sk-", "{s"), (whole.Text, whole.Reasoning, whole.ToolCalls[0].Arguments));
    }

    private static List<AgentChunk> Add(StreamedReply reply, string chunk)
    {
        using JsonDocument json = JsonDocument.Parse(chunk);
        return [.. reply.Add(json.RootElement)];
    }
}
