using System.Text.Json;

namespace AgentCore.LiteLlm.Schemas.Reading;

/// <summary>Where a schema holds other schemas.</summary>
internal static class SubschemaPlaces
{
    public static bool IsSchema(JsonElement value) => value.ValueKind is JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False;

    public static bool HoldsOne(string keyword) => keyword is "not" or "if" or "then" or "else" or "items" or "contains" or "additionalProperties"
        or "propertyNames" or "unevaluatedItems" or "unevaluatedProperties" or "contentSchema";

    public static bool HoldsList(string keyword) => keyword is "allOf" or "anyOf" or "oneOf" or "prefixItems";

    // "definitions" is the old name of "$defs" that the standard's own meta-schema still knows.
    public static bool HoldsMap(string keyword) => keyword is "$defs" or "definitions" or "properties" or "patternProperties" or "dependentSchemas";
}
