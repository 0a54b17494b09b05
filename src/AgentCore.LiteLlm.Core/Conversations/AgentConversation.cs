using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Protection;

namespace AgentCore.LiteLlm.Conversations;

/// <summary>What was said so far. It never changes: every addition is a new one, so one may go on in many ways at once.</summary>
public sealed class AgentConversation
{
    /// <summary>What stands for an answer that did not come: some endpoints refuse a user's message after any but the assistant's.</summary>
    internal const string NoAnswer = "[no answer]";

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes a conversation of messages that are in order.</summary>
    /// <param name="messages">The messages.</param>
    internal AgentConversation(ImmutableArray<ChatMessage> messages) => Messages = messages;

    /// <summary>Gets the conversation in which nothing was said yet.</summary>
    public static AgentConversation Empty { get; } = new([]);

    /// <summary>Gets the messages, oldest first.</summary>
    public ImmutableArray<ChatMessage> Messages { get; }

    /// <summary>Gets what was replaced so far where personal data is protected; it is in memory only, and a conversation that was read begins anew.</summary>
    internal ProtectionVault? Vault { get; init; }

    /// <summary>
    /// Reads a conversation from JSON: what <see cref="ToJson"/> or ConvertTo-Json wrote, or a bare list of messages as OpenAI's chat
    /// completions have them.
    /// </summary>
    /// <param name="json">The JSON text.</param>
    /// <returns>The conversation.</returns>
    /// <exception cref="ConversationException">It is none; every mistake is named by its JSON path.</exception>
    public static AgentConversation Parse(string json) =>
        ConversationReader.Read(json, out ImmutableArray<ConversationProblem> problems) is { } messages
            ? new AgentConversation(messages)
            : throw new ConversationException(problems);

    /// <summary>Adds what somebody says.</summary>
    /// <param name="role">Who: the user, the assistant, or the system at the beginning.</param>
    /// <param name="text">What.</param>
    /// <returns>The longer conversation.</returns>
    /// <exception cref="ConversationException">It does not go on like this.</exception>
    public AgentConversation Add(ChatRole role, string text) => Add(new ChatMessage(role, text));

    /// <summary>Adds what a tool answers.</summary>
    /// <param name="toolCallId">The id of the call that it answers.</param>
    /// <param name="result">The answer.</param>
    /// <returns>The longer conversation.</returns>
    /// <exception cref="ConversationException">No call of that id waits for an answer.</exception>
    public AgentConversation AddToolResult(string toolCallId, string result) => Add(new ChatMessage(ChatRole.Tool, result) { ToolCallId = toolCallId });

    /// <summary>Writes the conversation as JSON, in the form of OpenAI's chat completions. It holds what was said, and no key or header.</summary>
    /// <returns>Indented JSON text.</returns>
    public string ToJson()
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartArray("messages");
            foreach (ChatMessage message in Messages)
            {
                json.WriteStartObject();
                MessageWriter.WriteMembers(json, message, static _ => true);
                if (message.Model is { } model)
                {
                    json.WriteString("model", model);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Messages.Length} {(Messages.Length == 1 ? "message" : "messages")}");

    /// <summary>Gives the messages of a call that goes on with this conversation.</summary>
    /// <param name="system">The system message of the call; null leaves the conversation's own, empty leaves none.</param>
    /// <param name="next">What is said next.</param>
    /// <returns>The messages.</returns>
    /// <exception cref="ConversationException">Tool calls wait for their answers.</exception>
    internal ImmutableArray<ChatMessage> GoOn(string? system, ChatMessage next)
    {
        Check(Messages.Add(next));
        ImmutableArray<ChatMessage>.Builder all = ImmutableArray.CreateBuilder<ChatMessage>(Messages.Length + 3);
        if (!string.IsNullOrEmpty(system))
        {
            all.Add(new ChatMessage(ChatRole.System, system));
        }

        foreach (ChatMessage message in Messages)
        {
            if (message.Role != ChatRole.System || system is null)
            {
                all.Add(IsBlank(message) ? message with { Text = NoAnswer } : message);
            }
        }

        if (next.Role == ChatRole.User && all.Count > 0 && all[^1].Role is ChatRole.User or ChatRole.Tool)
        {
            all.Add(new ChatMessage(ChatRole.Assistant, NoAnswer));
        }

        all.Add(next);
        return all.DrainToImmutable();
    }

    // Some endpoints refuse a turn without words, and others one that does not alternate.
    private static bool IsBlank(ChatMessage message) =>
        message.Role == ChatRole.Assistant && string.IsNullOrWhiteSpace(message.Text) && message.Parts.IsEmpty && message.ToolCalls.IsEmpty;

    private AgentConversation Add(ChatMessage next)
    {
        ImmutableArray<ChatMessage> longer = Messages.Add(next);
        Check(longer);
        return new AgentConversation(longer) { Vault = Vault };
    }

    private static void Check(ImmutableArray<ChatMessage> messages)
    {
        if (ConversationOrder.Find(messages) is { IsEmpty: false } problems)
        {
            throw new ConversationException(problems);
        }
    }
}
