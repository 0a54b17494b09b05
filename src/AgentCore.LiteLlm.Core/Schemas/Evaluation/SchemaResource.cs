using System.Text.Json;

namespace AgentCore.LiteLlm.Schemas.Evaluation;

/// <summary>A part of the document with an identity of its own: the whole, or a subschema with <c>$id</c>.</summary>
internal sealed class SchemaResource(string uri, string pointer, JsonElement root)
{
    /// <summary>Gets the absolute identifier, without fragment; empty when the author gave none.</summary>
    public string Uri { get; } = uri;

    /// <summary>Gets where in the document it begins.</summary>
    public string Pointer { get; } = pointer;

    public JsonElement Root { get; } = root;

    public Dictionary<string, SchemaNode> Anchors { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SchemaNode> DynamicAnchors { get; } = new(StringComparer.Ordinal);
}
