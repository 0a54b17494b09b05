using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary><c>dependentSchemas</c>.</summary>
internal sealed class DependentSchemas(string pointer, ImmutableArray<NamedSchema> schemas) : Keyword("dependentSchemas", pointer)
{
    public override IEnumerable<SchemaNode> InPlace => schemas.Select(schema => schema.Schema);

    public override bool Check(JsonElement instance, SchemaRun run, EvaluatedParts? parts)
    {
        if (instance.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        bool fits = true;
        foreach ((string name, SchemaNode schema) in schemas)
        {
            if (JsonText.HasProperty(instance, name))
            {
                fits &= run.Apply(schema, instance, parts);
            }
        }

        return fits;
    }
}
