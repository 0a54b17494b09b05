using System.Globalization;
using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Comparison;

/// <summary>
/// Says what a schema of answers lets through that an earlier one did not: on that, whoever reads answers can break. What cannot be told counts as let
/// through.
/// </summary>
internal sealed class SchemaDifference
{
    private const int Deepest = 64;

    // What says nothing of whether an answer fits.
    private static readonly string[] Silent =
        ["title", "description", "default", "examples", "$comment", "$schema", "$id", "deprecated", "readOnly", "writeOnly", "$defs", "definitions"];

    // A lower bound that falls, or an upper one that rises, lets more through.
    private static readonly string[] Lower = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains"];
    private static readonly string[] Upper = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains"];

    private readonly JsonElement _old;
    private readonly JsonElement _now;
    private readonly List<string> _found = [];
    private readonly HashSet<(string, string)> _open = [];

    private SchemaDifference(JsonElement old, JsonElement now)
    {
        _old = old;
        _now = now;
    }

    /// <summary>Finds what fits the new schema and not the old one.</summary>
    /// <param name="old">The schema that a reader of answers was written for.</param>
    /// <param name="now">The schema that answers fit.</param>
    /// <returns>A sentence for each way; none where whatever fits the new fits the old.</returns>
    public static IReadOnlyList<string> FindWider(JsonElement old, JsonElement now)
    {
        SchemaDifference difference = new(old, now);
        difference.Compare("$", old, now, 0);
        return difference._found;
    }

    private void Compare(string at, JsonElement old, JsonElement now, int depth)
    {
        if (depth > Deepest)
        {
            _found.Add($"{at} is nested too deep to be compared.");
            return;
        }

        bool hasOld = TryFollow(_old, ref old);
        bool hasNow = TryFollow(_now, ref now);
        string before = CanonicalJson.Of(old);
        string after = CanonicalJson.Of(now);
        bool isSame = before == after && !before.Contains("$ref", StringComparison.Ordinal);
        if (isSame || IsAnything(old) || now.ValueKind == JsonValueKind.False || !_open.Add((before, after)))
        {
            return;
        }

        if (!hasOld || !hasNow)
        {
            _found.Add($"{at} refers to a schema that cannot be followed.");
        }
        else if (old.ValueKind == JsonValueKind.False)
        {
            _found.Add($"{at} may be there.");
        }
        else
        {
            CompareKeywords(at, old, now.ValueKind == JsonValueKind.Object ? now : Parse("{}"), depth);
        }

        _open.Remove((before, after));
    }

    private void CompareKeywords(string at, JsonElement old, JsonElement now, int depth)
    {
        string[]? mayBe = FindValues(now);
        string[]? mightBe = FindValues(old);
        if (mightBe is not null)
        {
            if (mayBe is null)
            {
                _found.Add($"{at} is no more one of a few values.");
            }
            else if (mayBe.Except(mightBe, StringComparer.Ordinal).ToArray() is { Length: > 0 } more)
            {
                _found.Add($"{at} may be {string.Join(", ", more)}.");
            }
        }

        string[] types = FindTypes(now, mayBe);
        string[] allowed = FindTypes(old, mightBe);
        string[] wider = [.. types.Where(t => !allowed.Contains(t) && !(t == "integer" && allowed.Contains("number")))];
        if (allowed.Length > 0 && (wider.Length > 0 || types.Length == 0))
        {
            _found.Add(types.Length == 0 ? $"{at} may be of any type." : $"{at} may be {string.Join(" or ", wider)}.");
        }

        CompareObject(at, old, now, depth, types);
        CompareItems(at, old, now, depth);
        CompareBounds(at, old, now);
        foreach (JsonProperty keyword in old.EnumerateObject().Where(k => !IsCompared(k.Name)))
        {
            if (!now.TryGetProperty(keyword.Name, out JsonElement same) || CanonicalJson.Of(same) != CanonicalJson.Of(keyword.Value))
            {
                _found.Add($"{at}: '{keyword.Name}' changed, and may let through what it did not.");
            }
        }
    }

