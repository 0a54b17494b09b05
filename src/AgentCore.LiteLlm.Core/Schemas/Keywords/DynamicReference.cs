using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary><c>$dynamicRef</c> to a dynamic anchor: the outermost resource in play decides which schema is meant.</summary>
internal sealed class DynamicReference(string pointer, string anchor, SchemaNode initial) : Keyword("$dynamicRef", pointer)
{
    public override bool Check(JsonElement instance, SchemaRun run, EvaluatedParts? parts) =>
        run.Apply(run.FindDynamic(anchor) ?? initial, instance, parts);
}
