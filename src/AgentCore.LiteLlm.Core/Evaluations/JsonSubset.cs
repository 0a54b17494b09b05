using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>Says whether a JSON value holds at least what another one does.</summary>
internal static class JsonSubset
{
    /// <summary>Compares two values: an object may have further properties, everything else must be equal.</summary>
    /// <param name="part">What must be there.</param>
    /// <param name="whole">What is there.</param>
    /// <returns>True when it is.</returns>
    public static bool IsPart(JsonElement part, JsonElement whole)
    {
        if (part.ValueKind != JsonValueKind.Object || whole.ValueKind != JsonValueKind.Object)
        {
            return JsonEquality.Instance.Equals(part, whole);
        }

        foreach (JsonProperty property in part.EnumerateObject())
        {
            if (!whole.TryGetProperty(property.Name, out JsonElement found) || !IsPart(property.Value, found))
            {
                return false;
            }
        }

        return true;
    }
}
