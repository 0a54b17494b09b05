using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Patterns;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary><c>pattern</c>.</summary>
internal sealed class PatternAssertion(string pointer, EcmaPattern pattern) : Assertion("pattern", pointer)
{
    protected override bool Holds(JsonElement instance, SchemaRun run) =>
        instance.ValueKind != JsonValueKind.String || pattern.IsMatch(JsonText.Of(instance), run.PatternTime);

    protected override string Explain(JsonElement instance) =>
        $"must match the pattern {Excerpt.Cut(pattern.Text)}, but it is {Excerpt.OfInstance(instance)}";
}
