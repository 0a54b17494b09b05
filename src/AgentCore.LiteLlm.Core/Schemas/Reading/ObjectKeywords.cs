using System.Collections.Immutable;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Keywords;
using AgentCore.LiteLlm.Schemas.Patterns;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Schemas.Reading;

/// <summary>Reads the keywords that look into objects.</summary>
internal static class ObjectKeywords
{
    public static IEnumerable<Keyword> Read(SchemaObject schema)
    {
        ImmutableArray<string> required = schema.FindNames("required");
        if (required.Length > 0)
        {
            yield return new Required(schema.PointerTo("required"), required);
        }

        Dictionary<string, SchemaNode> named = schema.FindSchemaMap("properties")
            .ToDictionary(entry => entry.Name, entry => entry.Schema, StringComparer.Ordinal);
        ImmutableArray<MatchedSchema> matched = [.. ReadMatched(schema)];
        SchemaNode? additional = schema.FindSchema("additionalProperties");
        if (named.Count > 0 || matched.Length > 0 || additional is not null)
        {
            yield return new Members(schema.PointerTo("additionalProperties"), named, matched, additional);
        }

        if (schema.FindSchema("propertyNames") is { } names)
        {
            yield return new PropertyNames(schema.PointerTo("propertyNames"), names);
        }

        ImmutableArray<NameDependency> dependent = schema.FindDependencies("dependentRequired");
        if (dependent.Length > 0)
        {
            yield return new DependentRequired(schema.PointerTo("dependentRequired"), dependent);
        }
    }

    private static IEnumerable<MatchedSchema> ReadMatched(SchemaObject schema)
    {
        foreach ((string text, SchemaNode node) in schema.FindSchemaMap("patternProperties"))
        {
            if (EcmaPattern.Read(text, out string? problem) is { } pattern)
            {
                yield return new MatchedSchema(pattern, node);
            }
            else
            {
                schema.Report("patternProperties", $"{Excerpt.Name(text)}: {problem}.");
            }
        }
    }
}
