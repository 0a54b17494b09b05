using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Wire.Completions;

/// <summary>Reads a chat completion as real servers write it, which is not always as the schema says.</summary>
internal static class CompletionReader
{
    /// <summary>Finds the choice that is the answer: the one numbered 0 or without a number, else the first there is.</summary>
    internal static JsonElement? FindChoice(JsonElement root) => FindChoice(root, 0, orFirst: true);

    /// <summary>Finds the choice with a number; one that has none stands for 0.</summary>
    internal static JsonElement? FindChoice(JsonElement root, int number) => FindChoice(root, number, orFirst: false);

    /// <summary>
    /// Finds the calls of an answer whose words stand in another choice: LiteLLM's bridge to the responses API writes text and calls of one whole answer
    /// as two choices (BerriAI/litellm#43316).
    /// </summary>
    /// <param name="root">The body.</param>
    /// <param name="choice">The choice that is the answer.</param>
    /// <returns>The choice that holds nothing but calls; null where the answer has its own, or there is none.</returns>
    internal static JsonElement? FindCallsApart(JsonElement root, JsonElement choice) =>
        choice.FindObject("message") is not { } message || root.FindList("choices") is not { } choices || choices.GetArrayLength() < 2 || HasCalls(message)
            ? null
            : choices.EnumerateArray().Cast<JsonElement?>().FirstOrDefault(
                other => other?.FindObject("message") is { } apart && HasCalls(apart) && ToContent(apart, out _).Length == 0);

    private static bool HasCalls(JsonElement message) => message.FindList("tool_calls") is { } calls && calls.GetArrayLength() > 0;

    /// <summary>Finds an error that does not stand where a whole answer's would: in the choice, in its message, or in an event that is named one.</summary>
    internal static JsonElement? FindError(JsonElement root, bool isNamed)
    {
        if (FindChoice(root) is not { } choice)
        {
            return isNamed && root.ValueKind is JsonValueKind.Object or JsonValueKind.String ? root : null;
        }

        return Find(choice) ?? FindIn("delta") ?? FindIn("message");

        JsonElement? FindIn(string name) => choice.FindObject(name) is { } message ? Find(message) : null;

        static JsonElement? Find(JsonElement holder) => holder.FindObject("error") is { } error && error.EnumerateObject().Any() ? error : null;
    }

    /// <summary>Reads the number of a choice or a tool call, which some servers leave out, null, or write as text.</summary>
    internal static int? FindIndex(JsonElement value) =>
        value.FindWhole("index")
        ?? (int.TryParse(value.FindText("index"), NumberStyles.None, CultureInfo.InvariantCulture, out int written) ? written : null);

    /// <summary>Reads the counts of tokens wherever they stand: beside the choices, in the choice, in its message, or in Groq's own member.</summary>
    /// <param name="root">The body or chunk.</param>
    /// <param name="choice">The choice in it; null when there is none.</param>
    /// <returns>The usage, or null when the endpoint gave none.</returns>
    public static TokenUsage? ToUsage(JsonElement root, JsonElement? choice) => FindUsage(root, choice) is { } usage ? ToUsage(usage) : null;

    /// <summary>Reads what the call cost, which OpenRouter and LiteLLM write beside the counts of tokens.</summary>
    internal static decimal? ToCost(JsonElement root, JsonElement? choice) =>
        FindUsage(root, choice) is { } usage ? GatewayHeaders.ToCost(usage.FindAsText("cost")) : null;

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
            bool isThought = part.FindAsText("type") is "reasoning" or "thinking";
            (isThought ? thoughts : text).Append(part.FindAsText("text") ?? (isThought ? part.FindAsText("reasoning") : null));
        }
    }

    /// <summary>Finds the words with which the model refused: its own member, LiteLLM's, or a part of the content.</summary>
    internal static string? FindRefusal(JsonElement message)
    {
        string? own = message.FindAsText("refusal") is { Length: > 0 } refusal
            ? refusal
            : message.FindObject("provider_specific_fields")?.FindAsText("refusal");
        return string.IsNullOrEmpty(own) && message.FindList("content") is { } parts
            ? string.Concat(parts.EnumerateArray().Select(p => p.FindAsText("refusal")))
            : own;
    }

    private static JsonElement? FindChoice(JsonElement root, int number, bool orFirst)
    {
        JsonElement? first = null;
        if (root.FindList("choices") is not { } choices)
        {
            return null;
        }

        foreach (JsonElement choice in choices.EnumerateArray())
        {
            if (choice.ValueKind == JsonValueKind.Object && (FindIndex(choice) ?? 0) == number)
            {
                return choice;
            }

            first ??= orFirst && choice.ValueKind == JsonValueKind.Object ? choice : null;
        }

        return first;
    }

    private static JsonElement? FindUsage(JsonElement root, JsonElement? choice)
    {
        JsonElement? found = root.FindObject("usage") ?? root.FindObject("x_groq")?.FindObject("usage");
        if (found is not null || choice is not { } given)
        {
            return found;
        }

        return given.FindObject("usage") ?? given.FindObject("delta")?.FindObject("usage") ?? given.FindObject("message")?.FindObject("usage");
    }

    /// <summary>Reads counts of tokens under the names of either API.</summary>
    internal static TokenUsage ToUsage(JsonElement usage)
    {
        JsonElement? details = usage.FindObject("prompt_tokens_details") ?? usage.FindObject("input_tokens_details");
        long? read = FindCount(details, "cached_tokens") ?? FindCount(usage, "cache_read_input_tokens") ?? FindCount(usage, "prompt_cache_hit_tokens");
        long? written = FindCount(details, "cache_write_tokens") ?? FindCount(details, "cache_creation_tokens")
            ?? FindCount(usage, "cache_creation_input_tokens");

        // Anthropic's own count leaves out what the cache held or took; everybody else's holds it.
        long? bare = details is null && FindCount(usage, "cache_read_input_tokens") is not null ? FindCount(usage, "input_tokens") : null;
        long? input = FindCount(usage, "prompt_tokens") ?? (bare + (read ?? 0) + (written ?? 0)) ?? FindCount(usage, "input_tokens");
        long? output = FindCount(usage, "completion_tokens") ?? FindCount(usage, "output_tokens");
        return new TokenUsage
        {
            InputTokens = input,
            OutputTokens = output,
            TotalTokens = FindCount(usage, "total_tokens") ?? (input + output),
            CachedInputTokens = read,
            CacheWriteTokens = written,
            ReasoningTokens = FindCount(usage.FindObject("completion_tokens_details") ?? usage.FindObject("output_tokens_details"), "reasoning_tokens"),
        };
    }

    private static string? ToText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => ReceivedJson.TextOf(value),
        _ => value.GetRawText(),
    };

    // Counts come as whole numbers, as fractions and as text.
    private static long? FindCount(JsonElement? value, string key) =>
        value?.Find(key) is { ValueKind: JsonValueKind.Number or JsonValueKind.String } found
        && double.TryParse(ToText(found), NumberStyles.Float, CultureInfo.InvariantCulture, out double count) && count is >= 0 and < long.MaxValue
            ? (long)count
            : null;
}
