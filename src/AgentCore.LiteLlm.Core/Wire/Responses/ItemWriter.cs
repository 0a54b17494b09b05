using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Wire.Responses;

/// <summary>
/// Writes what was said as items. What the model said itself goes back as it came, as long as the message still says the same: where it
/// was changed, or personal data was taken out of it, the message is what counts, and reasoning that led to something else stays away.
/// </summary>
internal static class ItemWriter
{
    // What the API takes; ids of other servers carry data and are longer.
    private const int LongestId = 64;

    /// <summary>Writes messages.</summary>
    /// <param name="json">Where they are written.</param>
    /// <param name="messages">The messages that are items.</param>
    /// <param name="request">The request.</param>
    public static void Write(Utf8JsonWriter json, ImmutableArray<ChatMessage> messages, ChatRequest request)
    {
        // What the endpoint itself called a call, whatever it looks like: its result has to name the same.
        HashSet<string> given = [];
        json.WriteStartArray("input"u8);
        foreach (ChatMessage message in messages)
        {
            switch (message.Role)
            {
                case ChatRole.Tool:
                    WriteResult(json, message, given);
                    break;
                case ChatRole.Assistant when FindItems(message, request) is { } document:
                    using (document)
                    {
                        Replay(json, message, document.RootElement, given, request.Dialect.OmitsEncrypted);
                    }

                    break;
                case ChatRole.Assistant:
                    WriteAnswer(json, message);
                    break;
                default:
                    WriteMessage(json, message);
                    break;
            }
        }

        json.WriteEndArray();
    }

    /// <summary>Says whether a model is asked that reasons, as far as is known: then what it thought has to come encrypted to be of use again.</summary>
    /// <param name="request">The request.</param>
    public static bool HasReasoning(ChatRequest request) => request.SentReasoning is { Effort: not ReasoningEffort.None } || request.Messages.Any(m =>
        m.Extras.Any(e => e.Name == MessageExtras.Items && IsOwn(m, request) && e.Json.Contains("\"reasoning\"", StringComparison.Ordinal)));

    private static bool IsOwn(ChatMessage message, ChatRequest request) => message.Model is null || message.Model == request.Model;

    private static JsonDocument? FindItems(ChatMessage message, ChatRequest request)
    {
        // Without its reasoning nothing of an answer can go back under its ids.
        if (!IsOwn(message, request)
            || request.ReasoningEcho == ReasoningEcho.Nothing
            || message.Extras.FirstOrDefault(e => e.Name == MessageExtras.Items) is not { } extra)
        {
            return null;
        }

        JsonDocument? items = ReceivedJson.Find(Encoding.UTF8.GetBytes(extra.Json));
        if (items is { RootElement.ValueKind: not JsonValueKind.Array })
        {
            items.Dispose();
            return null;
        }

        return items;
    }

    private static void Replay(Utf8JsonWriter json, ChatMessage message, JsonElement list, HashSet<string> given, bool omitsEncrypted)
    {
        JsonElement[] items = [.. list.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.Object)];
        bool isTextIntact = ResponseItems.TextOf(items) == message.Text;
        bool hasText = isTextIntact || message.Text.Length == 0;
        List<ToolCall> open = [.. message.ToolCalls];
        List<JsonElement> thoughts = [];
        bool lacksThoughts = false;
        foreach (JsonElement item in items)
        {
            string? type = item.FindText("type");
            if (type == "reasoning")
            {
                bool isUseful = ResponseItems.IsReplayable(item, omitsEncrypted);
                lacksThoughts = !isUseful || (lacksThoughts && thoughts.Count > 0);
                thoughts.AddRange(isUseful ? [item] : []);
                continue;
            }

            ToolCall? call = type == "function_call" ? open.Find(c => c.Id == item.FindText("call_id")) : null;
            bool isIntact = type switch
            {
                "message" => isTextIntact,
                "function_call" => call is not null && IsSame(call, item),
                _ => true,
            };
            if (isIntact && !lacksThoughts)
            {
                thoughts.ForEach(t => t.WriteTo(json));
                item.WriteTo(json);
                if (call is not null)
                {
                    given.Add(call.Id);
                }
            }
            else if (call is not null)
            {
                Write(json, call);
            }
            else if (type == "message" && isTextIntact)
            {
                WriteText(json, ResponseItems.TextOf([item]));
            }
            else if (type == "message" && !hasText)
            {
                WriteText(json, message.Text);
                hasText = true;
            }

            // What follows reasoning that stays away is not sent under its id: the endpoint would miss the reasoning.
            lacksThoughts |= thoughts.Count > 0 && !isIntact;
            thoughts.Clear();
            if (call is not null)
            {
                open.Remove(call);
            }
        }

