using System.Text;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Wire;

public sealed class ChatStreamSplitTests
{
    private const string Usage = """data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""";

    private static readonly string[] Shapes =
    [
        Sse.Of(Sse.Delta("\"role\":\"assistant\",\"content\":\"\""), Sse.Text("Hel"), Sse.Text("lo"), Sse.Stop, Usage, Sse.Done),
        Sse.Of(Sse.Text("Grüße, 世界 "), Sse.Text("😀🏳️‍🌈 e\u0301 \u0000\"\\\n"), Sse.Stop, Sse.Done).Replace("\n", "\r\n", StringComparison.Ordinal),
        Sse.Of(Sse.Delta("\"content\":\"\\ud83d\""), Sse.Delta("\"content\":\"\\ude00 \\u00fc\\/ \\ud83d\\ude00\""), Sse.Stop)
            .Replace("data: ", "data:", StringComparison.Ordinal),
        "\uFEFF: hi\n\n"
            + Sse.Of(
                Sse.Delta("\"reasoning_content\":\"hm 🤔\""), Sse.Text("my sk-can"), Sse.Text("ary-0123456789 is sk-"), Sse.Text("canary"), Sse.Stop, Usage),
        Sse.Of(
            Sse.Delta("""
                "tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}]
                """),
            Sse.Delta("""
                "tool_calls":[{"index":0,"function":{"arguments":"{\"x\":\"😀"}},{"index":1,"id":"b","function":{"name":"g","arguments":"{}"}}]
                """),
            Sse.Delta("""
                "tool_calls":[{"index":0,"function":{"arguments":"\"}"}}]
                """),
            Sse.Stop.Replace("stop", "tool_calls", StringComparison.Ordinal),
            Sse.Done),
        "event: message\nid: 1\n" + Sse.Text("a").Replace(",\"choices\"", ",\ndata: \"choices\"", StringComparison.Ordinal) + "\n\n: ping\n\n" + Sse.Stop,
        """{"id":"w","choices":[{"message":{"content":"whole """
            + """😀","tool_calls":[{"id":"a","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"stop"}],"usage":{"total_tokens":1}}""",
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Shapes.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task A_stream_gives_the_same_wherever_it_is_cut(int shape)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Shapes[shape]);
        string expected = Describe(await ChatRun.OfStreamAsync(bytes));
        Assert.DoesNotContain("canary-", expected, StringComparison.Ordinal);

        Assert.Equal(expected, Describe(await ChatRun.OfStreamAsync(bytes, [.. Enumerable.Range(0, bytes.Length)])));
        for (int place = 1; place < bytes.Length; place++)
        {
            Assert.Equal(expected, Describe(await ChatRun.OfStreamAsync(bytes, place)));
            Assert.Equal(expected, Describe(await ChatRun.OfStreamAsync(bytes, place, Math.Min(bytes.Length, place + 1))));
        }
    }

    private static string Describe(ChatRun run)
    {
        AgentReply reply = run.Reply with { Duration = TimeSpan.Zero, TimeToFirstToken = null };
        return $"{string.Join('|', run.Chunks.Select(c => $"{c.Kind}:{c.Text}"))}\n{string.Join('|', reply.ToolCalls)}\n"
            + $"{reply with { ToolCalls = default, Warnings = default }}\n{reply.Reasoning}";
    }
}
