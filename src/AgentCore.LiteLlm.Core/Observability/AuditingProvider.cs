using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Resilience;

namespace AgentCore.LiteLlm.Observability;

/// <summary>Writes down what runs do. One whose doings cannot be written down is stopped.</summary>
/// <param name="inner">What makes the runs.</param>
/// <param name="log">The log.</param>
/// <param name="time">The clock.</param>
internal sealed class AuditingProvider(IChatProvider inner, AuditLog log, TimeProvider time) : IChatProvider
{
    /// <inheritdoc/>
    public IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, CancellationToken cancellationToken) =>
        request.Audit is null ? inner.AnswerAsync(request, cancellationToken) : WatchAsync(request, cancellationToken);

    private async IAsyncEnumerable<ChatEvent> WatchAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Guid run = Guid.CreateVersion7(time.GetUtcNow());
        long start = time.GetTimestamp();
        int calls = 0;
        bool isTold = false;
        ChatAttempt tried = new(inner.AnswerAsync(request, cancellationToken), cancellationToken);
        try
        {
            while (await tried.MoveNextAsync().ConfigureAwait(false))
            {
                if (tried.Current is ChatEvent.Stepped { Step: { Kind: AgentStepKind.Tool } step })
                {
                    calls++;
                    await WriteAsync(request, log.AddAsync(run, request, step)).ConfigureAwait(false);
                }

                yield return tried.Current;
            }

            isTold = true;
            string end = tried.Failure?.Failure.Kind.ToString() ?? "Answered";
            Spent spent = tried.Reply?.Spent ?? tried.Failure!.Failure.Spent;
            await WriteAsync(request, log.AddAsync(run, request, end, spent, calls, time.GetElapsedTime(start))).ConfigureAwait(false);
        }
        finally
        {
            await tried.DisposeAsync().ConfigureAwait(false);
            if (!isTold)
            {
                await TellEndAsync(run, request, calls, time.GetElapsedTime(start)).ConfigureAwait(false);
            }
        }

        yield return new ChatEvent.Completed(tried.Reply ?? throw tried.Failure!);
    }

    // Whoever gave up does not wait for another error.
    private async Task TellEndAsync(Guid run, ChatRequest request, int calls, TimeSpan duration)
    {
        try
        {
            await log.AddAsync(run, request, nameof(FailureKind.Cancelled), Spent.Nothing, calls, duration).ConfigureAwait(false);
        }
        catch (FileException)
        {
        }
    }

    private static async Task WriteAsync(ChatRequest request, Task written)
    {
        try
        {
#pragma warning disable VSTHRD003 // it was begun by the caller, for this alone
            await written.ConfigureAwait(false);
#pragma warning restore VSTHRD003
        }
        catch (FileException e)
        {
            throw new ChatException(
                new ChatFailure
                {
                    Kind = FailureKind.AuditLogFailed,
                    Summary = $"The run was stopped, because what it did could not be written down: {e.Message}",
                    Advice = "Make room for the audit log, or name another file.",
                    Endpoint = request.Endpoint.AbsoluteUri,
                },
                e);
        }
    }
}
