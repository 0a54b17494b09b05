using System.Collections;
using System.Management.Automation;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Turns what PowerShell binds into a conversation: one, a reply that holds one, its JSON, a file of that, or objects read from it.</summary>
internal static class ConversationArguments
{
    private const long LongestFile = 256L * 1024 * 1024;

    /// <summary>Reads the conversation.</summary>
    /// <param name="value">What was bound; null for none.</param>
    /// <param name="toPath">Gives the full path of a path as the user wrote it.</param>
    /// <param name="error">Why there is none.</param>
    /// <returns>The conversation, or null with an <paramref name="error"/>.</returns>
    public static AgentConversation? Read(object? value, Func<string, string> toPath, out ErrorRecord? error)
    {
        error = null;
        object? plain = value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
        try
        {
            return plain switch
            {
                null => AgentConversation.Empty,
                AgentConversation conversation => conversation,
                AgentReply reply => reply.Conversation ?? AgentConversation.Empty,
                string text when text.AsSpan().TrimStart() is ['{' or '[', ..] => AgentConversation.Parse(text),
                string path => ReadFile(toPath(path)),
                FileInfo file => ReadFile(file.FullName),
                IEnumerable or PSObject => FromObject(plain),
                _ => throw new ConversationException([new ConversationProblem("$", $"-Conversation takes an AgentConversation, an AgentReply, JSON text, a path or a list of messages, not {plain.GetType().Name}.")]),
            };
        }
        catch (ConversationException e)
        {
            error = ErrorRecords.ConversationInvalid(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or System.Management.Automation.DriveNotFoundException or ProviderNotFoundException or PSInvalidOperationException)
        {
            error = ErrorRecords.ConversationNotFound(e, $"{plain}");
        }

        return null;
    }

    private static AgentConversation ReadFile(string path)
    {
        FileInfo file = new(path);

        // A pipe or a device has no length either, and opening it could wait for ever.
        if (file.Length is 0 or > LongestFile)
        {
            throw new ConversationException([new ConversationProblem("$", file.Length == 0 ? "the file is empty, or no plain file." : "the file is larger than 256 MiB.")]);
        }

        return AgentConversation.Parse(File.ReadAllText(path));
    }

    private static AgentConversation FromObject(object value) => JsonArguments.ToJson(value, out string? problem) is { } json
        ? AgentConversation.Parse(json.GetRawText())
        : throw new ConversationException([new ConversationProblem("$", problem!)]);
}
