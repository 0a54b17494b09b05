using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Resilience;

namespace AgentCore.LiteLlm.Agents;

/// <summary>Calls the hooks of a blueprint before and after every turn of the model.</summary>
/// <param name="inner">What takes the turn.</param>
internal sealed class HookingProvider(IChatProvider inner) : IChatProvider
{
    /// <inheritdoc/>
    public IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, CancellationToken cancellationToken) =>
        request.Hooks.IsEmpty ? inner.AnswerAsync(request, cancellationToken) : CallAsync(request, cancellationToken);

    private async IAsyncEnumerable<ChatEvent> CallAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HookRound before = new();
        IAsyncEnumerable<ChatEvent> asked = before.CallAsync(
            request.Hooks, name => new PendingHook(name, HookPoint.BeforeModel, request.Turn, cancellationToken) { Messages = request.Messages },
            cancellationToken);
        await foreach (ChatEvent item in asked.ConfigureAwait(false))
        {
            yield return item;
        }

        if (before.Answer.Failure is { } problem)
        {
            throw new ChatException(RunEnd.Hook(request, before.Last, problem));
        }

        ChatAttempt turn = new(inner.AnswerAsync(request, cancellationToken), cancellationToken);
        await using (turn.ConfigureAwait(false))
        {
            while (await turn.MoveNextAsync().ConfigureAwait(false))
            {
                yield return turn.Current;
            }
        }

        AgentReply reply = turn.Reply ?? throw turn.Failure!;
        HookRound after = new();
        asked = after.CallAsync(
            request.Hooks,
            name => new PendingHook(name, HookPoint.AfterModel, request.Turn, cancellationToken) { Messages = request.Messages, Reply = reply },
            cancellationToken);
        await foreach (ChatEvent item in asked.ConfigureAwait(false))
        {
            yield return item;
        }

        if (after.Answer.Failure is { } failure)
        {
            throw new ChatException(RunEnd.Hook(request, after.Last, failure) with { Spent = reply.Spent, PartialText = reply.Text });
        }

        yield return new ChatEvent.Completed(reply);
    }
}
