using System.Text.Json;
using System.Text.Json.Nodes;
using AgentCore.LiteLlm.Schemas;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.TestEndpoints;

public sealed class PublishedSchemaTests
{
    private static readonly TestReply[] Replies =
    [
        new TestReply.Echo(),
        new TestReply.Chat("text") { Reasoning = "hm", Usage = new(1, 2) { CachedInputTokens = 1, ReasoningTokens = 1 } },
        new TestReply.Chat { ToolCalls = [new("f", """{"a":1}"""), new("g", "{}")] },
    ];

    public static TheoryData<int> Scripted => [.. Enumerable.Range(0, Replies.Length)];

    [Theory]
    [MemberData(nameof(Scripted))]
    public async Task A_completion_is_as_published(int reply)
    {
        JsonSchema schema = Published("CreateChatCompletionResponse");

        string response = await AnswerAsync(Replies[reply], stream: false);

        Assert.Empty(Violations(schema, response[(response.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]));
    }

    [Theory]
    [MemberData(nameof(Scripted))]
    public async Task Every_chunk_is_as_published(int reply)
    {
        JsonSchema schema = Published("CreateChatCompletionStreamResponse");

        string response = await AnswerAsync(Replies[reply], stream: true);

        string[] chunks = [.. response.Split("data: ")[1..^1]];
        Assert.InRange(chunks.Length, 4, 100);
        Assert.All(chunks, chunk => Assert.Empty(Violations(schema, WithoutNulls(chunk))));
    }

    private static async Task<string> AnswerAsync(TestReply reply, bool stream)
    {
        await using TestEndpoint endpoint = TestEndpoint.Start();
        endpoint.Enqueue(reply);
        return await RawClient.ExchangeAsync(endpoint.Port, RawClient.ChatRequest(version: "HTTP/1.0", stream: stream));
    }

    // The service sends null for these in all chunks but one, which its description says in words only.
    private static string WithoutNulls(string chunk) => chunk
        .Replace("\"finish_reason\":null", "\"finish_reason\":\"stop\"", StringComparison.Ordinal)
        .Replace(",\"usage\":null", "", StringComparison.Ordinal);

    private static IEnumerable<string> Violations(JsonSchema schema, string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return [.. schema.Validate(document.RootElement).Select(v => v.Message)];
    }

    private static JsonSchema Published(string name)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        string path = "";
        while (folder is not null && !File.Exists(path))
        {
            path = Path.Combine(folder.FullName, "shared", "data", "openai-chat.schema.json");
            folder = folder.Parent;
        }

        Assert.SkipUnless(File.Exists(path), "The published schema is not on this machine.");
        JsonNode schema = JsonNode.Parse(File.ReadAllText(path))!;
        schema["$ref"] = "#/$defs/" + name;
        return JsonSchema.Read(schema.ToJsonString(), out _)!;
    }
}
