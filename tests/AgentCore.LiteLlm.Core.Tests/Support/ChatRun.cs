using System.Collections.Immutable;
using System.Text;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>One call from its first event to its reply or failure; a call that hangs fails its test.</summary>
internal sealed record ChatRun(ImmutableArray<ChatEvent> Events, ChatFailure? Failure)
{
    public const string Canary = "sk-canary-0123456789";

    public static ChatRequest Request { get; } = new()
    {
        BaseUrl = new Uri("https://proxy.example.com/v1"),
        Model = "m",
        Messages = [new ChatMessage(ChatRole.User, "hi")],
        Headers = [new SecretHeader("Authorization", new Secret(Canary), "Bearer ")],
        Mode = ExecutionMode.Production,
    };

    public static ChatRequest Streaming { get; } = Request with { Stream = true };

    public AgentReply Reply => Assert.IsType<ChatEvent.Completed>(Events[^1]).Reply;

    public IEnumerable<AgentChunk> Chunks => Events.OfType<ChatEvent.Arrived>().Select(e => e.Chunk);

    /// <summary>Gets everything that came piece by piece, each kind put together.</summary>
    public (string Text, string Reasoning, string Arguments) Pieces => (Joined(ChunkKind.Text), Joined(ChunkKind.Reasoning), Joined(ChunkKind.ToolCall));

    public static async Task<ChatRun> OverAsync(HttpMessageHandler wire, ChatRequest? request = null, TimeProvider? time = null)
    {
        using ChatTransport transport = ChatTransport.Over(wire);
        return await OfAsync(new OpenAIChatProvider(transport, time ?? TimeProvider.System), request ?? Streaming);
    }

    /// <summary>Makes a call that a stream with these bytes answers, cut at these places.</summary>
    public static async Task<ChatRun> OfStreamAsync(byte[] bytes, params int[] places)
    {
        using ScriptedStream stream = ScriptedStream.Cut(bytes, places);
        return await OverAsync(stream);
    }

    public static Task<ChatRun> OfStreamAsync(string text) => OfStreamAsync(Encoding.UTF8.GetBytes(text));

    public static async Task<ChatRun> OverAsync(Stream body, TimeProvider? time = null)
    {
        using WireHandler wire = new(body);
        return await OverAsync(wire, Streaming, time);
    }

    // On a thread of its own, as a pipeline has one: it may be blocked, which those of the pool are not.
    public static Task<ChatRun> OfAsync(IChatProvider provider, ChatRequest request) =>
        Task.Factory.StartNew(() => CollectAsync(provider, request), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .Unwrap().WaitAsync(Patience.Limit, TestContext.Current.CancellationToken);

    private static async Task<ChatRun> CollectAsync(IChatProvider provider, ChatRequest request)
    {
        ImmutableArray<ChatEvent>.Builder events = ImmutableArray.CreateBuilder<ChatEvent>();
        try
        {
            await foreach (ChatEvent item in provider.AnswerAsync(request, TestContext.Current.CancellationToken))
            {
                events.Add(item);
            }
        }
        catch (ChatException e)
        {
            return new ChatRun(events.ToImmutable(), e.Failure);
        }

        return new ChatRun(events.ToImmutable(), null);
    }

    private string Joined(ChunkKind kind) => string.Concat(Chunks.Where(c => c.Kind == kind));
}
