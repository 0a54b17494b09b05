using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Wire;

/// <summary>Reads a chat completion as real servers write it, which is not always as the schema says.</summary>
internal static class CompletionReader
{
    /// <summary>Reads a completion.</summary>
    /// <param name="root">The body.</param>
    /// <returns>What it holds, or null when it holds no choice.</returns>
    public static Completion? Find(JsonElement root)
    {
        if (FindChoice(root) is not { } choice || FindObject(choice, "message") is not { } message)
        {
            return null;
        }

        return new Completion
        {
            Id = FindText(root, "id"),
            Model = FindText(root, "model"),
            Text = ToContent(message, out string? thinking),
            Reasoning = ToReasoning(message) ?? thinking,
            Refusal = FindText(message, "refusal"),
            ToolCalls = ToToolCalls(message),
            Extras = MessageExtras.OfMessage(message),
            FinishReason = FindText(choice, "finish_reason"),
            Usage = ToUsage(root),
            Cost = ToCost(root),
        };
    }

    /// <summary>Finds the choice that is the answer: the first whose number is 0 or that has none.</summary>
    internal static JsonElement? FindChoice(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("choices", out JsonElement choices) && choices.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement choice in choices.EnumerateArray())
            {
                if (choice.ValueKind == JsonValueKind.Object && (FindIndex(choice) ?? 0) == 0)
                {
                    return choice;
                }
            }
        }

        return null;
    }

    /// <summary>Reads the number of a choice or a tool call, which some servers leave out or null.</summary>
    internal static int? FindIndex(JsonElement value) =>
        value.TryGetProperty("index", out JsonElement index) && index.ValueKind == JsonValueKind.Number && index.TryGetInt32(out int number) ? number : null;

    /// <summary>Reads the counts of tokens.</summary>
    /// <param name="root">The body or chunk.</param>
    /// <returns>The usage, or null when the endpoint gave none.</returns>
    public static TokenUsage? ToUsage(JsonElement root)
    {
        if (FindObject(root, "usage") is not { } usage)
        {
            return null;
        }

        long? input = FindCount(usage, "prompt_tokens") ?? FindCount(usage, "input_tokens");
        long? output = FindCount(usage, "completion_tokens") ?? FindCount(usage, "output_tokens");
        return new TokenUsage
        {
            InputTokens = input,
            OutputTokens = output,
            TotalTokens = FindCount(usage, "total_tokens") ?? (input + output),
            CachedInputTokens = FindObject(usage, "prompt_tokens_details") is { } details ? FindCount(details, "cached_tokens") : null,
            ReasoningTokens = FindObject(usage, "completion_tokens_details") is { } spent ? FindCount(spent, "reasoning_tokens") : null,
        };
    }

    /// <summary>Reads what the call cost, which OpenRouter and LiteLLM write beside the counts of tokens.</summary>
    internal static decimal? ToCost(JsonElement root) => FindObject(root, "usage") is { } usage ? GatewayHeaders.ToCost(FindText(usage, "cost")) : null;

    /// <summary>Reads content: a string, null, a number (Workers AI), or an array of parts, some of type thinking (Mistral).</summary>
    internal static string ToContent(JsonElement message, out string? thinking)
    {
        thinking = null;
        if (!message.TryGetProperty("content", out JsonElement content))
        {
            return "";
        }

        bool isPart = content.ValueKind == JsonValueKind.Object && (content.TryGetProperty("text", out _) || content.TryGetProperty("thinking", out _));
        if (content.ValueKind != JsonValueKind.Array && !isPart)
        {
            return ToText(content) ?? "";
        }

        StringBuilder text = new();
        StringBuilder thoughts = new();
        AddPart(content, text, thoughts);

        thinking = thoughts.Length == 0 ? null : thoughts.ToString();
        return text.ToString();
    }

    private static void AddPart(JsonElement part, StringBuilder text, StringBuilder thoughts)
    {
        if (part.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement inner in part.EnumerateArray())
            {
                AddPart(inner, text, thoughts);
            }
        }
        else if (part.ValueKind != JsonValueKind.Object)
        {
            text.Append(ToText(part));
        }
        else if (part.TryGetProperty("thinking", out JsonElement thinking))
        {
            AddPart(thinking, thoughts, thoughts);
        }
        else
        {
            text.Append(FindText(part, "text"));
        }
    }

    /// <summary>Reads the reasoning of a message or delta, which servers name in two ways.</summary>
    internal static string? ToReasoning(JsonElement message) => FindString(message, "reasoning_content") ?? FindString(message, "reasoning");

    private static ImmutableArray<ToolCall> ToToolCalls(JsonElement message)
    {
        if (!message.TryGetProperty("tool_calls", out JsonElement calls) || calls.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        ImmutableArray<ToolCall>.Builder found = ImmutableArray.CreateBuilder<ToolCall>();
        foreach (JsonElement call in calls.EnumerateArray())
        {
            if (FindObject(call, "function") is { } function)
            {
                found.Add(new ToolCall(FindText(call, "id") ?? "", FindText(function, "name") ?? "", FindText(function, "arguments") ?? "") { Extras = MessageExtras.OfCall(call) });
            }
        }

        return found.ToImmutable();
    }

    internal static JsonElement? FindObject(JsonElement value, string key) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(key, out JsonElement found) && found.ValueKind == JsonValueKind.Object ? found : null;

    internal static string? FindText(JsonElement value, string key) =>
        value.TryGetProperty(key, out JsonElement found) ? ToText(found) : null;

    private static string? FindString(JsonElement value, string key) =>
        value.TryGetProperty(key, out JsonElement found) && found.ValueKind == JsonValueKind.String && ReceivedJson.TextOf(found) is { Length: > 0 } text ? text : null;

    private static string? ToText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => ReceivedJson.TextOf(value),
        _ => value.GetRawText(),
    };

    // Counts come as whole numbers, as fractions and as text.
    private static long? FindCount(JsonElement value, string key)
    {
        if (!value.TryGetProperty(key, out JsonElement found) || found.ValueKind is not (JsonValueKind.Number or JsonValueKind.String))
        {
            return null;
        }

        return double.TryParse(ToText(found), NumberStyles.Float, CultureInfo.InvariantCulture, out double count) && count is >= 0 and < long.MaxValue
            ? (long)count
            : null;
    }
}
