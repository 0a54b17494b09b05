using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary><c>oneOf</c>.</summary>
internal sealed class OneOf(string pointer, ImmutableArray<SchemaNode> branches) : Keyword("oneOf", pointer)
{
    public override IEnumerable<SchemaNode> InPlace => branches;

    public override bool Check(JsonElement instance, SchemaRun run, EvaluatedParts? parts)
    {
        List<int> fitting = [];
        for (int i = 0; i < branches.Length; i++)
        {
            if (run.Quietly(branches[i], instance, parts))
            {
                fitting.Add(i + 1);
            }

            if (fitting.Count > 1 && run.IsQuiet)
            {
                return false;
            }
        }

        return fitting.Count switch
        {
            0 => NearestBranch.Report(this, branches, instance, run),
            1 => true,
            _ => run.Fail(this, $"must fit exactly one of {branches.Length} forms, but it fits {string.Join(" and ", fitting.Select(n => $"form {n}"))}"),
        };
    }
}
