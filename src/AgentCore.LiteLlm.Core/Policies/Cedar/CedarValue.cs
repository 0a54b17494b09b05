using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Policies.Cedar;

/// <summary>A value of a Cedar expression, or why there is none. The set is closed.</summary>
internal abstract record CedarValue
{
    private CedarValue()
    {
    }

    /// <summary>Makes a value of JSON. Members of an object are made when they are asked for: what no rule looks at, none stumbles over.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="path">How a rule names it.</param>
    public static CedarValue Of(JsonElement json, string path)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                return new Text(ReceivedJson.TextOf(json));
            case JsonValueKind.True or JsonValueKind.False:
                return new Truth(json.ValueKind == JsonValueKind.True);
            case JsonValueKind.Number:
                return json.GetRawText() is var raw && long.TryParse(raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
                    ? new Number(number)
                    : new Fault($"'{path}' is no whole number of 64 bits, and Cedar has no other", IsThere: true);
            case JsonValueKind.Array:
                ImmutableArray<CedarValue> items = [.. json.EnumerateArray().Select(i => Of(i, path))];
                return items.FirstOrDefault(i => i is Fault) ?? new Set(items);
            case JsonValueKind.Object:
                return new Fields(json, path);
            default:
                return new Fault($"'{path}' is null, which Cedar does not know");
        }
    }

    /// <summary>Says in one word what it is.</summary>
    public string Kind => this switch
    {
        Text => "text",
        Number => "a number",
        Truth => "true or false",
        Set => "a set",
        _ => "a record",
    };

    /// <summary>Writes the value so that two that are equal are written alike: sets have no order and no doubles.</summary>
    /// <param name="fault">Why it cannot be compared.</param>
    /// <returns>The text; null with a <paramref name="fault"/>.</returns>
    public string? FindKey(out Fault? fault)
    {
        fault = this as Fault;
        switch (this)
        {
            case Text text:
                return string.Create(CultureInfo.InvariantCulture, $"\"{text.Value.Length}:{text.Value}");
            case Number number:
                return number.Value.ToString(CultureInfo.InvariantCulture);
            case Truth truth:
                return truth.Value ? "true" : "false";
            case Set set:
                return set.FindKeys(out fault) is { } keys ? $"[{string.Join(',', keys.Order(StringComparer.Ordinal))}]" : null;
            case Fields fields:
                return fields.FindKey(out fault);
            default:
                return null;
        }
    }

    /// <summary>Says whether two values are equal, whatever their kinds.</summary>
    public static CedarValue AreEqual(CedarValue left, CedarValue right)
    {
        string? first = left.FindKey(out Fault? fault);
        string? second = fault is null ? right.FindKey(out fault) : null;
        return fault is null ? new Truth(string.Equals(first, second, StringComparison.Ordinal)) : fault;
    }

    /// <summary>Text.</summary>
    public sealed record Text(string Value) : CedarValue;

    /// <summary>A whole number.</summary>
    public sealed record Number(long Value) : CedarValue;

    /// <summary>True or false.</summary>
    public sealed record Truth(bool Value) : CedarValue;

    /// <summary>Values in no order.</summary>
    public sealed record Set(ImmutableArray<CedarValue> Items) : CedarValue
    {
        /// <summary>Writes every item, each once.</summary>
        public HashSet<string>? FindKeys(out Fault? fault)
        {
            fault = null;
            HashSet<string> keys = new(StringComparer.Ordinal);
            foreach (CedarValue item in Items)
            {
                if (item.FindKey(out fault) is not { } key)
                {
                    return null;
                }

                keys.Add(key);
            }

            return keys;
        }
    }

    /// <summary>A record: the members of a JSON object.</summary>
    public sealed record Fields(JsonElement Json, string Path) : CedarValue
    {
        /// <summary>Finds a member.</summary>
        /// <returns>The value, a fault where it is written twice or otherwise or cannot be one; null where there is none.</returns>
        public CedarValue? Find(string name)
        {
            string folded = Fold(name);
            JsonProperty[] found = [.. Json.EnumerateObject().Where(p => p.Name.Length == name.Length && Fold(p.Name) == folded)];
            string path = $"{Path}.{name}";
            return found switch
            {
                [] => null,
                [var one] when one.Name == name => Of(one.Value, path),

                // PowerShell, Go and .NET read names in any case: whether a tool takes it, and which of several, nobody knows.
                [var one] => new Fault($"'{path}' is written '{SecretShapes.Excerpt(one.Name)}', which tools may take for the same"),
                _ => new Fault($"'{path}' is there more than once"),
            };
        }

        internal new string? FindKey(out Fault? fault)
        {
            fault = null;
            SortedDictionary<string, string> members = new(StringComparer.Ordinal);
            HashSet<string> seen = new(StringComparer.Ordinal);
            foreach (JsonProperty member in Json.EnumerateObject())
            {
                string path = $"{Path}.{member.Name}";
                CedarValue value = seen.Add(Fold(member.Name)) ? Of(member.Value, path) : new Fault($"'{path}' is there more than once");
                if (value.FindKey(out fault) is not { } key)
                {
                    return null;
                }

                members[member.Name] = key;
            }

            return string.Create(CultureInfo.InvariantCulture, $"{{{string.Join(',', members.Select(m => $"{m.Key.Length}:{m.Key}={m.Value}"))}}}");
        }
    }

    // As Go compares names, which knows more that is the same than .NET: the Kelvin sign is a 'k'.
    private static string Fold(string name) => name.ToUpperInvariant().ToLowerInvariant();

    /// <summary>Why there is no value: Cedar's evaluation ends in an error here.</summary>
    /// <param name="Message">The reason, as part of a sentence.</param>
    /// <param name="IsThere">Whether there is something, which Cedar cannot compare.</param>
    public sealed record Fault(string Message, bool IsThere = false) : CedarValue;
}
