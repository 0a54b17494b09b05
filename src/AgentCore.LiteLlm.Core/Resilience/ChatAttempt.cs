using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Resilience;

/// <summary>One try of a call, whose failure is a value: what is thrown cannot be caught around a yield.</summary>
internal sealed class ChatAttempt : IAsyncDisposable
{
    private readonly IAsyncEnumerator<ChatEvent> _events;

    public ChatAttempt(IAsyncEnumerable<ChatEvent> events, CancellationToken cancellationToken) =>
        _events = events.GetAsyncEnumerator(cancellationToken);

    /// <summary>Gets the event at hand.</summary>
    public ChatEvent Current => _events.Current;

    /// <summary>Gets why the try ended before its last event; null while it goes on and when it succeeded.</summary>
    public ChatException? Failure { get; private set; }

    /// <summary>Gets a value indicating whether a piece of the answer has come, after which the call cannot simply be made again.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Waits for the next event.</summary>
    /// <returns>True when there is one; false at the end and at a failure.</returns>
    public async ValueTask<bool> MoveNextAsync()
    {
        try
        {
            if (!await _events.MoveNextAsync().ConfigureAwait(false))
            {
                return false;
            }
        }
        catch (ChatException e)
        {
            Failure = e;
            return false;
        }

        HasBegun |= Current is ChatEvent.Arrived or ChatEvent.Completed;
        return true;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _events.DisposeAsync();
}
