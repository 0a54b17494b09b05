using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Resilience;

namespace AgentCore.LiteLlm.Protecting;

/// <summary>
/// Takes personal data out of every text of a request before it leaves, and puts it back in what returns. Nothing is sent unless all of
/// it was looked at. Requests without a session pass through.
/// </summary>
/// <param name="inner">What makes the calls.</param>
/// <param name="time">The clock.</param>
internal sealed class ProtectingProvider(IChatProvider inner, TimeProvider time) : IChatProvider
{
    /// <inheritdoc/>
    public IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, CancellationToken cancellationToken) =>
        request.Protection is { } session ? ProtectAsync(request, session, cancellationToken) : inner.AnswerAsync(request, cancellationToken);

    private async IAsyncEnumerable<ChatEvent> ProtectAsync(
        ChatRequest request, ProtectionSession session, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        RequestProtection protecting = new(request, session, time);
        (ChatRequest safe, ProtectionReport report) = await protecting.ApplyAsync(cancellationToken).ConfigureAwait(false);
        if (report.Total > 0)
        {
            yield return new ChatEvent.Notice($"Personal data in the request: {report}.");
        }

        RestoredReply restored = new(request, session.Vault);
        safe = safe with { TimeSpent = request.TimeSpent + time.GetElapsedTime(start) };
        ChatAttempt tried = new(inner.AnswerAsync(safe, cancellationToken), cancellationToken);
        await using (tried.ConfigureAwait(false))
        {
            while (await tried.MoveNextAsync().ConfigureAwait(false))
            {
                if (tried.Current is not ChatEvent.Arrived arrived)
                {
                    yield return tried.Current;
                }
                else if (restored.Add(arrived.Chunk) is { } shown)
                {
                    yield return new ChatEvent.Arrived(shown);
                }
            }
        }

        if (tried.Reply is not { } reply)
        {
            throw new ChatException(restored.Restore(tried.Failure!.Failure) with { Protection = session.Seen }, tried.Failure);
        }

        foreach (AgentChunk rest in restored.Flush())
        {
            yield return new ChatEvent.Arrived(rest);
        }

        yield return new ChatEvent.Completed(restored.Restore(reply) with { Protection = report, Vault = session.Vault });
    }
}
