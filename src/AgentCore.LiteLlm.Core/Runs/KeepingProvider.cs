using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Files;

namespace AgentCore.LiteLlm.Runs;

/// <summary>
/// Writes down each step of an agent of a kept run before the agent goes on. It stands right at the agent: further out, where several run at the same time,
/// an agent may be ahead of whoever hears of it.
/// </summary>
/// <param name="inner">What runs the agent.</param>
/// <param name="run">The run.</param>
internal sealed class KeepingProvider(IChatProvider inner, DurableRun run) : IChatProvider
{
    /// <inheritdoc/>
    public IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, CancellationToken cancellationToken) =>
        request.IsKept ? KeepAsync(request, cancellationToken) : inner.AnswerAsync(request, cancellationToken);

    /// <summary>Writes something down. What could not be written down, now or while a tool ran, ends the run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="request">The request of the agent.</param>
    /// <param name="write">Writes it.</param>
    /// <param name="failed">Why the agent ends anyway; null where it does not.</param>
    public static void Keep(DurableRun run, ChatRequest request, Action write, ChatException? failed = null)
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

    private async IAsyncEnumerable<ChatEvent> KeepAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (run.TakeAskedTurn(request.RunPath) is { } asked)
        {
            yield return new ChatEvent.Warning(asked.ToWarning());
        }

        if (request.Loop is null)
        {
            // One question, and nothing is heard of it before its answer.
            Keep(run, request, () => run.Reach(request, new RunProgress { Messages = request.Messages, IsTurnOpen = true }));
        }

        await foreach (ChatEvent item in inner.AnswerAsync(request, cancellationToken).ConfigureAwait(false))
        {
            switch (item)
            {
                case ChatEvent.Reached reached:
                    Keep(run, request, () => run.Reach(request, reached.Progress));
                    continue;
                case ChatEvent.ToolCalled called:
                    called.Call.Record = run.RecordOf(request.RunPath, called.Call.Call);
                    break;
            }

            yield return item;
        }
    }
}
