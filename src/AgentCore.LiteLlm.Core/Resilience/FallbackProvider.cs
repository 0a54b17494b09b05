using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Resilience;

/// <summary>
/// Asks the next model where one fails in a way that another may not, before anything of its answer arrived. Each model has its own address, key
/// and dialect; time and money are those of the whole call. A run of tool calls stays with the model that began it.
/// </summary>
/// <param name="inner">What makes the calls.</param>
/// <param name="memory">Which models answered in place of others.</param>
/// <param name="time">The clock.</param>
internal sealed class FallbackProvider(IChatProvider inner, FallbackMemory memory, TimeProvider time) : IChatProvider
{
    /// <inheritdoc/>
    public IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, CancellationToken cancellationToken) =>
        request.Fallbacks.IsEmpty ? inner.AnswerAsync(request, cancellationToken)
        : FindBegun(request) is { } begun ? inner.AnswerAsync(begun, cancellationToken)
        : AskAsync(request, cancellationToken);

    private async IAsyncEnumerable<ChatEvent> AskAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        ImmutableArray<ChatRequest> models = [request with { Fallbacks = [] }, .. request.Fallbacks.Select(request.To)];
        (int first, string? reason) = memory.For(request);
        bool isLasting = true;
        Spent spent = Spent.Nothing;
        ImmutableArray<AgentStep> steps = [];
        if (first > 0)
        {
            yield return new ChatEvent.Notice($"Model '{models[first].Model}' is asked first for now. {reason}");
        }

        // One that is known to answer stands first for a while; should it fail, the others follow in their order.
        Queue<int> order = new([first, .. Enumerable.Range(0, models.Length).Where(place => place != first)]);
        while (true)
        {
            int place = order.Dequeue();
            long begin = time.GetTimestamp();
            TimeSpan before = time.GetElapsedTime(start);
            ChatAttempt tried = new(inner.AnswerAsync(models[place] with { TimeSpent = request.TimeSpent + before }, cancellationToken), cancellationToken);
            await using (tried.ConfigureAwait(false))
            {
                while (await tried.MoveNextAsync().ConfigureAwait(false))
                {
                    yield return tried.Current;
                }
            }

            if (tried.Reply is { } reply)
            {
                if (isLasting)
                {
                    memory.Learn(request, place, reason);
                }

                yield return new ChatEvent.Completed(reply.After(spent, before) with
                {
                    Steps = [.. steps, .. reply.Steps],
                    FallbackReason = place == 0 ? reply.FallbackReason : reason,
                });
                yield break;
            }

            ChatFailure failure = tried.Failure!.Failure;
            bool isOver = request.TimeLimit - request.TimeSpent <= time.GetElapsedTime(start);
            if (tried.HasBegun || isOver || !IsCurable(failure) || !order.TryPeek(out int next))
            {
                throw steps.IsEmpty
                    ? tried.Failure
                    : new ChatException(failure with { Steps = [.. steps, .. failure.Steps], Spent = spent.Add(failure.Spent) }, tried.Failure);
            }

            // A conversation that is too long for one model says nothing of the next conversation.
            isLasting &= failure.Kind != FailureKind.ContextLengthExceeded;
            spent = spent.Add(failure.Spent);
            AgentStep step = ToStep(models[place], failure, time.GetElapsedTime(begin));
            steps = steps.Add(step);
            reason ??= step.Reason;
            yield return new ChatEvent.Stepped(step);
            yield return new ChatEvent.Warning($"{step.Reason} Model '{models[next].Model}' is asked in its place.");
        }
    }

    // A turn that answers tools goes to the model that called them.
    private static ChatRequest? FindBegun(ChatRequest request)
    {
        if (request.Messages is not [.., { Role: ChatRole.Tool }]
            || request.Messages.LastOrDefault(m => m.Role == ChatRole.Assistant) is not { Model: { } model })
        {
            return null;
        }

        return request.Model == model ? request with { Fallbacks = [] }
            : request.Fallbacks.FirstOrDefault(f => f.Model == model) is { } target ? request.To(target)
            : null;
    }

    // What is wrong with the key, the request or its content, another model would not cure; an own limit ends the call.
    private static bool IsCurable(ChatFailure failure) => failure.Kind is FailureKind.RateLimited or FailureKind.TimedOut or FailureKind.ServerError
        or FailureKind.GatewayError or FailureKind.ConnectionFailed or FailureKind.ModelNotFound or FailureKind.ContextLengthExceeded
        or FailureKind.BudgetExceeded or FailureKind.ReplyInvalid;

    private static AgentStep ToStep(ChatRequest asked, ChatFailure failure, TimeSpan duration)
    {
        string status = failure.HttpStatus is { } code ? string.Create(CultureInfo.InvariantCulture, $", {code}") : "";
        return new AgentStep
        {
            Iteration = 1,
            Kind = AgentStepKind.Fallback,
            Duration = duration,
            Model = asked.Model,
            Cost = failure.Cost,
            Usage = failure.Usage,
            Reason = $"Model '{asked.Model}' did not answer ({failure.Kind}{status}).",
        };
    }
}
