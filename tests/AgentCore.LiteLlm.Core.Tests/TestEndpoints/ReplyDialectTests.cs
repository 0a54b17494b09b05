using System.Collections.Immutable;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.TestEndpoints;

/// <summary>Whatever dialect an endpoint is told to speak, the same reply comes of what it says.</summary>
public sealed class ReplyDialectTests : IDisposable
{
    private static readonly TestReply[] Replies =
    [
        new TestReply.Chat("Grüße, 世界 😀: bring \"shades\" \\ hats.\n\nSunny {in} both, they say, and warm until the evening.")
        {
            Reasoning = "let me see 🤔: two cities", Usage = new TestUsage(11, 7) { CachedInputTokens = 3, ReasoningTokens = 2 },
        },
        new TestReply.Chat
        {
            ToolCalls =
            [
                new("Get-Weather", """{"City":"Oslo","Days":[1,{"of":"a } week"}]}"""), new("Get-Weather", """{"City":"São Paulo \"SP\""}"""),
                new("Get-Clock", "{}"),
            ],
        },
        new TestReply.Chat { ToolCalls = [new("Get-Clock", "{}"), new("Get-Clock", "{}")], Chunks = ["ha", "ha"] },
        new TestReply.Chat { ToolCalls = [new("Get-Weather", """{"City":""")] },
        new TestReply.Chat { ToolCalls = [new("Get-Weather", """{"City":"Oslo"}""") { Id = "mine-1" }, new("Get-Clock", "{}") { Id = "mine-2" }] },
        new TestReply.Failure(429, "slow down") { Type = "rate_limit_error", Code = "rate_limit_exceeded" },
        new TestReply.Failure(400, "temperature is wrong") { Param = "temperature", Code = "invalid_value" },
    ];

    private readonly ChatTransport _transport = ChatTransport.OverHttp(new TransportOptions());

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    public void Dispose() => _transport.Dispose();

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task The_same_reply_comes_of_every_dialect(int seed)
    {
        foreach (bool isStreamed in (bool[])[true, false])
        {
            ImmutableArray<string> usual = await AskAsync(null, isStreamed);
            ImmutableArray<string> dealt = await AskAsync(seed, isStreamed);

            Assert.Equal(usual, dealt);
        }
    }

    [Fact]
    public void A_seed_deals_the_same_and_another_one_otherwise()
    {
        string[] bodies = [.. Enumerable.Range(1, 20).Select(WriteError)];

        Assert.Equal(bodies, Enumerable.Range(1, 20).Select(WriteError));
        Assert.InRange(bodies.Distinct().Count(), 4, 20);

        static string WriteError(int seed) =>
            Convert.ToBase64String(ReplyDialect.Draw(seed, 0).WriteError(new(500, "no – not now"), isStreamed: true, out _));
    }

    private async Task<ImmutableArray<string>> AskAsync(int? seed, bool isStreamed)
    {
        await using TestEndpoint endpoint = TestEndpoint.Start(new() { DialectSeed = seed });
        endpoint.Enqueue(Replies);
        ChatRequest request = ChatRun.Request with
        {
            BaseUrl = endpoint.BaseUrl,
            Stream = isStreamed,
            Tools = [.. new[] { "Get-Weather", "Get-Clock" }.Select(t => new ToolDefinition(t, "A tool.", SchemaText.Parse("""{"type":"object"}""")))],
        };
        List<string> found = [];
        foreach (TestReply _ in Replies)
        {
            found.Add(Describe(await ChatRun.OfAsync(new OpenAIChatProvider(_transport, TimeProvider.System), request), isStreamed));
        }

        return [.. found];
    }

    private static string Describe(ChatRun run, bool isStreamed)
    {
        if (run.Failure is { } failure)
        {
            return string.Join(" | ", failure.Kind, failure.HttpStatus, failure.ProviderMessage, failure.ProviderCode, failure.Parameter, failure.Retriable);
        }

        AgentReply reply = run.Reply;
        string pieces = isStreamed ? $"{run.Pieces.Text} / {run.Pieces.Reasoning}" : "";

        // Ids that nobody asked for may be left out.
        string calls = string.Join(
            "; ", reply.ToolCalls.Select(c => $"{(c.Id.StartsWith("call_", StringComparison.Ordinal) ? "" : c.Id)} {c.Name} {c.Arguments}"));
        string usage = $"{reply.Usage}, {reply.Usage.CachedInputTokens} cached, {reply.Usage.TotalTokens} in all";
        return string.Join(" | ", reply.Text, reply.Reasoning, calls, usage, reply.FinishReason, pieces);
    }
}
