using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary><c>anyOf</c>.</summary>
internal sealed class AnyOf(string pointer, ImmutableArray<SchemaNode> branches) : Keyword("anyOf", pointer)
{
    public override IEnumerable<SchemaNode> InPlace => branches;

    public override bool Check(JsonElement instance, SchemaRun run, EvaluatedParts? parts)
    {
        bool fits = false;
        foreach (SchemaNode branch in branches)
        {
            fits |= run.Quietly(branch, instance, parts);

            // The other branches may still have looked at something.
            if (fits && parts is null)
            {
                return true;
            }
        }

        return fits || NearestBranch.Report(this, branches, instance, run);
    }
}
