using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary><c>unevaluatedProperties</c>.</summary>
internal sealed class UnevaluatedProperties(string pointer, SchemaNode schema) : Keyword("unevaluatedProperties", pointer)
{
    public override bool LooksAtTheRest => true;

    public override bool Check(JsonElement instance, SchemaRun run, EvaluatedParts? parts)
    {
        if (instance.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        bool fits = true;
        foreach (JsonProperty property in instance.EnumerateObject())
        {
            string name = JsonText.NameOf(property);
            if (parts?.HasName(name) != true)
            {
                fits &= schema.IsNever
                    ? run.FailProperty(this, name, "is not allowed")
                    : run.ApplyToProperty(schema, property.Value, name);
            }
        }

        parts?.AddAllNames();
        return fits;
    }
}
