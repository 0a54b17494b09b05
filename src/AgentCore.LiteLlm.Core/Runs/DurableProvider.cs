using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Resilience;

namespace AgentCore.LiteLlm.Runs;

/// <summary>
/// Begins a run that is kept, or goes on with it from what is written down, and writes down how it ends. A run that cannot be kept is stopped.
/// </summary>
/// <param name="inner">What makes the run, and writes down its steps.</param>
/// <param name="run">The run, which is let go of when it ends in this process.</param>
internal sealed class DurableProvider(IChatProvider inner, DurableRun run) : IChatProvider
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using DurableRun held = run;
        if (held.Reply is { } done)
        {
            yield return new ChatEvent.Notice($"The run {held.Id} has its answer; nothing was sent.");
            yield return new ChatEvent.Completed(done);
            yield break;
        }

        ChatRequest kept = request;
        Keep(request, () => kept = held.Begin(request));
        yield return new ChatEvent.Notice($"The run is kept in '{held.Folder}'.");
        ChatAttempt tried = new(inner.AnswerAsync(kept, cancellationToken), cancellationToken);
        await using (tried.ConfigureAwait(false))
        {
            while (await tried.MoveNextAsync().ConfigureAwait(false))
            {
                if (tried.Current is ChatEvent.Reached reached)
                {
                    Keep(request, () => held.Reach(kept, reached.Progress));
                    continue;
                }

                yield return tried.Current;
            }
        }

        if (tried.Reply is not { } reply)
        {
            ChatException failed = tried.Failure!;
            Keep(request, () => held.End(failed.Failure), failed);
            throw failed;
        }

        AgentReply whole = reply with { Warnings = [.. reply.Warnings, .. held.Repeated.Select(r => r.ToWarning())] };
        Keep(request, () => held.Complete(whole));
        yield return new ChatEvent.Completed(whole);
    }

    private void Keep(ChatRequest request, Action write, ChatException? failed = null) => KeepingProvider.Keep(run, request, write, failed);
}
