using System.Globalization;
using System.Text;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Conversations;

/// <summary>A conversation as Markdown, for people.</summary>
internal static class ConversationMarkdown
{
    /// <summary>Writes a conversation.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="title">What stands above it.</param>
    public static string Write(AgentConversation conversation, string title)
    {
        StringBuilder text = new($"# {title.ReplaceLineEndings(" ")}\n");
        foreach (ChatMessage message in conversation.Messages)
        {
            string heading = message switch
            {
                { Role: ChatRole.System } => "System",
                { Role: ChatRole.User } => "You",
                { Role: ChatRole.Tool } => "Result of a tool",
                { Model: { } model } => model.ReplaceLineEndings(" "),
                _ => "Agent",
            };
            text.Append(CultureInfo.InvariantCulture, $"\n## {heading}\n");
            if (message.Text.Length > 0)
            {
                // What a tool gave is no Markdown.
                string words = message.Text.ReplaceLineEndings("\n").TrimEnd('\n');
                text.Append(message.Role == ChatRole.Tool ? $"\n{Fence(words, "")}\n" : $"\n{words}\n");
            }

            foreach (ContentPart part in message.Parts)
            {
                string name = part is ContentPart.File { Name: { } given } ? $" {given}" : "";
                text.Append(part is ContentPart.Words more ? $"\n{more.Text}\n" : $"\n({part}{name})\n");
            }

            foreach (ToolCall call in message.ToolCalls)
            {
                text.Append(CultureInfo.InvariantCulture, $"\nCalls `{call.Name}`:\n\n{Fence(call.Arguments, "json")}\n");
            }
        }

        return text.ToString();
    }

    // A fence is longer than any within it.
    private static string Fence(string text, string language)
    {
        int longest = 2, run = 0;
        foreach (char c in text)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        string fence = new('`', longest + 1);
        return $"{fence}{language}\n{text}\n{fence}";
    }
}
