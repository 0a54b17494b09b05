using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>Says when the first piece of an answer has arrived.</summary>
internal sealed class WatchedProvider(IChatProvider inner) : IChatProvider
{
    private readonly TaskCompletionSource _firstPiece = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task FirstPiece => _firstPiece.Task;

    public async IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (ChatEvent item in inner.AnswerAsync(request, cancellationToken))
        {
            if (item is ChatEvent.Arrived)
            {
                _firstPiece.TrySetResult();
            }

            yield return item;
        }
    }
}
