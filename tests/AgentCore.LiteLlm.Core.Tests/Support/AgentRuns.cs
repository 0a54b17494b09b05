using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AgentCore.LiteLlm.Agents;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>Whole runs with two tools over loopback.</summary>
internal sealed class AgentRuns : IDisposable
{
    private static readonly ToolDefinition Add = new("add", "Adds.", SchemaText.Parse("""
        {"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"},"when":{"type":"string","format":"date-time"}},
         "required":["a","b"],"additionalProperties":false}
        """));

    private static readonly ToolDefinition Look = new("look", "Looks.", SchemaText.Parse("""{"type":"object","properties":{}}"""));

    private readonly ChatTransport _transport = ChatTransport.OverHttp();

    public TestEndpoint Endpoint { get; } = TestEndpoint.Start(new TestEndpointOptions { RepeatLast = true });

    /// <summary>Gets the API by which they go.</summary>
    public ModelApi Api { get; init; }

    /// <summary>Gets the calls that were handed out.</summary>
    public List<ToolCall> Made { get; } = [];

    public void Dispose()
    {
        _transport.Dispose();
        Endpoint.Dispose();
    }

    public AgentProvider Provider => new(new OpenAIChatProvider(_transport, TimeProvider.System), TimeProvider.System);

    public ChatRequest Request => ChatRun.Request with { BaseUrl = Endpoint.BaseUrl, ApiChoice = Api, Tools = [Add, Look], Loop = new LoopLimits() };

    internal static TestReply.Chat Call(string tool, string arguments, string? id = null) =>
        new() { ToolCalls = [new TestToolCall(tool, arguments) { Id = id }] };

    internal static void AssertEveryCallIsAnswered(ImmutableArray<ChatMessage> messages)
    {
        Assert.NotEmpty(messages);
        Assert.Equal(messages.SelectMany(m => m.ToolCalls).Select(c => c.Id), messages.Where(m => m.Role == ChatRole.Tool).Select(m => m.ToolCallId));
    }

    internal static ToolResult AddUp(PendingToolCall pending)
    {
        int sum = pending.Arguments.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Number).Sum(p => p.Value.GetInt32());
        return ToolResult.Of(sum.ToString(CultureInfo.InvariantCulture));
    }

    public async Task<ChatRun> RunAsync(
        LoopLimits? limits = null,
        bool stream = false,
        TimeSpan? timeLimit = null,
        OutputSchema? output = null,
        Func<PendingToolCall, ToolResult?>? answer = null,
        Func<IChatProvider, IChatProvider>? wrap = null,
        ChatTransport? transport = null,
        TimeProvider? time = null)
    {
        OpenAIChatProvider caller = new(transport ?? _transport, time ?? TimeProvider.System);
        AgentProvider agent = new(wrap is null ? caller : wrap(caller), time ?? TimeProvider.System);
        AgentScript script = new(agent, pending =>
        {
            Made.Add(pending.Call);
            return (answer ?? AddUp)(pending);
        });
        ChatRun run = await ChatRun.OfAsync(script, Request with
        {
            Stream = stream,
            Loop = limits ?? new LoopLimits(),
            TimeLimit = timeLimit,
            Output = output,
        });
        foreach (TestRequest request in Endpoint.Requests)
        {
            OpenAISchema.Instance?.AssertValidRequest(request.Body);
        }

        return run;
    }
}
