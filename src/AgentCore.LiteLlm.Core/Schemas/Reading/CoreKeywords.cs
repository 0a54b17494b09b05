using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Keywords;

namespace AgentCore.LiteLlm.Schemas.Reading;

/// <summary>Reads the references. Identifiers and anchors were read when the document was scanned.</summary>
internal static class CoreKeywords
{
    public static IEnumerable<Keyword> Read(SchemaObject schema)
    {
        if (schema.Follow("$ref") is { } target)
        {
            yield return new Reference(schema.PointerTo("$ref"), target);
        }

        if (schema.Follow("$dynamicRef") is { } initial)
        {
            yield return ToDynamic(schema, initial);
        }
    }

    // Only a reference by the name of a dynamic anchor is dynamic; any other is an ordinary one.
    private static Keyword ToDynamic(SchemaObject schema, SchemaNode initial)
    {
        string pointer = schema.PointerTo("$dynamicRef");
        string anchor = UriReference.Read(schema.FindText("$dynamicRef") ?? "").Fragment ?? "";
        return initial.Resource.DynamicAnchors.GetValueOrDefault(anchor) == initial
            ? new DynamicReference(pointer, anchor, initial)
            : new Reference(pointer, initial);
    }
}
