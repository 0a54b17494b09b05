using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Observability;

/// <summary>Tells OpenTelemetry listeners of each call; does nothing at all when nobody listens.</summary>
/// <remarks>It stands inside what protects personal data, so that content which listeners ask for is what the endpoint sees.</remarks>
/// <param name="inner">What makes the calls.</param>
/// <param name="time">The clock.</param>
/// <param name="variables">Where it is said whether listeners get content.</param>
internal sealed class ObservingProvider(IChatProvider inner, TimeProvider time, IVariables variables) : IChatProvider
{
    /// <inheritdoc/>
    public IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, CancellationToken cancellationToken) =>
        Telemetry.IsObserved && !request.Trace.IsOff ? ObserveAsync(request, cancellationToken) : inner.AnswerAsync(request, cancellationToken);

    private async IAsyncEnumerable<ChatEvent> ObserveAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool withContent = bool.TryParse(variables.Find(TelemetryNames.ContentVariable), out bool isAsked) && isAsked;
        using ObservedCall call = ObservedCall.Start(request, time, withContent);
        ChatAttempt tried = new(inner.AnswerAsync(request, cancellationToken), cancellationToken);
        await using (tried.ConfigureAwait(false))
        {
            while (true)
            {
                call.Enter();
                if (!await tried.MoveNextAsync().ConfigureAwait(false))
                {
                    break;
                }

                yield return tried.Current;
            }
        }

        if (tried.Reply is not { } reply)
        {
            call.Fail(tried.Failure!.Failure.Kind);
            throw tried.Failure;
        }

        call.Complete(reply);
        yield return new ChatEvent.Completed(reply);
    }
}
