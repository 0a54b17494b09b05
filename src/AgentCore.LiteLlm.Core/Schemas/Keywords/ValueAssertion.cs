using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary><c>enum</c> and <c>const</c>: the value is one of a few.</summary>
internal sealed class ValueAssertion(string name, string pointer, ImmutableArray<JsonElement> values) : Assertion(name, pointer)
{
    private readonly HashSet<string> _texts =
        new(values.Where(value => value.ValueKind == JsonValueKind.String).Select(JsonText.Of), StringComparer.Ordinal);

    protected override bool Holds(JsonElement instance, SchemaRun run) => instance.ValueKind == JsonValueKind.String
        ? _texts.Contains(JsonText.Of(instance))
        : values.Any(value => JsonEquality.Instance.Equals(value, instance));

    protected override Expectation? Expect(JsonElement instance) => new(
        values.Length == 1 ? Excerpt.OfJson(values[0]) : $"one of {Excerpt.Listed(values.Select(Excerpt.OfJson))}",
        Excerpt.OfInstance(instance),
        IsFixed: values.Length == 1);

    protected override string Explain(JsonElement instance) => "is none of the allowed values";
}
