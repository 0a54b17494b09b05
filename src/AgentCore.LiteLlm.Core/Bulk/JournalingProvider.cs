using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Resilience;

namespace AgentCore.LiteLlm.Bulk;

/// <summary>Gives answers that a journal holds without asking again, and writes new ones down before giving them on.</summary>
/// <param name="inner">What makes the call.</param>
/// <param name="journal">The journal.</param>
internal sealed class JournalingProvider(IChatProvider inner, Journal journal) : IChatProvider
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string key = JournalKey.Of(request);

        // Of agents that answer together the conversation holds what the user sees.
        bool isRun = request is { Loop: not null, Graph: null };
        if (await journal.TakeAsync(key, cancellationToken).ConfigureAwait(false) is { } known)
        {
            yield return new ChatEvent.Notice("The journal holds the answer; nothing was sent.");
            if (isRun)
            {
                yield return new ChatEvent.Warning("The reply is from a journal, which does not hold what tools returned: it has no Conversation.");
            }

            yield return new ChatEvent.Completed(known with
            {
                FromJournal = true,
                Messages = known.IsSilent || isRun ? [] : request.Messages.Add(known.ToMessage()),
            });
            yield break;
        }

        ChatAttempt tried = new(inner.AnswerAsync(request, cancellationToken), cancellationToken);
        await using (tried.ConfigureAwait(false))
        {
            while (await tried.MoveNextAsync().ConfigureAwait(false))
            {
                yield return tried.Current;
            }
        }

        // What a cassette played is no answer of the endpoint.
        if (tried.Reply is not { Replayed: true })
        {
            await (tried.Reply is { } reply ? journal.AddAsync(key, reply) : journal.AddAsync(key, tried.Failure!.Failure)).ConfigureAwait(false);
            if (journal.TellFailure() is { } failure)
            {
                yield return new ChatEvent.Warning($"The journal {failure.Message} A later run asks again for what it lacks.");
            }
        }

        yield return new ChatEvent.Completed(tried.Reply ?? throw tried.Failure!);
    }
}
