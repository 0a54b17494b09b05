using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary><c>if</c> with <c>then</c> and <c>else</c>.</summary>
internal sealed class Condition(string pointer, SchemaNode condition, SchemaNode? then, SchemaNode? otherwise) : Keyword("if", pointer)
{
    public override IEnumerable<SchemaNode> InPlace => new[] { condition, then, otherwise }.OfType<SchemaNode>();

    public override bool Check(JsonElement instance, SchemaRun run, EvaluatedParts? parts) =>
        (run.Quietly(condition, instance, parts) ? then : otherwise) is not { } branch || run.Apply(branch, instance, parts);
}
