using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>Gives the same events to whoever asks, so that a test can tell whether they were passed through untouched.</summary>
internal sealed class FixedStream : IChatProvider
{
    public IAsyncEnumerable<ChatEvent> Events { get; } = new ScriptedProvider().AnswerAsync(ChatRun.Request, CancellationToken.None);

    public IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, CancellationToken cancellationToken) => Events;
}
