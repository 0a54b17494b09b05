using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.RemoteAgents;

/// <summary>
/// Asks agents that run elsewhere by the agent-to-agent protocol: finds the card, says what is asked, and asks about the task until it is over.
/// </summary>
/// <param name="transport">What carries the requests.</param>
/// <param name="time">The clock.</param>
/// <param name="newId">Makes the id of a message of what it says.</param>
internal sealed class RemoteAgentProvider(ChatTransport transport, TimeProvider time, Func<string, string> newId) : IChatProvider
{
    // A question about a task that gets no answer is asked again.
    private const int MostSilences = 3;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using RemoteCall call = new(request, transport, time, cancellationToken);
        try
        {
            await call.FindCardAsync().ConfigureAwait(false);
            foreach (ContentPart unsaid in A2aWording.FindUnsaid(request.Messages[^1]))
            {
                yield return new ChatEvent.Warning($"A remote agent cannot be given {unsaid} by its id, so it is left out.");
            }

            string text = ToText(request);
            RemoteTask task = await call.SendAsync(text, newId(text)).ConfigureAwait(false);
            TimeSpan wait = FirstWait;
            int silences = 0;
            while (!task.IsOver && !task.IsWaiting)
            {
                await WaitAsync(wait, call).ConfigureAwait(false);
                wait = wait * 1.5 < LongestWait ? wait * 1.5 : LongestWait;
                (RemoteTask? next, ChatException? silence) = await PollAsync(call, task.Id!).ConfigureAwait(false);
                silences = silence is null ? 0 : silences + 1;
                if (silence is not null && silences >= MostSilences)
                {
                    throw new ChatException(silence.Failure with { Retriable = false }, silence.InnerException);
                }

                if (silence is not null)
                {
                    yield return new ChatEvent.Notice($"The remote agent does not say how far it is, and is asked again: {silence.Failure.Summary}");
                }

                task = next ?? task;
            }

            if (task.State != RemoteTaskState.Completed)
            {
                throw call.ToFailure(task);
            }

            AgentReply reply = call.ToReply(task);
            foreach (string warning in reply.Warnings)
            {
                yield return new ChatEvent.Warning(warning);
            }

            yield return new ChatEvent.Completed(reply);
        }
        finally
        {
            await call.EndAsync().ConfigureAwait(false);
        }
    }

    private async Task WaitAsync(TimeSpan wait, RemoteCall call)
    {
        try
        {
            await Task.Delay(wait, time, call.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (call.FindFailure(e) is { } failure)
        {
            throw failure;
        }
    }

    private static async Task<(RemoteTask? Task, ChatException? Silence)> PollAsync(RemoteCall call, string task)
    {
        try
        {
            return (await call.PollAsync(task).ConfigureAwait(false), null);
        }
        catch (ChatException e) when (e.Failure.Retriable)
        {
            return (null, e);
        }
    }

    // The protocol knows one message: what was said before it is told in words.
    private static string ToText(ChatRequest request)
    {
        ChatMessage last = request.Messages[^1];
        ChatMessage[] before = [.. request.Messages[..^1].Where(m => m.Role is ChatRole.User or ChatRole.Assistant && m.Text.Length > 0)];
        if (before.Length == 0)
        {
            return last.Text;
        }

        StringBuilder text = new("What was said before:\n");
        foreach (ChatMessage message in before)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n[{(message.Role == ChatRole.User ? "user" : "assistant")}]\n{message.Text}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"\nWhat is said now:\n{last.Text}").ToString();
    }
}
