using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
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
        int attempts = 0;
        while (true)
        {
            ChatRequest asked = request with { Messages = messages, TimeSpent = request.TimeSpent + time.GetElapsedTime(start) };
            AgentReply? reply = null;
            ChatAttempt tried = new(inner.AnswerAsync(asked, cancellationToken), cancellationToken);
            await using (tried.ConfigureAwait(false))
            {
                while (await tried.MoveNextAsync().ConfigureAwait(false))
                {
                    if (tried.Current is ChatEvent.Completed done)
                    {
                        reply = done.Reply;
                    }
                    else
                    {
                        yield return tried.Current;
                    }
                }
            }

            if (reply is not null)
            {
                string warning = string.Create(CultureInfo.InvariantCulture, $"The conversation is longer than the model's context: the oldest {request.Messages.Length - messages.Length} of {request.Messages.Length} messages were not sent.");
                if (messages.Length < request.Messages.Length)
                {
                    reply = reply with { Warnings = reply.Warnings.Add(warning), Attempts = attempts + reply.Attempts };
                    yield return new ChatEvent.Warning(warning);
                }

                yield return new ChatEvent.Completed(reply);
                yield break;
            }

            ChatFailure failure = tried.Failure!.Failure;
            bool mayShorten = failure.Kind == FailureKind.ContextLengthExceeded && !tried.HasBegun;
            if (!mayShorten || ConversationWindow.Shorten(messages) is not { } fewer)
            {
                throw attempts == 0 ? tried.Failure : new ChatException(failure with { Attempts = attempts + failure.Attempts }, tried.Failure);
            }

            attempts += failure.Attempts;
            yield return new ChatEvent.Notice(string.Create(CultureInfo.InvariantCulture, $"The conversation is too long for model '{request.Model}'; it is asked again without the oldest {request.Messages.Length - fewer.Length} messages."));
            messages = fewer;
        }
    }
}
