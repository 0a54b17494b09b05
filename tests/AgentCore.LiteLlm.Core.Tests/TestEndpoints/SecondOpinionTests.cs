using System.ClientModel;
using AgentCore.LiteLlm.Simulation;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using OpenAI.Chat;
using Xunit;

namespace AgentCore.LiteLlm.Tests.TestEndpoints;

public sealed class SecondOpinionTests : IDisposable
{
    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool(
        "weather",
        "Tells the weather.",
        BinaryData.FromString("""{"type":"object","required":["city"],"properties":{"city":{"type":"string","enum":["Oslo"]}}}"""));

    private readonly SimulatedEndpoint _simulation = new();
    private readonly HttpClient _transport;

    public SecondOpinionTests() => _transport = new HttpClient(_simulation, disposeHandler: false);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<bool> Served => [true, false];

    public void Dispose()
    {
        _transport.Dispose();
        _simulation.Dispose();
    }

    [Theory]
    [MemberData(nameof(Served))]
    public async Task The_sdk_reads_a_reply(bool served)
    {
        await using TestEndpoint endpoint = TestEndpoint.Start();

        ChatCompletion reply = await Client(endpoint, served).CompleteChatAsync([new UserChatMessage("hello")], cancellationToken: Token);

        Assert.Equal("Simulated reply from m to: hello", reply.Content[0].Text);
        Assert.Equal((ChatFinishReason.Stop, ChatMessageRole.Assistant, "m"), (reply.FinishReason, reply.Role, reply.Model));
        Assert.Equal((1, 6, 7), (reply.Usage.InputTokenCount, reply.Usage.OutputTokenCount, reply.Usage.TotalTokenCount));
        Assert.Equal(2025, reply.CreatedAt.Year);
    }

    [Theory]
    [MemberData(nameof(Served))]
    public async Task The_sdk_reads_a_stream(bool served)
    {
        await using TestEndpoint endpoint = TestEndpoint.Start();

        List<StreamingChatCompletionUpdate> updates = await StreamAsync(Client(endpoint, served), new ChatCompletionOptions());

        Assert.Equal("Simulated reply from m to: hello", Text(updates));
        Assert.Equal(ChatMessageRole.Assistant, updates[0].Role);
        Assert.Equal(ChatFinishReason.Stop, Assert.Single(updates, u => u.FinishReason is not null).FinishReason);
        Assert.Equal(7, updates[^1].Usage.TotalTokenCount);
    }

    [Theory]
    [MemberData(nameof(Served))]
    public async Task The_sdk_reads_a_forced_tool_call(bool served)
    {
        await using TestEndpoint endpoint = TestEndpoint.Start();
        ChatCompletionOptions options = new() { Tools = { Weather }, ToolChoice = ChatToolChoice.CreateFunctionChoice("weather") };

        ChatCompletion reply = await Client(endpoint, served).CompleteChatAsync([new UserChatMessage("hello")], options, Token);
        List<StreamingChatCompletionUpdate> updates = await StreamAsync(Client(endpoint, served), options);

        ChatToolCall call = Assert.Single(reply.ToolCalls);
        Assert.Equal(("weather", """{"city":"Oslo"}"""), (call.FunctionName, call.FunctionArguments.ToString()));
        Assert.Equal(ChatFinishReason.ToolCalls, reply.FinishReason);
        Assert.Equal("weather", updates.SelectMany(u => u.ToolCallUpdates).First().FunctionName);
        Assert.Equal("""{"city":"Oslo"}""", string.Concat(updates.SelectMany(u => u.ToolCallUpdates).Select(t => t.FunctionArgumentsUpdate.ToString())));
    }

    [Theory]
    [MemberData(nameof(Served))]
    public async Task The_sdk_reads_structured_output(bool served)
    {
        await using TestEndpoint endpoint = TestEndpoint.Start();
        ChatCompletionOptions options = new()
        {
            ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat(
                "n", BinaryData.FromString("""{"required":["a"],"properties":{"a":{"type":"integer"}}}""")),
        };

        ChatCompletion reply = await Client(endpoint, served).CompleteChatAsync([new UserChatMessage("hello")], options, Token);

        Assert.Equal("""{"a":0}""", reply.Content[0].Text);
    }

