using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Messages;

/// <summary>What providers put beside an answer and refuse the next turn without: signatures of reasoning above all.</summary>
internal static class MessageExtras
{
    /// <summary>The name under which a message keeps the items that it was on the other API, all of them as they came.</summary>
    public const string Items = "output_items";

    // A closed list: strict servers refuse members that they do not know, and nothing else is known to be missed.
    private static readonly string[] OfMessages =
    [
        "reasoning_content", "reasoning", "reasoning_details", "thinking_blocks", "reasoning_items", "extra_content", "provider_specific_fields",
    ];
    private static readonly string[] OfCalls = ["extra_content", "provider_specific_fields"];

    // Google's own word for calls that nobody signed (ai.google.dev/gemini-api/docs/thought-signatures).
    private static readonly MessageExtra OfGoogle = new("extra_content", """{"google":{"thought_signature":"skip_thought_signature_validator"}}""");
    private static readonly MessageExtra OfLiteLlm = new("provider_specific_fields", """{"thought_signature":"skip_thought_signature_validator"}""");

    /// <summary>Gets the extras of a message.</summary>
    public static ImmutableArray<MessageExtra> OfMessage(JsonElement message) => Read(message, [.. OfMessages, Items]);

    /// <summary>Gets the extras of a tool call.</summary>
    public static ImmutableArray<MessageExtra> OfCall(JsonElement call) => Read(call, OfCalls);

    /// <summary>Takes the extras of a message in.</summary>
    /// <param name="extras">What has come so far.</param>
    /// <param name="message">A piece of the message, or all of it.</param>
    /// <param name="isWhole">Whether it is all of it: then its extras stay byte for byte, as signatures need it.</param>
    public static void AddMessage(StreamedExtras extras, JsonElement message, bool isWhole) => Add(extras, message, OfMessages, isWhole);

    /// <summary>Takes the extras of a tool call in.</summary>
    /// <param name="extras">What has come so far.</param>
    /// <param name="call">A piece of the call, or all of it.</param>
    /// <param name="isWhole">Whether it is all of it.</param>
    public static void AddCall(StreamedExtras extras, JsonElement call, bool isWhole) => Add(extras, call, OfCalls, isWhole);

    /// <summary>Reads a list of names with their JSON, as ConvertTo-Json writes extras; what is no such entry is left out.</summary>
    public static ImmutableArray<MessageExtra> Read(JsonElement list)
    {
        ImmutableArray<MessageExtra> found = [];
        foreach (JsonElement entry in list.EnumerateArray())
        {
            if (entry.FindTextInAnySpelling("name") is { } name
                && (name == Items || OfMessages.Contains(name, StringComparer.Ordinal))
                && entry.FindTextInAnySpelling("json") is { } json
                && IsJson(json))
            {
                found = found.Add(new MessageExtra(name, json));
            }
        }

        return found;
    }

    /// <summary>Says whether an extra goes back to the endpoint.</summary>
    /// <param name="message">The message.</param>
    /// <param name="extra">One of its extras.</param>
    /// <param name="model">The model that is asked now: signatures of another would be refused.</param>
    /// <param name="echo">Which reasoning goes back.</param>
    public static bool IsEchoed(ChatMessage message, MessageExtra extra, string model, ReasoningEcho echo)
    {
        if (ReferenceEquals(extra, OfGoogle) || ReferenceEquals(extra, OfLiteLlm))
        {
            return true;
        }

        // Plain reasoning belongs to turns that called tools: there DeepSeek and others demand it, elsewhere some refuse it.
        bool isPlain = IsPlain(extra);
        bool isWanted = echo switch
        {
            ReasoningEcho.Nothing => false,
            ReasoningEcho.Never => !isPlain,
            ReasoningEcho.Always => true,
            _ => !isPlain || !message.ToolCalls.IsEmpty,
        };
        return isWanted && extra.Name != Items && IsOwn(message, model);
    }

    /// <summary>Says with a message that nobody signed its calls, where nobody did. Of calls in parallel a Gemini signs the first alone.</summary>
    /// <param name="message">The message.</param>
    /// <param name="model">The model that is asked now: signatures of another do not count.</param>
    /// <param name="echo">Which reasoning goes back.</param>
    /// <param name="signature">In which form it is said.</param>
    public static ChatMessage Sign(ChatMessage message, string model, ReasoningEcho echo, CallSignature signature)
    {
        bool isSigned = message.ToolCalls.IsEmpty
            || message.ToolCalls.SelectMany(c => c.Extras).Concat(message.Extras).Any(e => IsSignature(e) && IsEchoed(message, e, model, echo))
            || (IsOwn(message, model) && message.ToolCalls.Any(c => c.Id.Contains("__thought__", StringComparison.Ordinal)));
        if (isSigned || signature == CallSignature.None)
        {
            return message;
        }

        ToolCall first = message.ToolCalls[0];
        MessageExtra word = signature == CallSignature.Google ? OfGoogle : OfLiteLlm;
        return message with { ToolCalls = message.ToolCalls.SetItem(0, first with { Extras = [.. first.Extras.Where(e => e.Name != word.Name), word] }) };
    }

    /// <summary>Says whether a turn of a model has no plain reasoning that could go back.</summary>
    /// <param name="message">The message.</param>
    /// <param name="model">The model that is asked now.</param>
    public static bool LacksReasoning(ChatMessage message, string model) => message.Role == ChatRole.Assistant
        && !(IsOwn(message, model) && message.Extras.Any(e => e.Name == "reasoning_content"));

    /// <summary>Says whether an extra is reasoning in plain text, which nobody signed.</summary>
    /// <param name="extra">The extra.</param>
    public static bool IsPlain(MessageExtra extra) => extra.Name is "reasoning_content" or "reasoning";

    private static bool IsSignature(MessageExtra extra) => extra.Json.Contains("thought_signature", StringComparison.Ordinal);

    private static bool IsOwn(ChatMessage message, string model) => message.Model is null || message.Model == model;

    private static ImmutableArray<MessageExtra> Read(JsonElement holder, string[] names)
    {
        StreamedExtras extras = new();
        Add(extras, holder, names, isWhole: true);
        return extras.ToExtras();
    }

    private static void Add(StreamedExtras extras, JsonElement holder, string[] names, bool isWhole)
    {
        foreach (string name in names)
        {
            if (!holder.TryGetProperty(name, out JsonElement value) || !HasContent(name, value))
            {
                continue;
            }

            if (isWhole)
            {
                extras.Set(name, value);
            }
            else
            {
                extras.Add(name, value);
            }
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // LiteLLM writes some of these for every answer, mostly with nothing in them.
    private static bool HasContent(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetRawText().Length > 2,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => name != "provider_specific_fields" || value.GetRawText().Contains("thought_signature", StringComparison.Ordinal),
        _ => false,
    };
}
