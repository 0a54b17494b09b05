using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary><c>minLength</c>, <c>maxItems</c>, <c>minProperties</c> and their kin: how much of it there may be.</summary>
internal sealed class CountLimit(string name, string pointer, long limit) : Assertion(name, pointer)
{
    private readonly bool _isLeast = name.StartsWith("min", StringComparison.Ordinal);

    private readonly JsonValueKind _kind = name[3..] switch
    {
        "Length" => JsonValueKind.String,
        "Items" => JsonValueKind.Array,
        _ => JsonValueKind.Object,
    };

    protected override bool Holds(JsonElement instance, SchemaRun run) =>
        instance.ValueKind != _kind || (_isLeast ? CountOf(instance) >= limit : CountOf(instance) <= limit);

    protected override string Explain(JsonElement instance)
    {
        string noun = _kind switch
        {
            JsonValueKind.String => "character",
            JsonValueKind.Array => "item",
            _ => "property",
        };
        return $"must have at {(_isLeast ? "least" : "most")} {Excerpt.Counted(limit, noun)}, but it has {CountOf(instance)}";
    }

    private static long CountOf(JsonElement instance) => instance.ValueKind switch
    {
        JsonValueKind.String => JsonText.LengthOf(instance),
        JsonValueKind.Array => instance.GetArrayLength(),
        _ => instance.GetPropertyCount(),
    };
}
