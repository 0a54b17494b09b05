using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary><c>uniqueItems</c>, by hash: the time it takes grows with the array, not with its square.</summary>
internal sealed class UniqueItems(string pointer) : Assertion("uniqueItems", pointer)
{
    protected override bool Holds(JsonElement instance, SchemaRun run) =>
        instance.ValueKind != JsonValueKind.Array || FindEqual(instance) is null;

    protected override string Explain(JsonElement instance)
    {
        (int first, int second, JsonElement item) = FindEqual(instance) ?? default;
        return $"must not repeat an item, but items {first} and {second} are both {Excerpt.OfJson(item)}";
    }

    private static (int First, int Second, JsonElement Item)? FindEqual(JsonElement array)
    {
        Dictionary<JsonElement, int> seen = new(JsonEquality.Instance);
        int index = 0;
        foreach (JsonElement item in array.EnumerateArray())
        {
            if (!seen.TryAdd(item, index))
            {
                return (seen[item], index, item);
            }

            index++;
        }

        return null;
    }
}
