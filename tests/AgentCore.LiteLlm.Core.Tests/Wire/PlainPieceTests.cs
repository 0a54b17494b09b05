using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Wire;
using AgentCore.LiteLlm.Wire.Completions;
using AgentCore.LiteLlm.Wire.Responses;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Wire;

public sealed class PlainPieceTests
{
    private const string FirstChunk = """{"id":"c","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"a"}}]}""";

    private const string FirstEvent =
        """{"type":"response.output_text.delta","item_id":"msg_1","output_index":0,"content_index":0,"delta":"a"}""";

    private static readonly string[] ChunkMembers =
    [
        "\"id\":\"c\"", "\"object\":\"chat.completion.chunk\"", "\"object\":\"error\"", "\"created\":1", "\"model\":\"m\"", "\"usage\":null",
        "\"usage\":{\"prompt_tokens\":1}", "\"error\":null", "\"error\":{\"message\":\"no\"}", "\"choices\":null", "\"choices\":[]",
        "\"x_groq\":{\"id\":\"r\"}",
        "\"type\":\"error\"", "\"status\":\"failure\"", "\"success\":false", "\"response\":{\"error\":\"no\"}", "\"obfuscation\":\"ab\"", "\"base_resp\":null",
    ];

    private static readonly string[] ChoiceMembers =
    [
        "\"index\":0", "\"index\":1", "\"index\":\"0\"", "\"index\":null", "\"finish_reason\":null", "\"finish_reason\":\"stop\"", "\"finish_reason\":\"\"",
        "\"logprobs\":null", "\"logprobs\":{\"content\":[]}", "\"message\":null", "\"message\":{\"content\":\"ab\"}", "\"delta\":null",
        "\"error\":{\"code\":1}",
        "\"usage\":{\"total_tokens\":3}", "\"text\":\"b\"",
    ];

    private static readonly string[] DeltaMembers =
    [
        "\"content\":\"b\"", "\"content\":\"\"", "\"content\":null", "\"content\":7", "\"content\":[{\"type\":\"text\",\"text\":\"b\"}]",
        "\"content\":\"\\n\\\"\"",
        "\"content\":\"\\u00fc\"", "\"content\":\"\\ud83d\"", "\"content\":\"<think>\"", "\"content\":\"ü 😀\"", "\"role\":\"assistant\"", "\"refusal\":null",
        "\"refusal\":\"no\"", "\"reasoning_content\":\"hm\"", "\"reasoning\":null", "\"tool_calls\":null",
        "\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\"}}]", "\"function_call\":null", "\"c\\u006fntent\":\"x\"", "\"error\":{\"code\":1}",
    ];

    private static readonly string[] EventMembers =
    [
        "\"type\":\"response.output_text.delta\"", "\"type\":\"response.output_text.done\"", "\"type\":\"error\"", "\"item_id\":\"msg_1\"",
        "\"item_id\":\"msg_2\"",
        "\"output_index\":0", "\"output_index\":1", "\"output_index\":null", "\"content_index\":0", "\"content_index\":1", "\"content_index\":\"0\"",
        "\"delta\":\"b\"", "\"delta\":\"\"", "\"delta\":7", "\"delta\":\"\\ud83d\"", "\"delta\":\"\\n\"", "\"logprobs\":[{\"token\":\"b\"}]",
        "\"sequence_number\":3",
        "\"obfuscation\":\"ab\"", "\"response\":{\"status\":\"failed\"}", "\"object\":\"response\"", "\"error\":{\"code\":1}", "\"text\":\"ab\"",
    ];

    [Theory]
    [InlineData("OpenAI", """
        {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","service_tier":"default","system_fingerprint":"f","choices":[{"index":0,
        "delta":{"content":" b"},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"abc"}
        """)]
    [InlineData("vLLM", """
        {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":" b","reasoning_content":null},
        "logprobs":null,"finish_reason":null,"token_ids":null}]}
        """)]
    [InlineData("Ollama", """
        {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","system_fingerprint":"fp_ollama","choices":[{"index":0,
        "delta":{"role":"assistant","content":" b"},"finish_reason":null}]}
        """)]
    [InlineData("OpenRouter", """
        {"id":"c","provider":"P","model":"m","object":"chat.completion.chunk","created":1,"choices":[{"index":0,"delta":{"role":"assistant","content":" b"},
        "finish_reason":null,"native_finish_reason":null,"logprobs":null}]}
        """)]
    public void What_servers_write_for_a_piece_of_text_is_plain(string server, string chunk)
    {
        StreamedReply reply = new([], Redactor.Idle);
        Take(reply, FirstChunk, mayBePlain: false);

        Assert.True(reply.AddPlain(Encoding.UTF8.GetBytes(chunk.Trim())) is [{ Kind: ChunkKind.Text, Text: " b" }], server);
        Assert.Equal("a b", reply.Text);
    }

