using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>Answers the calls of tools that come out of a run, before it pulls on, as a cmdlet does.</summary>
internal sealed class AgentScript(IChatProvider inner, Func<PendingToolCall, ToolResult?> answer) : IChatProvider
{
    public List<ToolCall> Calls { get; } = [];

    public async IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (ChatEvent item in inner.AnswerAsync(request, cancellationToken))
        {
            if (item is ChatEvent.ToolCalled called)
            {
                Calls.Add(called.Call.Call);
                if (answer(called.Call) is { } result)
                {
                    called.Call.Answer(result);
                }
            }

            yield return item;
        }
    }
}
