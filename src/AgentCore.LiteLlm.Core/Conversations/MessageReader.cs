using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Conversations;

/// <summary>Reads single messages and collects what is wrong with them.</summary>
internal sealed class MessageReader
{
    private const int MostProblems = 100;

    private readonly ImmutableArray<ConversationProblem>.Builder _problems = ImmutableArray.CreateBuilder<ConversationProblem>();

    public ImmutableArray<ConversationProblem> Problems => _problems.ToImmutable();

    /// <summary>Reads a message; where something is wrong with it, what could be read.</summary>
    public ChatMessage Read(JsonElement message, string path)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            Add(path, "a message is an object with 'role' and 'content'.");
            return new ChatMessage(ChatRole.User, "");
        }

        ChatRole role = ReadRole(message, path);
        ImmutableArray<ToolCall> calls = ReadCalls(message, role, path);
        (string text, ImmutableArray<ContentPart> parts) = ReadContent(message, path, isOptional: !calls.IsEmpty);
        return new ChatMessage(role, text)
        {
            Parts = parts.AddRange(new PartReader(Add).ReadAdded(message, path)),
            ToolCalls = calls,
            ToolCallId = ReadToolCallId(message, role, path),
            Extras = ReadExtras(message, MessageExtras.OfMessage(message)),
            Model = message.FindTextInAnySpelling("model"),
        };
    }

    private ChatRole ReadRole(JsonElement message, string path)
    {
        JsonElement? role = message.FindInAnySpelling("role");
        ChatRole? known = role switch
        {
            { ValueKind: JsonValueKind.String } word => word.GetString()!.ToLowerInvariant() switch
            {
                "system" or "developer" => ChatRole.System,
                "user" => ChatRole.User,
                "assistant" => ChatRole.Assistant,
                "tool" => ChatRole.Tool,
                _ => null,
            },

            // ConvertTo-Json writes the number of the role.
            { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out int value) && Enum.IsDefined((ChatRole)value) => (ChatRole)value,
            _ => null,
        };
        if (known is null)
        {
            Add(path + ".role", role is null ? "the role is missing: system, user, assistant or tool." : "this is no role: system, user, assistant or tool.");
        }

        return known ?? ChatRole.User;
    }

    private (string Text, ImmutableArray<ContentPart> Parts) ReadContent(JsonElement message, string path, bool isOptional)
    {
        switch (message.FindInAnySpelling("content") ?? message.FindInAnySpelling("text"))
        {
            case { ValueKind: JsonValueKind.String } text:
                return (text.GetString()!, []);
            case { ValueKind: JsonValueKind.Array } list:
                ImmutableArray<ContentPart> parts = new PartReader(Add).Read(list, path + ".content");
                return parts is [ContentPart.Words first, ..] ? (first.Text, parts[1..]) : ("", parts);
            case null when isOptional:
                return ("", []);
            case null:
                Add(path + ".content", "the content is missing: text, or a list of parts.");
                return ("", []);
            default:
                Add(path + ".content", "content is text, or a list of parts.");
                return ("", []);
        }
    }

    private ImmutableArray<ToolCall> ReadCalls(JsonElement message, ChatRole role, string path)
    {
        path += ".tool_calls";
        if (FindList(message, "tool_calls", path) is not { } list || list.GetArrayLength() == 0)
        {
            return [];
        }

        if (role != ChatRole.Assistant)
        {
            Add(path, "only the assistant calls tools.");
            return [];
        }

        ImmutableArray<ToolCall>.Builder calls = ImmutableArray.CreateBuilder<ToolCall>();
        foreach (JsonElement call in list.EnumerateArray())
        {
            calls.Add(ReadCall(call, $"{path}[{calls.Count}]"));
        }

        return calls.ToImmutable();
    }

    private ToolCall ReadCall(JsonElement call, string path)
    {
        JsonElement function = call.FindInAnySpelling("function") ?? call;
        string id = call.FindTextInAnySpelling("id") ?? "";
        string name = function.FindTextInAnySpelling("name") ?? "";
        string? arguments = function.FindTextInAnySpelling("arguments");
        AddIf(id.Length == 0, path + ".id", "the call's id is missing.");
        AddIf(name.Length == 0, path + ".function.name", "the name of the tool is missing.");
        AddIf(arguments is null, path + ".function.arguments", "the arguments are missing: JSON, as text.");
        return new ToolCall(id, name, arguments ?? "") { Extras = call.ValueKind == JsonValueKind.Object ? ReadExtras(call, MessageExtras.OfCall(call)) : [] };
    }

    private string? ReadToolCallId(JsonElement message, ChatRole role, string path)
    {
        string? id = message.FindTextInAnySpelling("tool_call_id");
        AddIf(role == ChatRole.Tool && string.IsNullOrEmpty(id), path + ".tool_call_id", "the id of the call that this message answers is missing.");
        AddIf(role != ChatRole.Tool && id is not null, path + ".tool_call_id", "only a message of the role 'tool' answers a call.");
        return id;
    }

    // As ConvertTo-Json writes them: a list of names with their JSON.
    private static ImmutableArray<MessageExtra> ReadExtras(JsonElement holder, ImmutableArray<MessageExtra> found)
    {
        if (found.IsEmpty && holder.FindInAnySpelling("extras") is { ValueKind: JsonValueKind.Array } list)
        {
            return MessageExtras.Read(list);
        }

        return found;
    }

    private JsonElement? FindList(JsonElement holder, string name, string path)
    {
        JsonElement? found = holder.FindInAnySpelling(name);
        if (found is null or { ValueKind: JsonValueKind.Array })
        {
            return found;
        }

        // What ConvertTo-Json writes where -Depth ends: nothing for an empty list, else the name of a type.
        if (found is not { ValueKind: JsonValueKind.String } text || text.GetString()!.Length > 0)
        {
            const string Message = "this is no list; what writes JSON to a certain depth only leaves such text, and ToJson() writes all of it.";
            Add(new ConversationProblem(path, Message) { IsCutShort = true });
        }

        return null;
    }

    private void AddIf(bool isWrong, string path, string message)
    {
        if (isWrong)
        {
            Add(path, message);
        }
    }

    private void Add(string path, string message) => Add(new ConversationProblem(path, message));

    private void Add(ConversationProblem problem)
    {
        if (_problems.Count < MostProblems)
        {
            _problems.Add(problem);
        }
    }
}
