using System.Globalization;
using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>Finds what a reference inside one schema document points at.</summary>
internal static class SchemaReference
{
    public static JsonElement? Find(JsonElement root, string reference)
    {
        if (!reference.StartsWith('#'))
        {
            return null;
        }

        string place = Uri.UnescapeDataString(reference[1..]);
        return place.StartsWith('/') ? FindPointer(root, place) : place.Length == 0 ? root : FindAnchor(root, place);
    }

    private static JsonElement? FindPointer(JsonElement root, string pointer)
    {
        JsonElement current = root;
        foreach (string escaped in pointer[1..].Split('/'))
        {
            string token = escaped.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (current.ValueKind == JsonValueKind.Object && current.TryGetProperty(token, out JsonElement member))
            {
                current = member;
            }
            else if (current.ValueKind == JsonValueKind.Array
                && int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                && index < current.GetArrayLength())
            {
                current = current[index];
            }
            else
            {
                return null;
            }
        }

        return current;
    }

    private static JsonElement? FindAnchor(JsonElement value, string anchor)
    {
        if (value.FindText("$anchor") == anchor)
        {
            return value;
        }

        IEnumerable<JsonElement> inner = value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().Select(m => m.Value)
            : SchemaParts.Elements(value);
        return inner.Select(i => FindAnchor(i, anchor)).FirstOrDefault(found => found is not null);
    }
}
