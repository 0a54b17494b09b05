using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Formats;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Schemas.Reading;

/// <summary>Every schema in a document by its place, and what references in it lead to.</summary>
internal sealed class SchemaDocument(JsonElement root, List<SchemaProblem> problems)
{
    private readonly Dictionary<string, SchemaNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SchemaResource> _resources = new(StringComparer.Ordinal);
    private readonly Queue<SchemaNode> _unread = new();

    public IEnumerable<SchemaNode> Nodes => _nodes.Values;

    public SchemaNode? ScanAll()
    {
        SchemaResource resource = new("", "", root);
        _resources[""] = resource;
        Scan(root, "", resource, 0);
        return FindNode("");
    }

    public SchemaNode? FindUnread() => _unread.TryDequeue(out SchemaNode? node) ? node : null;

    public SchemaNode? FindNode(string pointer) => _nodes.GetValueOrDefault(pointer);

    /// <summary>Follows a reference.</summary>
    /// <param name="from">The schema that it stands in.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="problem">Why it leads nowhere; null when it does.</param>
    /// <returns>The schema it means, or null with a <paramref name="problem"/>.</returns>
    public SchemaNode? Follow(SchemaNode from, string reference, out string? problem)
    {
        UriReference target = UriReference.Read(from.Resource.Uri).Resolve(UriReference.Read(reference));
        if (!_resources.TryGetValue(target.ToResource(), out SchemaResource? resource))
        {
            problem = $"'{reference}' is not part of this document; references to other documents are not followed";
            return null;
        }

        string fragment = Uri.UnescapeDataString(target.Fragment ?? "");
        SchemaNode? node = fragment.Length == 0 || fragment[0] == '/'
            ? FindPlace(resource, fragment)
            : resource.Anchors.GetValueOrDefault(fragment);
        problem = node is null ? $"'{reference}' leads to no schema in this document" : null;
        return node;
    }

    private SchemaNode? FindPlace(SchemaResource resource, string fragment) =>
        FindNode(JsonPointer.ToTokens(fragment).Aggregate(resource.Pointer, JsonPointer.Append)) ?? ScanPlace(resource, fragment);

    // A place where nobody expected a schema until something referred to it.
    private SchemaNode? ScanPlace(SchemaResource resource, string fragment)
    {
        JsonElement place = resource.Root;
        string pointer = resource.Pointer;
        foreach (string token in JsonPointer.ToTokens(fragment))
        {
            if (JsonPointer.FindChild(place, token) is not { } child)
            {
                return null;
            }

            place = child;
            pointer = JsonPointer.Append(pointer, token);
            resource = FindNode(pointer)?.Resource ?? resource;
        }

        if (FindNode(pointer) is null && SubschemaPlaces.IsSchema(place))
        {
            Scan(place, pointer, resource, 0);
        }

        return FindNode(pointer);
    }

    private void Scan(JsonElement value, string pointer, SchemaResource resource, int depth)
    {
        if (_nodes.ContainsKey(pointer))
        {
            return;
        }

        if (depth > SchemaReader.MaxDepth)
        {
            throw SchemaRunStoppedException.TooDeep();
        }

        if (!SubschemaPlaces.IsSchema(value))
        {
            problems.Add(new SchemaProblem(pointer, "This must be a schema: an object or a boolean."));
            return;
        }

        resource = value.ValueKind == JsonValueKind.Object ? Identify(value, pointer, resource) : resource;
        SchemaNode node = new(pointer, resource, value);
        _nodes.Add(pointer, node);
        _unread.Enqueue(node);
        if (value.ValueKind == JsonValueKind.Object)
        {
            Anchor(node, "$anchor", resource.Anchors);
            Anchor(node, "$dynamicAnchor", resource.Anchors);
            Anchor(node, "$dynamicAnchor", resource.DynamicAnchors);
            ScanMembers(value, pointer, resource, depth + 1);
        }
    }

    private void ScanMembers(JsonElement schema, string pointer, SchemaResource resource, int depth)
    {
        foreach (JsonProperty member in schema.EnumerateObject())
        {
            string keyword = JsonText.NameOf(member);
            string place = JsonPointer.Append(pointer, keyword);
            if (SubschemaPlaces.HoldsOne(keyword))
            {
                Scan(member.Value, place, resource, depth);
            }
            else if (SubschemaPlaces.HoldsList(keyword) && member.Value.ValueKind == JsonValueKind.Array)
            {
                int index = 0;
                foreach (JsonElement item in member.Value.EnumerateArray())
                {
                    Scan(item, JsonPointer.Append(place, index++), resource, depth);
                }
            }
            else if (SubschemaPlaces.HoldsMap(keyword) && member.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty entry in member.Value.EnumerateObject())
                {
                    Scan(entry.Value, JsonPointer.Append(place, JsonText.NameOf(entry)), resource, depth);
                }
            }
        }
    }

    private SchemaResource Identify(JsonElement schema, string pointer, SchemaResource parent)
    {
        if (!schema.TryGetProperty("$id", out JsonElement id))
        {
            return parent;
        }

        string place = JsonPointer.Append(pointer, "$id");
        string text = id.ValueKind == JsonValueKind.String ? JsonText.Of(id) : "";
        UriReference reference = UriReference.Read(text);
        if (id.ValueKind != JsonValueKind.String || !UriText.IsReference(text) || !string.IsNullOrEmpty(reference.Fragment))
        {
            problems.Add(new SchemaProblem(place, "'$id' must be a URI without a fragment."));
            return parent;
        }

        string uri = UriReference.Read(parent.Uri).Resolve(reference).ToResource();
        SchemaResource resource = new(uri, pointer, schema);
        if (pointer.Length > 0 && !_resources.TryAdd(uri, resource))
        {
            problems.Add(new SchemaProblem(place, $"{Excerpt.Name(text)} is the '$id' of another schema too."));
        }

        if (pointer.Length == 0)
        {
            _resources.Clear();
            _resources.Add(uri, resource);
        }

        return resource;
    }

    private void Anchor(SchemaNode node, string keyword, Dictionary<string, SchemaNode> anchors)
    {
        if (!node.Json.TryGetProperty(keyword, out JsonElement name))
        {
            return;
        }

        string text = name.ValueKind == JsonValueKind.String ? JsonText.Of(name) : "";
        string place = JsonPointer.Append(node.Pointer, keyword);
        if (!IsAnchorName(text))
        {
            problems.Add(new SchemaProblem(place, $"'{keyword}' must be a name: a letter or '_', then letters, digits, '-', '_' and '.'."));
        }
        else if (!anchors.TryAdd(text, node) && anchors[text] != node)
        {
            problems.Add(new SchemaProblem(place, $"{Excerpt.Name(text)} is the anchor of another schema too."));
        }
    }

    private static bool IsAnchorName(string text) =>
        text.Length > 0
        && (char.IsAsciiLetter(text[0]) || text[0] == '_')
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
