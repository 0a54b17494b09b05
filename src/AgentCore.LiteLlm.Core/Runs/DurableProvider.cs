using System.Globalization;
using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Resilience;

namespace AgentCore.LiteLlm.Runs;

/// <summary>Writes down what a run comes to before anybody acts on it, and goes on from what is written down. A run that cannot be kept is stopped.</summary>
/// <param name="inner">What makes the run.</param>
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
        foreach (int turn in held.TakeAskedTurns())
        {
            yield return new ChatEvent.Warning(ToWarning(turn));
        }

        ChatAttempt tried = new(inner.AnswerAsync(kept, cancellationToken), cancellationToken);
        await using (tried.ConfigureAwait(false))
        {
            while (await tried.MoveNextAsync().ConfigureAwait(false))
            {
                switch (tried.Current)
                {
                    case ChatEvent.Reached reached:
                        Keep(request, () => held.Reach("", reached.Progress));
                        continue;
                    // An agent that is called as a tool is one call, whatever tools it calls itself.
                    case ChatEvent.ToolCalled { Request: null or { IsKept: true } } called:
                        called.Call.Record = held.RecordOf("", called.Call.Call);
                        break;
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

        AgentReply whole = reply with { Warnings = [.. reply.Warnings, .. held.RepeatedTurns.Select(ToWarning)] };
        Keep(request, () => held.Complete(whole));
        yield return new ChatEvent.Completed(whole);
    }

    private static string ToWarning(int turn) => string.Create(
        CultureInfo.InvariantCulture,
        $"The model had been asked for turn {turn} when the run was interrupted, and its answer did not arrive: "
            + $"it may have been paid for, and is asked for again.");

    // What could not be written down while a tool ran ends the run, too.
    private void Keep(ChatRequest request, Action write, ChatException? failed = null)
    {
        try
        {
            if (run.Failure is { } earlier)
            {
                throw earlier;
            }

            write();
        }
        catch (FileException e)
        {
            throw failed ?? new ChatException(
                new ChatFailure
                {
                    Kind = FailureKind.SessionFailed,
                    Summary = $"The run was stopped, because what it came to could not be written down: {e.Message}",
                    Advice = "Make room, or name another folder. What was written down before can go on.",
                    Endpoint = request.Endpoint.AbsoluteUri,
                },
                e);
        }
        catch (RunException e)
        {
            throw new ChatException(
                new ChatFailure { Kind = FailureKind.SessionFailed, Summary = e.Message, Endpoint = request.Endpoint.AbsoluteUri }, e);
        }
    }
}
