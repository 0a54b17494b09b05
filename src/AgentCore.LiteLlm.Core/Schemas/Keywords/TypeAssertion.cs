using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary><c>type</c>; an integer is any number without a fraction, however it is written.</summary>
internal sealed class TypeAssertion(string pointer, JsonTypes types) : Assertion("type", pointer)
{
    protected override bool Holds(JsonElement instance, SchemaRun run) =>
        types.HasFlag(TypeOf(instance))
        || (instance.ValueKind == JsonValueKind.Number && types.HasFlag(JsonTypes.Integer) && ExactNumber.Read(instance).IsInteger);

    protected override Expectation? Expect(JsonElement instance) => new(
        string.Join(" or ", Enum.GetValues<JsonTypes>().Where(type => type != JsonTypes.None && types.HasFlag(type)).Select(Described)),
        types.HasFlag(JsonTypes.Integer) && instance.ValueKind == JsonValueKind.Number ? Excerpt.OfInstance(instance) : Described(TypeOf(instance)),
        IsFixed: false);

    private static JsonTypes TypeOf(JsonElement instance) => instance.ValueKind switch
    {
        JsonValueKind.Object => JsonTypes.Object,
        JsonValueKind.Array => JsonTypes.Array,
        JsonValueKind.String => JsonTypes.String,
        JsonValueKind.Number => JsonTypes.Number,
        JsonValueKind.True or JsonValueKind.False => JsonTypes.Boolean,
        _ => JsonTypes.Null,
    };

    private static string Described(JsonTypes type) => type switch
    {
        JsonTypes.Null => "null",
        JsonTypes.Boolean => "a boolean",
        JsonTypes.Object => "an object",
        JsonTypes.Array => "an array",
        JsonTypes.Number => "a number",
        JsonTypes.Integer => "an integer",
        _ => "a string",
    };
}
