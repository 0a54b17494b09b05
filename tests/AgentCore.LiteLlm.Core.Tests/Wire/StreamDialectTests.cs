using System.Collections.Immutable;
using System.Text;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Wire;

/// <summary>Deals one answer in two hundred mixes of dialects, each cut at odd places: the same reply must come of all of them.</summary>
public sealed class StreamDialectTests
{
    private static readonly ChatRequest Asked = ChatRun.Streaming with
    {
        Tools = [.. DealtAnswer.Tools.Select(t => new ToolDefinition(t, "A tool.", SchemaText.Parse("""{"type":"object"}""")))],
    };

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task One_answer_comes_of_every_dialect_wherever_it_is_cut(int seed)
    {
        DealtAnswer dealt = new(seed);
        Random random = new(seed);
        int[][] cuts =
        [
            [],
            [.. Enumerable.Range(0, dealt.Bytes.Length)],
            .. Enumerable.Range(0, 4).Select(_ => (int[])[.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(dealt.Bytes.Length)).Order()]),
        ];
        foreach (int[] cut in cuts)
        {
            using ScriptedStream body = ScriptedStream.Cut(dealt.Bytes, cut);
            using WireHandler wire = new(body);

            AssertSame(dealt, await ChatRun.OverAsync(wire, Asked), isStream: true);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task The_same_answer_comes_of_one_piece(int seed)
    {
        DealtAnswer dealt = new(seed);
        foreach (bool isStream in (bool[])[true, false])
        {
            using ScriptedStream body = new(dealt.Whole.Replace(",\"choices\"", ",\n  \"choices\"", StringComparison.Ordinal));
            using WireHandler wire = new(body, "application/json");

            AssertSame(dealt, await ChatRun.OverAsync(wire, Asked with { Stream = isStream }), isStream);
        }
    }

    private static void AssertSame(DealtAnswer dealt, ChatRun run, bool isStream)
    {
        Assert.True(run.Failure is null, $"{dealt.Words}: {run.Failure}");
        AgentReply reply = run.Reply;
        string expected = Describe(DealtAnswer.Text, DealtAnswer.Reasoning, dealt.Calls, "11/7/18", "tool_calls");
        string found = Describe(
            reply.Text,
            reply.Reasoning,
            [.. reply.ToolCalls.Select(c => (c.Id, c.Name, c.Arguments))],
            $"{reply.Usage?.InputTokens}/{reply.Usage?.OutputTokens}/{reply.Usage?.TotalTokens}",
            reply.FinishReason);
        Assert.True(expected == found, $"{dealt.Words}\nexpected {expected}\nfound    {found}\nin       {Encoding.UTF8.GetString(dealt.Bytes)}");

        // What was shown is what came of it.
        Assert.True(!isStream || run.Pieces.Text == reply.Text, $"{dealt.Words}: {run.Pieces.Text}");
        Assert.True(!isStream || run.Pieces.Reasoning.Trim() == reply.Reasoning, $"{dealt.Words}: {run.Pieces.Reasoning}");
    }

    private static string Describe(
        string text, string? reasoning, ImmutableArray<(string Id, string Name, string Arguments)> calls, string usage, string? finish) =>
        string.Join(" | ", text, reasoning, string.Join("; ", calls.Select(c => $"{c.Id} {c.Name} {c.Arguments}")), usage, finish);
}
