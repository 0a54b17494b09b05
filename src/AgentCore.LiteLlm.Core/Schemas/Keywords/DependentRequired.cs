using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary><c>dependentRequired</c>.</summary>
internal sealed class DependentRequired(string pointer, ImmutableArray<NameDependency> dependencies) : Keyword("dependentRequired", pointer)
{
    public override bool Check(JsonElement instance, SchemaRun run, EvaluatedParts? parts)
    {
        if (instance.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        bool fits = true;
        foreach ((string present, ImmutableArray<string> needed) in dependencies)
        {
            if (!JsonText.HasProperty(instance, present))
            {
                continue;
            }

            foreach (string name in needed.Where(name => !JsonText.HasProperty(instance, name)))
            {
                fits = run.Fail(this, $"lacks the property {Excerpt.Name(name)}, which is required when {Excerpt.Name(present)} is present");
            }
        }

        return fits;
    }
}
