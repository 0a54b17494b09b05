using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Wire;

/// <summary>Reads a chat completion as real servers write it, which is not always as the schema says.</summary>
internal static class CompletionReader
{
    /// <summary>Reads a completion.</summary>
    /// <param name="root">The body.</param>
    /// <returns>What it holds, or null when it holds no choice.</returns>
    public static Completion? Find(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("choices", out JsonElement choices)
            || choices.ValueKind != JsonValueKind.Array
            || choices.GetArrayLength() == 0
            || choices[0] is not { ValueKind: JsonValueKind.Object } choice
            || FindObject(choice, "message") is not { } message)
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
            FinishReason = FindText(choice, "finish_reason"),
            Usage = ToUsage(root),
        };
    }

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

    /// <summary>Reads content: a string, null, a number (Workers AI), or an array of parts, some of type thinking (Mistral).</summary>
    internal static string ToContent(JsonElement message, out string? thinking)
    {
        thinking = null;
        if (!message.TryGetProperty("content", out JsonElement content))
        {
            return "";
        }

        if (content.ValueKind != JsonValueKind.Array)
        {
            return ToText(content) ?? "";
        }

        StringBuilder text = new();
        StringBuilder thoughts = new();
        foreach (JsonElement part in content.EnumerateArray())
        {
            AddPart(part, text, thoughts);
        }

        thinking = thoughts.Length == 0 ? null : thoughts.ToString();
        return text.ToString();
    }

    private static void AddPart(JsonElement part, StringBuilder text, StringBuilder thoughts)
    {
        if (part.ValueKind != JsonValueKind.Object)
        {
            text.Append(ToText(part));
        }
        else if (part.TryGetProperty("thinking", out JsonElement thinking))
        {
            if (thinking.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement inner in thinking.EnumerateArray())
                {
                    AddPart(inner, thoughts, thoughts);
                }
            }
            else
            {
                thoughts.Append(ToText(thinking));
            }
        }
        else
        {
            text.Append(FindText(part, "text"));
        }
    }

    /// <summary>Reads the reasoning of a message or delta, which servers name in two ways.</summary>
    internal static string? ToReasoning(JsonElement message) => FindText(message, "reasoning_content") ?? FindText(message, "reasoning");

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
                found.Add(new ToolCall(FindText(call, "id") ?? "", FindText(function, "name") ?? "", FindText(function, "arguments") ?? ""));
            }
        }

        return found.ToImmutable();
    }

    internal static JsonElement? FindObject(JsonElement value, string key) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(key, out JsonElement found) && found.ValueKind == JsonValueKind.Object ? found : null;

    internal static string? FindText(JsonElement value, string key) =>
        value.TryGetProperty(key, out JsonElement found) ? ToText(found) : null;

    private static string? ToText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => value.GetString(),
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
