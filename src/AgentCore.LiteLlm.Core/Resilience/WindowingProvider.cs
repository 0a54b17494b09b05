using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Resilience;

/// <summary>
/// Asks again with fewer of the oldest turns where the endpoint says that the conversation is too long and the caller wants that.
/// The endpoint decides, since nobody else knows its limit; what is left out of the request stays in the conversation.
/// </summary>
/// <param name="inner">What makes the calls.</param>
/// <param name="time">The clock.</param>
internal sealed class WindowingProvider(IChatProvider inner, TimeProvider time) : IChatProvider
{
    /// <inheritdoc/>
    public IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, CancellationToken cancellationToken) =>
        request.ContextStrategy == ContextStrategy.SlidingWindow ? SlideAsync(request, cancellationToken) : inner.AnswerAsync(request, cancellationToken);

    private async IAsyncEnumerable<ChatEvent> SlideAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        ImmutableArray<ChatMessage> messages = request.Messages;
        Spent spent = Spent.Nothing;
        while (true)
        {
            TimeSpan before = time.GetElapsedTime(start);
            ChatRequest asked = request with { Messages = messages, TimeSpent = request.TimeSpent + before };
            ChatAttempt tried = new(inner.AnswerAsync(asked, cancellationToken), cancellationToken);
            await using (tried.ConfigureAwait(false))
            {
                while (await tried.MoveNextAsync().ConfigureAwait(false))
                {
                    yield return tried.Current;
                }
            }

            if (tried.Reply is { } reply)
            {
                string warning = string.Create(
                    CultureInfo.InvariantCulture,
                    $"The conversation is longer than the model's context: the oldest {request.Messages.Length - messages.Length} of {request.Messages.Length} "
                        + $"messages were not sent.");
                if (messages.Length < request.Messages.Length)
                {
                    reply = reply.After(spent, before) with { Warnings = reply.Warnings.Add(warning) };
                    yield return new ChatEvent.Warning(warning);
                }

                yield return new ChatEvent.Completed(reply);
                yield break;
            }

            ChatFailure failure = tried.Failure!.Failure;
            bool mayShorten = failure.Kind == FailureKind.ContextLengthExceeded && !tried.HasBegun;
            if (!mayShorten || ConversationWindow.Shorten(messages) is not { } fewer)
            {
                throw tried.Failure.After(spent);
            }

            spent = spent.Add(failure.Spent);
            yield return new ChatEvent.Notice(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The conversation is too long for model '{request.Model}'; it is asked again without the oldest {request.Messages.Length - fewer.Length} "
                        + $"messages."));
            messages = fewer;
        }
    }
}
