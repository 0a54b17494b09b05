using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary><c>required</c>.</summary>
internal sealed class Required(string pointer, ImmutableArray<string> names) : Keyword("required", pointer)
{
    public override bool Check(JsonElement instance, SchemaRun run, EvaluatedParts? parts)
    {
        if (instance.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        bool fits = true;
        foreach (string name in names)
        {
            if (!JsonText.HasProperty(instance, name))
            {
                fits = run.Fail(this, $"lacks the required property {Excerpt.Name(name)}");
            }
        }

        return fits;
    }
}
