using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Wire;

/// <summary>Damages replies and streams in thousands of ways: nothing but a reply or a named failure may come of it, and never a secret.</summary>
public sealed class WireMutationTests
{
    private const int MutationsPerSeed = 700;

    private static readonly string[] Originals =
    [
        Sse.Of(
            Sse.Delta("\"role\":\"assistant\""), Sse.Text("key sk-can"), Sse.Text("ary-0123456789 😀"), Sse.Stop,
            """data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}""", Sse.Done),
        Sse.Of(
            Sse.Delta("\"reasoning\":\"sk-canary-0123456789\""),
            Sse.Delta(
                "\"tool_calls\":[{\"index\":0,\"id\":\"sk-canary-0123456789\",\"function\":{\"name\":\"sk-canary-0123456789\","
                    + "\"arguments\":\"{\\\"k\\\":\\\"sk-\"}}]"),
            Sse.Delta("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"canary-0123456789\\\"}\"}}]"), Sse.Stop),
        Sse.Of(Sse.Text("a"), """data: {"error":{"message":"bad key sk-canary-0123456789","type":"sk-canary-0123456789","code":"401"}}"""),
        """{"id":"sk-canary-0123456789","model":"sk-canary-0123456789","choices":[{"index":0,"message":{"role":"assistant","content":"😀 """
            + """sk-canary-0123456789","refusal":"sk-canary-0123456789","tool_calls":[{"id":"sk-canary-0123456789","function":"""
            + """{"name":"f","arguments":"{\"k\":\"sk-canary-0123456789\"}"}}]},"finish_reason":"sk-canary-0123456789"}],"usage":{"prompt_tokens":"""
            + """1,"completion_tokens":2,"total_tokens":3}}""",
        """{"error":{"message":{"detail":[{"loc":["body","sk-canary-0123456789"],"msg":"sk-canary-0123456789"}]},"code":"sk-canary-0123456789"}}""",
        "<html><title>sk-canary-0123456789</title></html>",
    ];

    private static readonly string[] Words =
    [
        "\\ud83d", "\\uDE00", "\\u0000", "\ud83d", "\0", "\"", "{", "}", "[", "]", ",", ":", "null", "true", "1e999", "-1", "99999999999999999999", "\n\n",
        "\r", "data:", "data: [DONE]\n\n", "event: error\n",
        "\uFEFF", "\"error\":", "\"choices\":", "\"message\":", "\"delta\":{}", "\"content\":", "\"index\":", "\"finish_reason\":", "sk-canary-0123456789",
        "sk-", "canary-0123456789", "<", "\u202e", "\u001b[31m",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Nothing_but_replies_and_named_failures_come_of_damage(int seed)
    {
        Random random = new(seed);
        for (int i = 0; i < MutationsPerSeed; i++)
        {
            byte[] bytes = Mutate(Encoding.UTF8.GetBytes(Originals[random.Next(Originals.Length)]), random);
            using ScriptedStream stream = ScriptedStream.Cut(
                bytes, [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(bytes.Length + 1)).Order()]);
            using ScriptedStream broken = new([bytes]) { Fault = new IOException("broken near sk-canary-0123456789") };
            using WireHandler wire = new(
                (System.Net.HttpStatusCode)(random.Next(4) == 0 ? random.Next(200, 600) : 200), () => new StreamContent(random.Next(5) == 0 ? broken : stream),
                "");

            await CheckAsync(wire, ChatRun.Request with { Stream = random.Next(3) > 0 }, bytes);
        }
    }

    private static async Task CheckAsync(WireHandler wire, ChatRequest request, byte[] bytes)
    {
        string shown = "";
        try
        {
            ChatRun run = await ChatRun.OverAsync(wire, request);
            shown = string.Join('\n', run.Events.Select(e => e.ToString())) + run.Failure
                + $"\n{run.Pieces}\n" + JsonSerializer.Serialize(run.Failure)
                + JsonSerializer.Serialize(run.Events.OfType<ChatEvent.Completed>().Select(e => e.Reply));
            Assert.True(run.Failure is null != run.Events.OfType<ChatEvent.Completed>().FirstOrDefault() is null);
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{e}\nfrom {Encoding.UTF8.GetString(bytes)}");
        }

        Assert.False(shown.Contains(ChatRun.Canary, StringComparison.OrdinalIgnoreCase), $"{shown}\nfrom {Encoding.UTF8.GetString(bytes)}");
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        List<byte> bytes = [.. original];
        for (int times = random.Next(1, 5); times > 0; times--)
        {
            int place = random.Next(bytes.Count + 1);
            int length = Math.Min(random.Next(1, 20), bytes.Count - place);
            switch (random.Next(7))
            {
                case 0:
                    bytes.RemoveRange(place, length);
                    break;
                case 1:
                    bytes.InsertRange(place, bytes.GetRange(place, length));
                    break;
                case 2:
                    bytes.RemoveRange(place, bytes.Count - place);
                    break;
                case 3 when place < bytes.Count:
                    bytes[place] = (byte)random.Next(256);
                    break;
                case 4:
                    bytes.RemoveRange(place, length);
                    goto default;
                default:
                    bytes.InsertRange(place, Encoding.UTF8.GetBytes(Words[random.Next(Words.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }
}
