using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Resilience;

namespace AgentCore.LiteLlm.Runs;

/// <summary>
/// Lets a node of a graph go on from what is written down, and writes down what it came to before the graph acts on it. A node that has ended is not run
/// again: the graph knows its result.
/// </summary>
/// <param name="inner">What runs the node.</param>
/// <param name="run">The run.</param>
/// <param name="time">The clock.</param>
internal sealed class KeptNodeProvider(IChatProvider inner, DurableRun run, TimeProvider time) : IChatProvider
{
    /// <inheritdoc/>
    public IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, CancellationToken cancellationToken) =>
        request.IsKept ? KeepAsync(request, cancellationToken) : inner.AnswerAsync(request, cancellationToken);

    private async IAsyncEnumerable<ChatEvent> KeepAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ChatRequest kept = run.GoOn(request);
        long start = time.GetTimestamp();
        ChatAttempt tried = new(inner.AnswerAsync(kept, cancellationToken), cancellationToken);
        await using (tried.ConfigureAwait(false))
        {
            while (await tried.MoveNextAsync().ConfigureAwait(false))
            {
                if (tried.Current is ChatEvent.Reached reached)
                {
                    KeepingProvider.Keep(run, kept, () => run.Reach(kept, reached.Progress));
                    continue;
                }

                yield return tried.Current;
            }
        }

        TimeSpan took = (kept.Resumed?.Elapsed ?? TimeSpan.Zero) + time.GetElapsedTime(start);
        if (tried.Reply is { } reply)
        {
            AgentReply whole = reply with { Duration = took };
            KeepingProvider.Keep(run, kept, () => run.End(kept.RunPath, whole));
            yield return new ChatEvent.Completed(whole);
            yield break;
        }

        ChatFailure failure = tried.Failure!.Failure with { Duration = took };
        ChatException failed = new(failure, tried.Failure);
        if (failure.Kind is not (FailureKind.ApprovalPending or FailureKind.SessionFailed))
        {
            KeepingProvider.Keep(run, kept, () => run.End(kept, failure), failed);
        }

        throw failed;
    }
}
