using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary><c>allOf</c>.</summary>
internal sealed class AllOf(string pointer, ImmutableArray<SchemaNode> branches) : Keyword("allOf", pointer)
{
    public override IEnumerable<SchemaNode> InPlace => branches;

    public override bool Check(JsonElement instance, SchemaRun run, EvaluatedParts? parts)
    {
        bool fits = true;
        foreach (SchemaNode branch in branches)
        {
            fits &= run.Apply(branch, instance, parts);
            if (!fits && run.IsQuiet)
            {
                return false;
            }
        }

        return fits;
    }
}