    [Fact]
    public void So_is_a_piece_of_text_of_the_responses_API()
    {
        ResponseReply reply = new([], Redactor.Idle);
        Take(reply, FirstEvent, mayBePlain: false);

        const string Next = """
            {"type":"response.output_text.delta","item_id":"other","output_index":0,"content_index":0,"delta":" b","logprobs":[{"token":" b"}],
            "sequence_number":7,"obfuscation":"abc"}
            """;
        Assert.True(reply.AddPlain(Encoding.UTF8.GetBytes(Next.Trim())) is [{ Text: " b" }]);
        Assert.Equal("a b", reply.Text);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_plain_is_the_same_as_if_all_of_it_were_read(int seed)
    {
        Random random = new(seed);
        int plain = 0;
        for (int turn = 0; turn < 3000; turn++)
        {
            bool isOfChat = random.Next(2) == 0;
            Func<IIncomingAnswer> make = isOfChat ? () => new StreamedReply([], Redactor.Idle) : () => new ResponseReply([], Redactor.Idle);
            string[] said = [isOfChat ? FirstChunk : FirstEvent, .. Enumerable.Range(0, 3).Select(_ => isOfChat ? Chunk(random) : Event(random))];
            (IIncomingAnswer quick, IIncomingAnswer whole) = (make(), make());
            foreach (string json in said)
            {
                string expected = Take(whole, json, mayBePlain: false);
                string found = Take(quick, json, mayBePlain: true);
                plain += found.StartsWith("plain", StringComparison.Ordinal) ? 1 : 0;
                Assert.True(found.Replace("plain", "whole", StringComparison.Ordinal) == expected, $"{string.Join('\n', said)}\n{found}\n{expected}");
            }
        }

        Assert.InRange(plain, 500, 9000);
    }

    // What an answer says of itself after one more piece, and which pieces it gave.
    private static string Take(IIncomingAnswer answer, string json, bool mayBePlain)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        if (mayBePlain && answer.AddPlain(bytes) is { } plain)
        {
            return $"plain {Describe(answer, plain)}";
        }

        using JsonDocument? value = ReceivedJson.Find(bytes, keepsBytes: true);
        return value is null ? "whole none"
            : answer.FindError(value.RootElement, bytes, isNamed: false) is { } error ? $"whole {Encoding.UTF8.GetString(error.Span)}"
            : $"whole {Describe(answer, answer.Add(value.RootElement, isUnframed: false))}";
    }

    private static string Describe(IIncomingAnswer answer, List<AgentChunk> pieces) =>
        $"{string.Join('|', pieces)} {answer.Text} {answer.FinishReason} {answer.MayEndUnsaid} {answer.HasBegun} {answer.Length} {answer.ToCompletion()}";

    private static string Chunk(Random random)
    {
        string delta = $"\"delta\":{{{Some(DeltaMembers, random, "\"content\":\"b\"")}}}";
        string choice = $"{{{Some(ChoiceMembers, random, delta)}}}{(random.Next(8) == 0 ? $",{{{Some(ChoiceMembers, random, delta)}}}" : "")}";
        return Damage($"{{{Some(ChunkMembers, random, $"\"choices\":[{choice}]")}}}", random);
    }

    private static string Event(Random random) => Damage(
        $"{{{Some(EventMembers, random, "\"type\":\"response.output_text.delta\"", "\"output_index\":0", "\"content_index\":0", "\"delta\":\"b\"")}}}", random);

    private static string Damage(string json, Random random) => random.Next(20) switch
    {
        0 => json[..random.Next(json.Length)],
        1 => json + json,
        2 => json.Insert(random.Next(json.Length), ","),
        _ => json,
    };

    private static string Some(string[] members, Random random, params string[] always)
    {
        string[] chosen = [.. always, .. Enumerable.Range(0, random.Next(3)).Select(_ => members[random.Next(members.Length)])];
        random.Shuffle(chosen);
        return string.Join(',', chosen);
    }
}
