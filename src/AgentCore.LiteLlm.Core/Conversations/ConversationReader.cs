using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Conversations;

/// <summary>Reads a conversation from JSON that a person may have edited.</summary>
internal static class ConversationReader
{
    /// <summary>Reads the messages.</summary>
    /// <param name="json">The JSON text.</param>
    /// <param name="problems">Every mistake.</param>
    /// <returns>The messages, or null with <paramref name="problems"/>.</returns>
    public static ImmutableArray<ChatMessage>? Read(string json, out ImmutableArray<ConversationProblem> problems)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return Read(document.RootElement, out problems);
        }
        catch (JsonException e)
        {
            problems =
            [
                new ConversationProblem(
                    "$", string.Create(CultureInfo.InvariantCulture, $"it is no JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.")),
            ];
            return null;
        }
        catch (InvalidOperationException)
        {
            // How text with half a character shows.
            problems = [new ConversationProblem("$", "its text holds half a character, a lone surrogate.")];
            return null;
        }
    }

    private static ImmutableArray<ChatMessage>? Read(JsonElement root, out ImmutableArray<ConversationProblem> problems)
    {
        JsonElement? list = root.ValueKind == JsonValueKind.Array ? root : root.FindInAnySpelling("messages");
        if (list is not { ValueKind: JsonValueKind.Array } messages)
        {
            problems = [new ConversationProblem("$.messages", "a conversation is an object with a list 'messages', or such a list.")];
            return null;
        }

        if (root.ValueKind == JsonValueKind.Object && root.FindInAnySpelling("version") is { } version && version.GetRawText() != "1")
        {
            problems = [new ConversationProblem("$.version", "this module reads version 1.")];
            return null;
        }

        MessageReader reader = new();
        ImmutableArray<ChatMessage>.Builder read = ImmutableArray.CreateBuilder<ChatMessage>(messages.GetArrayLength());
        foreach (JsonElement message in messages.EnumerateArray())
        {
            read.Add(reader.Read(message, $"$.messages[{read.Count}]"));
        }

        // Order can only be judged where roles and ids are known.
        problems = reader.Problems.IsEmpty ? ConversationOrder.Find(read.ToImmutable()) : reader.Problems;
        return problems.IsEmpty ? read.ToImmutable() : null;
    }
}
