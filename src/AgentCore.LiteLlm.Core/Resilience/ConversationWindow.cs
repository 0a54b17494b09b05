using System.Collections.Immutable;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Resilience;

/// <summary>Makes a conversation shorter without taking apart what belongs together.</summary>
internal static class ConversationWindow
{
    /// <summary>Leaves out the oldest half of what can be left out: whole turns first, then tool calls of the last turn with their results.</summary>
    /// <param name="messages">The messages.</param>
    /// <returns>Fewer messages; null when only the system message and the question are left.</returns>
    public static ImmutableArray<ChatMessage>? Shorten(ImmutableArray<ChatMessage> messages)
    {
        int head = messages.TakeWhile(m => m.Role == ChatRole.System).Count();
        int question = FindLast(messages, ChatRole.User);
        if (question > head)
        {
            // A window begins with a user's message: some endpoints refuse any other beginning.
            int middle = head + Math.Max(1, (question - head) / 2);
            int start = middle;
            while (start < question && messages[start].Role != ChatRole.User)
            {
                start++;
            }

            return messages.RemoveRange(head, start - head);
        }

        int first = Math.Max(head, question + 1);
        int steps = messages[first..].Count(IsStep);
        if (steps < 2)
        {
            return null;
        }

        int end = first;
        for (int left = steps / 2; left >= 0 && end < messages.Length; end++)
        {
            left -= IsStep(messages[end]) ? 1 : 0;
            if (left < 0)
            {
                break;
            }
        }

        return messages.RemoveRange(first, end - first);
    }

    private static bool IsStep(ChatMessage message) => message.Role == ChatRole.Assistant;

    private static int FindLast(ImmutableArray<ChatMessage> messages, ChatRole role)
    {
        for (int i = messages.Length - 1; i >= 0; i--)
        {
            if (messages[i].Role == role)
            {
                return i;
            }
        }

        return -1;
    }
}
