using System.Collections.Immutable;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Conversations;

/// <summary>The order that every endpoint demands: the system first, and each tool call answered once, right after it was made.</summary>
internal static class ConversationOrder
{
    private const int MostProblems = 100;

    /// <summary>Finds what is out of order. Calls that the last message makes may still wait for their answers.</summary>
    /// <param name="messages">The messages.</param>
    /// <returns>Every mistake.</returns>
    public static ImmutableArray<ConversationProblem> Find(ImmutableArray<ChatMessage> messages)
    {
        ImmutableArray<ConversationProblem> found = [];
        HashSet<string> open = new(StringComparer.Ordinal);
        HashSet<string> known = new(StringComparer.Ordinal);
        bool hasBegun = false;
        for (int i = 0; i < messages.Length && found.Length < MostProblems; i++)
        {
            ChatMessage message = messages[i];
            string path = $"$.messages[{i}]";
            if (message.Role == ChatRole.Tool)
            {
                found = FindOrphan(message, path, open, known) is { } orphan ? found.Add(orphan) : found;
                continue;
            }

            if (open.Count > 0)
            {
                found = found.Add(
                    new ConversationProblem(
                        path,
                        $"{open.Count} tool {(open.Count == 1 ? "call" : "calls")} made before this message {(open.Count == 1 ? "has" : "have")} no answer; "
                            + "every call needs a message of the role 'tool' with its id."));
                open.Clear();
            }

            if (message.Role == ChatRole.System && hasBegun)
            {
                found = found.Add(new ConversationProblem(path + ".role", "a system message stands at the beginning only."));
            }

            hasBegun |= message.Role != ChatRole.System;
            known.Clear();
            for (int k = 0; k < message.ToolCalls.Length; k++)
            {
                string id = message.ToolCalls[k].Id;
                if (!known.Add(id))
                {
                    found = found.Add(new ConversationProblem($"{path}.tool_calls[{k}].id", "another call of this message has the same id."));
                }

                open.Add(id);
            }
        }

        return found;
    }

    private static ConversationProblem? FindOrphan(ChatMessage message, string path, HashSet<string> open, HashSet<string> known) =>
        message.ToolCallId is { } id && open.Remove(id) ? null
        : message.ToolCallId is { } twice && known.Contains(twice) ? new ConversationProblem(path + ".tool_call_id", "this call is answered already.")
        : new ConversationProblem(path + ".tool_call_id", "the message before it makes no tool call of this id.");
}