        WriteAnswer(json, message with { Text = hasText ? "" : message.Text, ToolCalls = [.. open] }, isRest: true);
    }

    private static bool IsSame(ToolCall call, JsonElement item)
    {
        string arguments = item.FindText("arguments") ?? "";
        return item.FindText("name") == call.Name
            && call.ToSound() == call
            && (arguments == call.Arguments
                || (call.FindArguments() is { } now
                    && new ToolCall("", "", arguments).FindArguments() is { } then
                    && CanonicalJson.Of(now) == CanonicalJson.Of(then)));
    }

    private static void WriteAnswer(Utf8JsonWriter json, ChatMessage message, bool isRest = false)
    {
        if (message.Text.Length > 0 || (message.ToolCalls.IsEmpty && !isRest))
        {
            WriteText(json, message.Text);
        }

        foreach (ToolCall call in message.ToolCalls)
        {
            Write(json, call);
        }
    }

    private static void WriteText(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("content"u8, text);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ToolCall call)
    {
        ToolCall sound = call.ToSound();
        json.WriteStartObject();
        json.WriteString("type"u8, "function_call"u8);
        json.WriteString("call_id"u8, ToId(sound.Id));
        json.WriteString("name"u8, sound.Name);
        json.WriteString("arguments"u8, sound.Arguments);
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, ChatMessage message, HashSet<string> given)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "function_call_output"u8);
        string id = message.ToolCallId ?? "";
        json.WriteString("call_id"u8, given.Contains(id) ? id : ToId(id));
        WriteContent(json, "output"u8, message);
        json.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter json, ChatMessage message)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, message.Role == ChatRole.System ? "system"u8 : "user"u8);
        WriteContent(json, "content"u8, message);
        json.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter json, ReadOnlySpan<byte> name, ChatMessage message)
    {
        if (message.Parts.IsEmpty)
        {
            json.WriteString(name, message.Text);
            return;
        }

        json.WriteStartArray(name);
        foreach (ContentPart part in message.Text.Length > 0 ? message.Parts.Insert(0, new ContentPart.Words(message.Text)) : message.Parts)
        {
            WritePart(json, part);
        }

        json.WriteEndArray();
    }

    private static void WritePart(Utf8JsonWriter json, ContentPart part)
    {
        json.WriteStartObject();
        switch (part)
        {
            case ContentPart.Words words:
                json.WriteString("type"u8, "input_text"u8);
                json.WriteString("text"u8, words.Text);
                break;
            case ContentPart.Image image:
                json.WriteString("type"u8, "input_image"u8);
                json.WriteString("image_url"u8, image.Url);
                json.WriteString("detail"u8, "auto"u8);
                break;
            case ContentPart.File file:
                json.WriteString("type"u8, "input_file"u8);
                WriteIfThere(json, "filename"u8, file.Name);
                WriteIfThere(json, "file_data"u8, file.Data);
                WriteIfThere(json, IsAddress(file.Id) ? "file_url"u8 : "file_id"u8, file.Id);
                break;
        }

        json.WriteEndObject();
    }

    private static bool IsAddress(string? id) =>
        id is not null && (id.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || id.StartsWith("http://", StringComparison.OrdinalIgnoreCase));

    private static void WriteIfThere(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    // One and the same for a call and its result, whatever its length, and none too.
    private static string ToId(string id) =>
        id.Length is > 0 and <= LongestId ? id : $"call_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..32]}";
}
