using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentCore.LiteLlm.ToolServers.Offers;

/// <summary>
/// Makes the schema of a server's tool one that endpoints take: an object at its top, which no union, enumeration or negation stands beside. What
/// is lost by it the server checks for itself.
/// </summary>
internal static class ToolSchema
{
    private const int MostLevels = 48;
    private const int MostCharacters = 64 * 1024;

    /// <summary>Makes the schema.</summary>
    /// <param name="schema">The server's.</param>
    /// <param name="problem">Why no endpoint could take it.</param>
    /// <returns>The schema; null with a <paramref name="problem"/>.</returns>
    public static JsonElement? Fit(JsonElement schema, out string? problem)
    {
        problem = FindProblem(schema);
        if (problem is not null)
        {
            return null;
        }

        JsonObject root = (JsonObject)JsonNode.Parse(schema.GetRawText())!;
        root.Remove("$schema");
        if (FollowReference(root) is { } followed)
        {
            root = followed;
        }

        Lift(root, "allOf", isUnion: false);
        Lift(root, "anyOf", isUnion: true);
        Lift(root, "oneOf", isUnion: true);
        foreach (string beside in (string[])["enum", "const", "not", "if", "then", "else"])
        {
            root.Remove(beside);
        }

        if (root["type"] is { } type && !IsObjectType(type))
        {
            problem = "its arguments are no object";
            return null;
        }

        root["type"] = "object";
        if (root["properties"] is not JsonObject)
        {
            root["properties"] = new JsonObject();
        }

        if (root["required"] is not null and not JsonArray)
        {
            root.Remove("required");
        }

        using JsonDocument fit = JsonDocument.Parse(root.ToJsonString());
        return fit.RootElement.Clone();
    }

    private static string? FindProblem(JsonElement schema) =>
        schema.ValueKind != JsonValueKind.Object ? "its schema is no object"
        : schema.GetRawText().Length > MostCharacters ? "its schema is longer than any endpoint takes"
        : FindProblem(schema, 0);

    private static string? FindProblem(JsonElement value, int level)
    {
        if (level > MostLevels)
        {
            return "its schema is nested too deep";
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    // Nothing is fetched because a server says so.
                    bool isForeign = member.Name is "$ref" or "$dynamicRef" && member.Value.ValueKind == JsonValueKind.String
                        && member.Value.GetString()?.StartsWith('#') == false;
                    if ((isForeign ? "its schema needs another document" : FindProblem(member.Value, level + 1)) is { } problem)
                    {
                        return problem;
                    }
                }

                return null;
            case JsonValueKind.Array:
                return value.EnumerateArray().Select(item => FindProblem(item, level + 1)).FirstOrDefault(p => p is not null);
            default:
                return null;
        }
    }

    // A whole schema that is one of its own definitions.
    private static JsonObject? FollowReference(JsonObject root)
    {
        if (root["$ref"] is not JsonValue reference || !reference.TryGetValue(out string? path) || !path.StartsWith("#/", StringComparison.Ordinal))
        {
            return null;
        }

        JsonNode? target = root;
        foreach (string step in path[2..].Split('/'))
        {
            target = (target as JsonObject)?[step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)];
        }

        if (target is not JsonObject found)
        {
            return null;
        }

        JsonObject whole = (JsonObject)found.DeepClone();
        foreach (string definitions in (string[])["$defs", "definitions"])
        {
            if (root[definitions] is { } kept && whole[definitions] is null)
            {
                whole[definitions] = kept.DeepClone();
            }
        }

        return whole;
    }

    // Of a union, what any of its forms may hold, and of that what all of them need; of an intersection, all that its parts say.
    private static void Lift(JsonObject root, string keyword, bool isUnion)
    {
        if (root[keyword] is not JsonArray forms)
        {
            root.Remove(keyword);
            return;
        }

        root.Remove(keyword);
        JsonObject properties = root["properties"] as JsonObject ?? [];
        HashSet<string>? needed = null;
        foreach (JsonObject form in forms.OfType<JsonObject>().Where(f => f["type"] is not { } type || IsObjectType(type)))
        {
            foreach (KeyValuePair<string, JsonNode?> property in form["properties"] as JsonObject ?? [])
            {
                Add(properties, property.Key, property.Value, isUnion);
            }

            string[] needs = [.. Names(form["required"])];
            needed = needed is null ? [.. needs] : isUnion ? [.. needed.Intersect(needs, StringComparer.Ordinal)] : [.. needed, .. needs];
        }

        if (properties.Parent is null)
        {
            root["properties"] = properties;
        }

        string[] required = [.. Names(root["required"]).Concat(needed ?? []).Distinct(StringComparer.Ordinal)];
        if (required.Length > 0)
        {
            root["required"] = new JsonArray([.. required.Select(r => (JsonNode)r)]);
        }
    }

    private static void Add(JsonObject properties, string name, JsonNode? schema, bool isUnion)
    {
        JsonNode? before = properties[name];
        if (before is null)
        {
            properties[name] = schema?.DeepClone();
        }
        else if (!JsonNode.DeepEquals(before, schema))
        {
            properties.Remove(name);
            properties[name] = new JsonObject { [isUnion ? "anyOf" : "allOf"] = new JsonArray(before, schema?.DeepClone()) };
        }
    }

    private static IEnumerable<string> Names(JsonNode? required) =>
        (required as JsonArray ?? []).OfType<JsonValue>().Select(v => v.TryGetValue(out string? name) ? name : null).OfType<string>();

    private static bool IsObjectType(JsonNode type) => type switch
    {
        JsonValue value => value.TryGetValue(out string? name) && name == "object",
        JsonArray several => several.OfType<JsonValue>().Any(v => v.TryGetValue(out string? name) && name == "object"),
        _ => false,
    };
}
