using System.Collections.Immutable;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Keywords;

namespace AgentCore.LiteLlm.Schemas.Reading;

/// <summary>Reads the keywords that look into arrays.</summary>
internal static class ArrayKeywords
{
    public static IEnumerable<Keyword> Read(SchemaObject schema)
    {
        ImmutableArray<SchemaNode> prefix = schema.FindSchemas("prefixItems");
        SchemaNode? rest = schema.FindSchema("items");
        if (prefix.Length > 0 || rest is not null)
        {
            yield return new Items(schema.PointerTo("items"), prefix, rest);
        }

        long least = schema.FindCount("minContains") ?? 1;
        long most = schema.FindCount("maxContains") ?? long.MaxValue;
        if (schema.FindSchema("contains") is { } contained)
        {
            yield return new Contains(schema.PointerTo("contains"), contained, least, most);
        }

        if (schema.FindFlag("uniqueItems"))
        {
            yield return new UniqueItems(schema.PointerTo("uniqueItems"));
        }
    }
}
