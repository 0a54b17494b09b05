using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Schemas.Reading;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>All the schemas that must hold for one value, with references followed and alternatives chosen.</summary>
internal sealed class SchemaParts
{
    private const int MaxReferences = 200;

    private readonly List<JsonElement> _parts = [];
    private readonly SchemaReferences _references;

    private SchemaParts(SchemaReferences references, SchemaTrail trail)
    {
        _references = references;
        Trail = trail;
    }

    /// <summary>Gets the references that led here.</summary>
    public SchemaTrail Trail { get; private set; }

    /// <summary>Gets the type of the value: the declared one, or the one that the other keywords speak of; null where any will do.</summary>
    public string? Type => DeclaredType() ?? ImpliedType();

    /// <summary>Gets the schemas of an array's first items.</summary>
    public IEnumerable<JsonElement> Leading => Find("prefixItems") is { } first
        ? Elements(first)
        : Find("items") is { ValueKind: JsonValueKind.Array } old ? Elements(old) : [];

    /// <summary>Gets the schemas of an array's other items.</summary>
    public IEnumerable<JsonElement> Items => All("items").Where(i => i.ValueKind != JsonValueKind.Array);

    public static SchemaParts Of(SchemaReferences references, IEnumerable<JsonElement> schemas, SchemaTrail trail)
    {
        SchemaParts parts = new(references, trail);
        foreach (JsonElement schema in schemas)
        {
            parts.Add(schema, []);
        }

        return parts;
    }

    public static IEnumerable<JsonElement> Elements(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    public static IEnumerable<string> Texts(JsonElement value) =>
        Elements(value).Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!);

    public static IEnumerable<JsonProperty> Members(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : [];

    public IEnumerable<JsonElement> All(string keyword)
    {
        foreach (JsonElement part in _parts)
        {
            if (part.TryGetProperty(keyword, out JsonElement value))
            {
                yield return value;
            }
        }
    }

    public JsonElement? Find(string keyword)
    {
        foreach (JsonElement value in All(keyword))
        {
            return value;
        }

        return null;
    }

    public bool IsTrue(string keyword) => All(keyword).Any(v => v.ValueKind == JsonValueKind.True);

    /// <summary>The strictest of the counts that a keyword gives, kept within what can be built.</summary>
    public int Count(string keyword, int otherwise = 0) => All(keyword)
        .Select(v => v.ValueKind == JsonValueKind.Number && v.TryGetDouble(out double count) ? (int)Math.Clamp(count, 0, 100_000) : otherwise)
        .DefaultIfEmpty(otherwise)
        .Max();

    /// <summary>The value that the schema itself offers; null where one has to be made.</summary>
    /// <param name="variant">Which of several different values it should be, from 0.</param>
    public JsonElement? GivenValue(int variant)
    {
        if (Find("const") is { } only)
        {
            return only;
        }

        List<JsonElement> choices = [.. Find("enum") is { } list ? Elements(list) : []];
        List<JsonElement> offered =
        [
            .. All("default"),
            .. All("examples").SelectMany(Elements),
        ];
        List<JsonElement> usable = choices.Count == 0
            ? offered
            : [.. offered.Where(o => choices.Exists(c => JsonElement.DeepEquals(c, o))), .. choices];
        return variant < usable.Count ? usable[variant] : choices.Count > 0 ? choices[^1] : null;
    }

    /// <summary>The schemas of one property of an object.</summary>
    public IEnumerable<JsonElement> Property(string name)
    {
        bool declared = false;
        foreach (JsonElement properties in All("properties"))
        {
            if (properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(name, out JsonElement schema))
            {
                declared = true;
                yield return schema;
            }
        }

        foreach (JsonElement schema in declared ? [] : All("additionalProperties"))
        {
            yield return schema;
        }
    }

    /// <summary>The properties that an object must have because it has another.</summary>
    public IEnumerable<string> DependentNames(string name) => All("dependentRequired")
        .SelectMany(Members)
        .Where(m => m.Name == name)
        .SelectMany(m => Texts(m.Value));

    private void Add(JsonElement schema, HashSet<string> followed)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        _parts.Add(schema);
        if (schema.FindText("$ref") is { } reference && followed.Count < MaxReferences && followed.Add(reference))
        {
            Trail = Trail.Then(reference);
            if (_references.Find(reference) is { } target)
            {
                Add(target, followed);
            }
        }

        foreach (JsonElement part in schema.Items("allOf"))
        {
            Add(part, followed);
        }

        foreach (string keyword in (string[])["anyOf", "oneOf"])
        {
            List<JsonElement> choices = [.. schema.Items(keyword)];
            if (choices.Count > 0)
            {
                Add(SchemaChoice.Of(choices, Trail), followed);
            }
        }
    }

    private string? DeclaredType()
    {
        foreach (JsonElement type in All("type"))
        {
            if (type.ValueKind == JsonValueKind.String)
            {
                return type.GetString();
            }

            List<string> types = [.. Texts(type)];
            if (types.Count > 0)
            {
                return Trail.Returns && types.Contains("null") ? "null" : types[0];
            }
        }

        return null;
    }

    private string? ImpliedType() =>
        Has("properties", "required", "minProperties", "additionalProperties") ? "object"
        : Has("items", "prefixItems", "minItems", "contains") ? "array"
        : Has("minLength", "maxLength", "pattern", "format") ? "string"
        : Has("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf") ? "number"
        : null;

    private bool Has(params string[] keywords) => keywords.Any(k => Find(k) is not null);
}
