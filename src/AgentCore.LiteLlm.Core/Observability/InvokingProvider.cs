using System.Diagnostics;
using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Resilience;

namespace AgentCore.LiteLlm.Observability;

/// <summary>
/// Tells OpenTelemetry listeners of each agent that is asked: a span around the calls of its model, however many they come to be, and one in it for each
/// call of a tool.
/// </summary>
/// <param name="inner">What makes the runs.</param>
/// <param name="time">The clock.</param>
internal sealed class InvokingProvider(IChatProvider inner, TimeProvider time) : IChatProvider
{
    /// <inheritdoc/>
    public IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, CancellationToken cancellationToken) =>
        Telemetry.AreAgentsObserved && !request.Trace.IsOff
            ? ObserveAsync(request, cancellationToken)
            : inner.AnswerAsync(request, cancellationToken);

    private async IAsyncEnumerable<ChatEvent> ObserveAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using ObservedRun run = ObservedRun.Start(request, time);
        ChatAttempt tried = new(inner.AnswerAsync(request, cancellationToken), cancellationToken);
        await using (tried.ConfigureAwait(false))
        {
            while (true)
            {
                run.Enter();
                if (!await tried.MoveNextAsync().ConfigureAwait(false))
                {
                    break;
                }

                // What happens in a node within it is told of there.
                if (tried.Current is { Node: null } item)
                {
                    Tell(run, item, request);
                }

                yield return tried.Current;
            }
        }

        if (tried.Reply is not { } reply)
        {
            run.Fail(tried.Failure!.Failure);
            throw tried.Failure;
        }

        run.Complete(reply);
        yield return new ChatEvent.Completed(reply);
    }

    private static void Tell(ObservedRun run, ChatEvent item, ChatRequest request)
    {
        if (item is ChatEvent.ToolCalled called)
        {
            Activity? span = run.Begin(called.Call.Call, (called.Request ?? request).Tools.FirstOrDefault(t => t.Name == called.Call.Call.Name));
            if (called.AgentCall is { } agent)
            {
                agent.Span = span;
            }
        }
        else if (item is ChatEvent.Stepped { Step: { Kind: AgentStepKind.Tool } step })
        {
            run.End(step);
        }
    }
}
