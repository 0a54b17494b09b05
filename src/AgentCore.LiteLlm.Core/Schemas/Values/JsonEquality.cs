using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;

namespace AgentCore.LiteLlm.Schemas.Values;

/// <summary>Equality as JSON Schema means it: numbers by value, objects whatever the order of their properties.</summary>
internal sealed class JsonEquality : IEqualityComparer<JsonElement>
{
    public static readonly JsonEquality Instance = new();

    private JsonEquality()
    {
    }

    public bool Equals(JsonElement x, JsonElement y)
    {
        GuardStack();
        return x.ValueKind == y.ValueKind && x.ValueKind switch
        {
            JsonValueKind.String => string.Equals(JsonText.Of(x), JsonText.Of(y), StringComparison.Ordinal),
            JsonValueKind.Number => ExactNumber.Read(x).Equals(ExactNumber.Read(y)),
            JsonValueKind.Array => ArraysEqual(x, y),
            JsonValueKind.Object => ObjectsEqual(x, y),
            _ => true,
        };
    }

    public int GetHashCode(JsonElement obj)
    {
        GuardStack();
        HashCode hash = default;
        hash.Add(obj.ValueKind);
        switch (obj.ValueKind)
        {
            case JsonValueKind.String:
                hash.Add(JsonText.Of(obj), StringComparer.Ordinal);
                break;
            case JsonValueKind.Number:
                hash.Add(ExactNumber.Read(obj));
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in obj.EnumerateArray())
                {
                    hash.Add(GetHashCode(item));
                }

                break;
            case JsonValueKind.Object:
                hash.Add(ToMap(obj).Sum(member => (long)HashCode.Combine(member.Key, GetHashCode(member.Value))));
                break;
        }

        return hash.ToHashCode();
    }

    private static bool ArraysEqual(JsonElement x, JsonElement y)
    {
        if (x.GetArrayLength() != y.GetArrayLength())
        {
            return false;
        }

        using JsonElement.ArrayEnumerator others = y.EnumerateArray().GetEnumerator();
        foreach (JsonElement item in x.EnumerateArray())
        {
            others.MoveNext();
            if (!Instance.Equals(item, others.Current))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ObjectsEqual(JsonElement x, JsonElement y)
    {
        Dictionary<string, JsonElement> mine = ToMap(x);
        Dictionary<string, JsonElement> others = ToMap(y);
        return mine.Count == others.Count
            && mine.All(member => others.TryGetValue(member.Key, out JsonElement other) && Instance.Equals(member.Value, other));
    }

    // Of two properties with one name the last counts, as in JsonElement.GetProperty.
    private static Dictionary<string, JsonElement> ToMap(JsonElement value)
    {
        Dictionary<string, JsonElement> map = new(StringComparer.Ordinal);
        foreach (JsonProperty property in value.EnumerateObject())
        {
            map[JsonText.NameOf(property)] = property.Value;
        }

        return map;
    }

    private static void GuardStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw SchemaRunStoppedException.TooDeep();
        }
    }
}
