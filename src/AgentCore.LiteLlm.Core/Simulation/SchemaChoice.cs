using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>Picks one of the alternatives of a schema.</summary>
internal static class SchemaChoice
{
    /// <summary>The first alternative that does not lead back to where we are; inside a schema that holds itself, the lightest one.</summary>
    public static JsonElement Of(List<JsonElement> choices, SchemaTrail trail)
    {
        if (trail.Returns)
        {
            return choices.MinBy(Weight);
        }

        int ahead = choices.FindIndex(c => c.FindText("$ref") is not { } reference || !trail.Holds(reference));
        return choices[Math.Max(ahead, 0)];
    }

    private static int Weight(JsonElement choice)
    {
        if (choice.ValueKind != JsonValueKind.Object)
        {
            return choice.ValueKind == JsonValueKind.False ? 4 : 0;
        }

        if (choice.TryGetProperty("const", out _) || choice.TryGetProperty("enum", out _))
        {
            return 0;
        }

        return choice.FindText("type") switch
        {
            "null" or "boolean" or "integer" or "number" or "string" => 0,
            "array" => choice.TryGetProperty("minItems", out _) || choice.TryGetProperty("contains", out _) ? 2 : 1,
            "object" => choice.TryGetProperty("required", out _) ? 2 : 1,
            _ => 3,
        };
    }
}