    [Theory]
    [MemberData(nameof(Served))]
    public async Task The_sdk_reads_a_reply_that_was_cut(bool served)
    {
        await using TestEndpoint endpoint = TestEndpoint.Start();

        ChatCompletion reply = await Client(endpoint, served).CompleteChatAsync(
            [new UserChatMessage("hello")],
            new ChatCompletionOptions { MaxOutputTokenCount = 2 },
            Token);

        Assert.Equal(("Simulated reply", ChatFinishReason.Length), (reply.Content[0].Text, reply.FinishReason));
    }

    [Theory]
    [MemberData(nameof(Served))]
    public async Task The_sdk_reads_an_error(bool served)
    {
        await using TestEndpoint endpoint = TestEndpoint.Start();
        ChatCompletionOptions options = new() { MaxOutputTokenCount = -3 };

        ClientResultException error = await Assert.ThrowsAsync<ClientResultException>(
            () => Client(endpoint, served).CompleteChatAsync([new UserChatMessage("hello")], options, Token));

        Assert.Equal(400, error.Status);
        Assert.Contains("integer_below_min_value", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sdk_reads_every_part_of_a_scripted_reply()
    {
        await using TestEndpoint endpoint = TestEndpoint.Start(new() { RepeatLast = true, ApiKey = "sk-test" });
        endpoint.Enqueue(new TestReply.Chat("Grüße 😀")
        {
            Reasoning = "let me think",
            ToolCalls = [new("weather", """{"city":"Oslo"}""") { Id = "call_a" }, new("weather", """{"city":"Rome, the eternal"}""") { Id = "call_b" }],
            Usage = new(10, 20) { CachedInputTokens = 4, ReasoningTokens = 5 },
            ChunkCount = 3,
        });
        ChatClient client = Client(endpoint, served: true);

        ChatCompletion reply = await client.CompleteChatAsync([new UserChatMessage("hello")], cancellationToken: Token);
        List<StreamingChatCompletionUpdate> updates = await StreamAsync(client, new ChatCompletionOptions());

        Assert.Equal("Grüße 😀", reply.Content[0].Text);
        Assert.Equal("Grüße 😀", Text(updates));
        Assert.Equal(["call_a", "call_b"], reply.ToolCalls.Select(t => t.Id));
        Assert.Equal(
            ["""{"city":"Oslo"}""", """{"city":"Rome, the eternal"}"""],
            updates.SelectMany(u => u.ToolCallUpdates).GroupBy(t => t.Index).Select(g => string.Concat(g.Select(t => t.FunctionArgumentsUpdate.ToString()))));
        Assert.Equal((4, 5), (reply.Usage.InputTokenDetails.CachedTokenCount, reply.Usage.OutputTokenDetails.ReasoningTokenCount));
        Assert.Equal(30, updates[^1].Usage.TotalTokenCount);
    }

    private static string Text(IEnumerable<StreamingChatCompletionUpdate> updates) =>
        string.Concat(updates.SelectMany(u => u.ContentUpdate).Select(c => c.Text));

    private ChatClient Client(TestEndpoint endpoint, bool served) => served
        ? ChatClientOf.Endpoint(endpoint.BaseUrl)
        : ChatClientOf.Endpoint(new Uri("https://nowhere.invalid/v1"), _transport);

    private static async Task<List<StreamingChatCompletionUpdate>> StreamAsync(ChatClient client, ChatCompletionOptions options)
    {
        List<StreamingChatCompletionUpdate> updates = [];
        await foreach (StreamingChatCompletionUpdate update in client.CompleteChatStreamingAsync([new UserChatMessage("hello")], options, Token))
        {
            updates.Add(update);
        }

        return updates;
    }
}
