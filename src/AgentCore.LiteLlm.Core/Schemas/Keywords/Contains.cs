using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary><c>contains</c> with <c>minContains</c> and <c>maxContains</c>.</summary>
internal sealed class Contains(string pointer, SchemaNode schema, long least, long most) : Keyword("contains", pointer)
{
    public override bool Check(JsonElement instance, SchemaRun run, EvaluatedParts? parts)
    {
        if (instance.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        long count = 0;
        int index = 0;
        foreach (JsonElement item in instance.EnumerateArray())
        {
            if (run.QuietlyToItem(schema, item, index))
            {
                count++;
                parts?.AddIndex(index);
            }

            index++;
        }

        return (count >= least && count <= most) || run.Fail(this, Explain(count));
    }

    private string Explain(long count)
    {
        string limit = count < least ? $"at least {least}" : $"at most {most}";
        return $"must contain {limit} of the items that fit {Excerpt.OfJson(schema.Json)}, but it contains {count}";
    }
}
