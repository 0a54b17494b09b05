using System.Collections;
using System.Management.Automation;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Turns what PowerShell binds into a conversation: one, a reply that holds one, its JSON, a file of that, or objects read from it.</summary>
internal static class ConversationArguments
{
    private const int LongestFile = 256 * 1024 * 1024;

    /// <summary>Reads the conversation.</summary>
    /// <param name="value">What was bound; null for none.</param>
    /// <param name="paths">What finds files.</param>
    /// <param name="error">Why there is none.</param>
    /// <returns>The conversation, or null with an <paramref name="error"/>.</returns>
    public static AgentConversation? Read(object? value, FilePaths paths, out ErrorRecord? error)
    {
        error = null;
        object? plain = PlainValue.Of(value);
        try
        {
            return plain switch
            {
                null => AgentConversation.Empty,
                AgentConversation conversation => conversation,
                AgentReply reply => reply.Conversation ?? AgentConversation.Empty,
                string text when text.AsSpan().TrimStart() is ['{' or '[', ..] => AgentConversation.Parse(text),
                string path => ReadFile(paths.Literal(path)),
                FileInfo file => ReadFile(file.FullName),
                IEnumerable or PSObject => FromObject(plain),
                _ => throw new ConversationException(
                    [
                        new ConversationProblem(
                            "$",
                            $"-Conversation takes an AgentConversation, an AgentReply, JSON text, a path or a list of messages, not {plain.GetType().Name}."),
                    ]),
            };
        }
        catch (ConversationException e)
        {
            error = ErrorRecords.ConversationInvalid(e);
        }
        catch (FileException e)
        {
            error = ErrorRecords.FileNotRead(FileRole.Conversation, e);
        }

        return null;
    }

    private static AgentConversation ReadFile(string path)
    {
        string text = InputFile.ReadText(path, LongestFile);
        return text.Length > 0 ? AgentConversation.Parse(text) : throw new ConversationException([new ConversationProblem("$", "the file is empty.")]);
    }

    private static AgentConversation FromObject(object value) => JsonArguments.ToJson(value, out string? problem) is { } json
        ? AgentConversation.Parse(json.GetRawText())
        : throw new ConversationException([new ConversationProblem("$", problem!)]);
}
