using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary><c>multipleOf</c>, decided in decimal digits: 19.99 is a multiple of 0.01.</summary>
internal sealed class MultipleOf(string pointer, JsonElement divisor) : Assertion("multipleOf", pointer)
{
    private readonly ExactNumber _divisor = ExactNumber.Read(divisor);

    protected override bool Holds(JsonElement instance, SchemaRun run) =>
        instance.ValueKind != JsonValueKind.Number || ExactNumber.Read(instance).IsMultipleOf(_divisor);

    protected override string Explain(JsonElement instance) =>
        $"must be a multiple of {Excerpt.OfJson(divisor)}, but it is {Excerpt.OfInstance(instance)}";
}
