using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary><c>not</c>.</summary>
internal sealed class Not(string pointer, SchemaNode schema) : Keyword("not", pointer)
{
    public override IEnumerable<SchemaNode> InPlace => [schema];

    public override bool Check(JsonElement instance, SchemaRun run, EvaluatedParts? parts) =>
        !run.Quietly(schema, instance, null) || run.Fail(this, $"must not fit {Excerpt.OfJson(schema.Json)}");
}
