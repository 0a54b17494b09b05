using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary><c>$ref</c>.</summary>
internal sealed class Reference(string pointer, SchemaNode target) : Keyword("$ref", pointer)
{
    public override IEnumerable<SchemaNode> InPlace => [target];

    public override bool Check(JsonElement instance, SchemaRun run, EvaluatedParts? parts) => run.Apply(target, instance, parts);
}
