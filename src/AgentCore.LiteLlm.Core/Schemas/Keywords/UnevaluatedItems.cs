using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary><c>unevaluatedItems</c>.</summary>
internal sealed class UnevaluatedItems(string pointer, SchemaNode schema) : Keyword("unevaluatedItems", pointer)
{
    public override bool LooksAtTheRest => true;

    public override bool Check(JsonElement instance, SchemaRun run, EvaluatedParts? parts)
    {
        if (instance.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        bool fits = true;
        int index = 0;
        foreach (JsonElement item in instance.EnumerateArray())
        {
            if (parts?.HasIndex(index) != true)
            {
                fits &= run.ApplyToItem(schema, item, index);
            }

            index++;
        }

        parts?.AddAllItems();
        return fits;
    }
}
