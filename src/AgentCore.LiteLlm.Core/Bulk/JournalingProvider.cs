using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Resilience;

namespace AgentCore.LiteLlm.Bulk;

/// <summary>Gives answers that a journal holds without asking again, and writes new ones down before giving them on.</summary>
/// <param name="inner">What makes the call.</param>
/// <param name="journal">The journal.</param>
public sealed class JournalingProvider(IChatProvider inner, Journal journal) : IChatProvider
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string key = JournalKey.Of(request);
        if (await journal.TakeAsync(key, cancellationToken).ConfigureAwait(false) is { } known)
        {
            yield return new ChatEvent.Notice("The journal holds the answer; nothing was sent.");
            yield return new ChatEvent.Completed(known with { FromJournal = true });
            yield break;
        }

        ChatAttempt tried = new(inner.AnswerAsync(request, cancellationToken), cancellationToken);
        await using (tried.ConfigureAwait(false))
        {
            while (await tried.MoveNextAsync().ConfigureAwait(false))
            {
                if (tried.Current is ChatEvent.Completed done)
                {
                    await journal.AddAsync(key, done.Reply).ConfigureAwait(false);
                }

                yield return tried.Current;
            }
        }

        if (tried.Failure is { } failed)
        {
            await journal.AddAsync(key, failed.Failure).ConfigureAwait(false);
            throw failed;
        }
    }
}