    private void CompareObject(string at, JsonElement old, JsonElement now, int depth, string[] types)
    {
        string[] lost = [.. old.Items("required").Select(r => $"{r}").Except(now.Items("required").Select(r => $"{r}"), StringComparer.Ordinal)];
        if (lost.Length > 0 && (types.Length == 0 || types.Contains("object")))
        {
            _found.AddRange(lost.Select(name => $"{at}.{name} may be missing."));
        }

        JsonElement rest = old.TryGetProperty("additionalProperties", out JsonElement others) ? others : Parse("true");
        JsonElement nowRest = now.TryGetProperty("additionalProperties", out JsonElement nowOthers) ? nowOthers : Parse("true");
        foreach (JsonProperty property in Properties(now))
        {
            JsonElement before = old.FindObject("properties") is { } held && held.TryGetProperty(property.Name, out JsonElement same) ? same : rest;
            if (before.ValueKind == JsonValueKind.False)
            {
                if (property.Value.ValueKind != JsonValueKind.False)
                {
                    _found.Add($"{at}.{property.Name} is new, and the old schema takes no properties that it does not name.");
                }
            }
            else
            {
                Compare($"{at}.{property.Name}", before, property.Value, depth + 1);
            }
        }

        // Whoever reads a property that nobody describes any more waits for nothing, or gets what has no form.
        foreach (JsonProperty gone in Properties(old))
        {
            bool isThere = now.FindObject("properties") is { } held && held.TryGetProperty(gone.Name, out _);
            if (!isThere && !lost.Contains(gone.Name))
            {
                _found.Add($"{at}.{gone.Name} is gone.");
            }
        }

        if (rest.ValueKind == JsonValueKind.False && nowRest.ValueKind != JsonValueKind.False)
        {
            _found.Add($"{at} may have properties that no schema names.");
        }
        else if (rest.ValueKind == JsonValueKind.Object && nowRest.ValueKind != JsonValueKind.False)
        {
            Compare($"{at}.*", rest, nowRest, depth + 1);
        }
    }

    private void CompareItems(string at, JsonElement old, JsonElement now, int depth)
    {
        if (old.TryGetProperty("items", out JsonElement before))
        {
            Compare($"{at}[]", before, now.TryGetProperty("items", out JsonElement after) ? after : Parse("true"), depth + 1);
        }
    }

    private void CompareBounds(string at, JsonElement old, JsonElement now)
    {
        foreach (string bound in Lower.Concat(Upper))
        {
            if (old.TryGetProperty(bound, out JsonElement before) && before.ValueKind == JsonValueKind.Number)
            {
                double? after = now.TryGetProperty(bound, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
                bool isWider = after is null || (Lower.Contains(bound) ? after < before.GetDouble() : after > before.GetDouble());
                if (isWider)
                {
                    string was = before.GetDouble().ToString(CultureInfo.InvariantCulture);
                    _found.Add($"{at}: '{bound}' was {was} and is {after?.ToString(CultureInfo.InvariantCulture) ?? "gone"}.");
                }
            }
        }
    }

    private static bool IsCompared(string keyword) => Silent.Contains(keyword) || Lower.Contains(keyword) || Upper.Contains(keyword)
        || keyword is "type" or "enum" or "const" or "properties" or "required" or "additionalProperties" or "items";

    private static bool IsAnything(JsonElement schema) => schema.ValueKind == JsonValueKind.True
        || (schema.ValueKind == JsonValueKind.Object && schema.EnumerateObject().All(k => Silent.Contains(k.Name)));

    private static JsonElement.ObjectEnumerator Properties(JsonElement schema) => schema.FindObject("properties")?.EnumerateObject() ?? default;

    private static string[]? FindValues(JsonElement schema) => schema.TryGetProperty("const", out JsonElement only) ? [CanonicalJson.Of(only)]
        : schema.FindList("enum") is { } values ? [.. values.EnumerateArray().Select(CanonicalJson.Of)]
        : null;

    // Where a schema says no type, its values do.
    private static string[] FindTypes(JsonElement schema, string[]? values) => schema.Find("type") switch
    {
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } several => [.. several.EnumerateArray().Select(t => $"{t}")],
        _ => values is null ? [] : [.. values.Select(v => TypeOf(Parse(v))).Distinct(StringComparer.Ordinal)],
    };

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Array => "array",
        JsonValueKind.Object => "object",
        _ => "null",
    };

    // Only what lies in the document itself; a schema with other keywords beside a reference is compared as it is written.
    private static bool TryFollow(JsonElement root, ref JsonElement schema)
    {
        for (int step = 0; schema.FindText("$ref") is { } reference; step++)
        {
            if (step > Deepest || (reference != "#" && !reference.StartsWith("#/", StringComparison.Ordinal))
                || schema.EnumerateObject().Any(k => k.Name != "$ref" && !Silent.Contains(k.Name)))
            {
                return false;
            }

            JsonElement target = root;
            foreach (string part in reference.Split('/').Skip(1))
            {
                string name = Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
                if (target.Find(name) is not { } next)
                {
                    return false;
                }

                target = next;
            }

            schema = target;
        }

        return true;
    }

    private static JsonElement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
