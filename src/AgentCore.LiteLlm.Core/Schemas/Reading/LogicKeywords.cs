using System.Collections.Immutable;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Keywords;

namespace AgentCore.LiteLlm.Schemas.Reading;

/// <summary>Reads the keywords that combine schemas, and last those that judge what the others left alone.</summary>
internal static class LogicKeywords
{
    public static IEnumerable<Keyword> Read(SchemaObject schema)
    {
        foreach (string name in new[] { "allOf", "anyOf", "oneOf" })
        {
            if (schema.FindSchemas(name) is { Length: > 0 } branches)
            {
                yield return ToKeyword(name, schema.PointerTo(name), branches);
            }
        }

        if (schema.FindSchema("not") is { } negated)
        {
            yield return new Not(schema.PointerTo("not"), negated);
        }

        if (schema.FindSchema("if") is { } condition)
        {
            yield return new Condition(schema.PointerTo("if"), condition, schema.FindSchema("then"), schema.FindSchema("else"));
        }

        ImmutableArray<NamedSchema> dependent = schema.FindSchemaMap("dependentSchemas");
        if (dependent.Length > 0)
        {
            yield return new DependentSchemas(schema.PointerTo("dependentSchemas"), dependent);
        }

        if (schema.FindSchema("unevaluatedItems") is { } items)
        {
            yield return new UnevaluatedItems(schema.PointerTo("unevaluatedItems"), items);
        }

        if (schema.FindSchema("unevaluatedProperties") is { } properties)
        {
            yield return new UnevaluatedProperties(schema.PointerTo("unevaluatedProperties"), properties);
        }
    }

    private static Keyword ToKeyword(string name, string pointer, ImmutableArray<SchemaNode> branches) => name switch
    {
        "allOf" => new AllOf(pointer, branches),
        "anyOf" => new AnyOf(pointer, branches),
        _ => new OneOf(pointer, branches),
    };
}
