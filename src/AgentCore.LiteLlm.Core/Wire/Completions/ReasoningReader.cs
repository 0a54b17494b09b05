using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Wire.Completions;

/// <summary>Finds the reasoning of a message or of a piece of one, which servers put under many names, some under several at once.</summary>
internal static class ReasoningReader
{
    // Plain text first, since the structured members beside it say the same.
    private static readonly string[] Places =
    [
        "reasoning_content", "reasoning", "reasoning_text", "thinking", "thought", "reasoning_details", "thinking_blocks",
    ];

    private static readonly string[] TextNames = ["text", "thinking", "summary", "reasoning", "content"];

    /// <summary>Finds the reasoning.</summary>
    /// <param name="message">The message, or a piece of one.</param>
    /// <param name="place">The name under which the pieces before had it; null looks under all.</param>
    /// <returns>Its name and the text; null when there is none.</returns>
    public static (string Place, string Text)? Find(JsonElement message, string? place)
    {
        foreach (string name in Places)
        {
            if ((place is null || name == place) && message.TryGetProperty(name, out JsonElement value))
            {
                StringBuilder text = new();
                Append(text, value, 0);
                if (text.Length > 0)
                {
                    return (name, text.ToString());
                }
            }
        }

        return null;
    }

    private static void Append(StringBuilder text, JsonElement value, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                text.Append(ReceivedJson.TextOf(value));
                break;
            case JsonValueKind.Array when depth < 4:
                foreach (JsonElement item in value.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.Object || depth > 0))
                {
                    Append(text, item, depth + 1);
                }

                break;
            case JsonValueKind.Object when depth < 4:
                string? name = Array.Find(
                    TextNames, n => value.TryGetProperty(n, out JsonElement found) && found.ValueKind is JsonValueKind.String or JsonValueKind.Array);
                if (name is not null)
                {
                    Append(text, value.GetProperty(name), depth + 1);
                }

                break;
        }
    }
}
