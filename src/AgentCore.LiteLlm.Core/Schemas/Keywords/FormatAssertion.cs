using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Formats;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary><c>format</c>, for the formats that are known.</summary>
internal sealed class FormatAssertion(string pointer, TextFormat format) : Assertion("format", pointer)
{
    protected override bool Holds(JsonElement instance, SchemaRun run) =>
        instance.ValueKind != JsonValueKind.String || format.Accepts(JsonText.Of(instance));

    protected override string Explain(JsonElement instance) =>
        $"must be {format.Description} (format {Excerpt.Name(format.Name)}), but it is {Excerpt.OfInstance(instance)}";
}
