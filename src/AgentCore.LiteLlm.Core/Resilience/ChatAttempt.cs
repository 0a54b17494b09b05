using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Resilience;

/// <summary>
/// One try of a call: what happens in it, to be passed on, and then how it ended. Both ends are values: what is thrown cannot be caught
/// around a yield, and whoever asks again must hold the reply back.
/// </summary>
internal sealed class ChatAttempt : IAsyncDisposable
{
    private readonly IAsyncEnumerator<ChatEvent> _events;

    public ChatAttempt(IAsyncEnumerable<ChatEvent> events, CancellationToken cancellationToken) =>
        _events = events.GetAsyncEnumerator(cancellationToken);

    /// <summary>Gets the event at hand, which is never the reply.</summary>
    public ChatEvent Current => _events.Current;

    /// <summary>Gets the answer; null while the try goes on and when it failed.</summary>
    public AgentReply? Reply { get; private set; }

    /// <summary>Gets why the try ended without an answer; null while it goes on and when there is one.</summary>
    public ChatException? Failure { get; private set; }

    /// <summary>Gets a value indicating whether a piece of the answer has come, after which the call cannot simply be made again.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Waits for the next event.</summary>
    /// <returns>True when there is one to pass on; false when the try has ended, with its reply or its failure.</returns>
    public async ValueTask<bool> MoveNextAsync()
    {
        try
        {
            if (!await _events.MoveNextAsync().ConfigureAwait(false))
            {
                throw new InvalidOperationException("A call ended without an answer and without a failure.");
            }
        }
        catch (ChatException e)
        {
            Failure = e;
            return false;
        }

        Reply = (Current as ChatEvent.Completed)?.Reply;
        HasBegun |= Current is ChatEvent.Arrived or ChatEvent.Completed;
        return Reply is null;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _events.DisposeAsync();
}
