using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary><c>prefixItems</c> and <c>items</c>, in one walk over the array.</summary>
internal sealed class Items(string pointer, ImmutableArray<SchemaNode> prefix, SchemaNode? rest) : Keyword("items", pointer)
{
    public override bool Check(JsonElement instance, SchemaRun run, EvaluatedParts? parts)
    {
        if (instance.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        Note(parts);
        int length = instance.GetArrayLength();
        bool none = rest?.IsNever == true;
        bool fits = true;
        if (none && length > prefix.Length)
        {
            fits = run.Fail(this, prefix.Length == 0
                ? $"must be an empty array, but it has {Excerpt.Counted(length, "item")}"
                : $"must have at most {Excerpt.Counted(prefix.Length, "item")}, but it has {length}");
        }

        int index = 0;
        foreach (JsonElement item in instance.EnumerateArray())
        {
            SchemaNode? schema = index < prefix.Length ? prefix[index] : none ? null : rest;
            if (schema is null || (!fits && run.IsQuiet))
            {
                break;
            }

            fits &= run.ApplyToItem(schema, item, index++);
        }

        return fits;
    }

    private void Note(EvaluatedParts? parts)
    {
        parts?.AddItemsFromStart(prefix.Length);
        if (rest is not null)
        {
            parts?.AddAllItems();
        }
    }
}
