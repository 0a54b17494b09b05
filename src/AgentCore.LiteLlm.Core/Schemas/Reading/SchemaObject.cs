using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Keywords;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Schemas.Reading;

/// <summary>One schema of the document, read keyword by keyword; a malformed one is reported and then taken as absent.</summary>
internal sealed class SchemaObject
{
    private readonly SchemaDocument _document;
    private readonly List<SchemaProblem> _problems;

    public SchemaObject(SchemaNode node, SchemaDocument document, List<SchemaProblem> problems)
    {
        Node = node;
        _document = document;
        _problems = problems;
        foreach (string name in FindRepeated(node.Json))
        {
            Report(name, $"{Excerpt.Name(name)} is written twice.");
        }
    }

    public SchemaNode Node { get; }

    public string PointerTo(string keyword) => JsonPointer.Append(Node.Pointer, keyword);

    public void Report(string keyword, string message) => _problems.Add(new SchemaProblem(PointerTo(keyword), message));

    public JsonElement? Find(string keyword) => Node.Json.TryGetProperty(keyword, out JsonElement value) ? value : null;

    public string? FindText(string keyword) =>
        Find(keyword, "a string", value => value.ValueKind == JsonValueKind.String) is { } value ? JsonText.Of(value) : null;

    public bool FindFlag(string keyword) =>
        Find(keyword, "true or false", value => value.ValueKind is JsonValueKind.True or JsonValueKind.False)?.ValueKind == JsonValueKind.True;

    public JsonElement? FindNumber(string keyword) => Find(keyword, "a number", value => value.ValueKind == JsonValueKind.Number);

    public long? FindCount(string keyword) => Find(keyword, "a whole number that is not negative", IsCount) is { } value
        ? ExactNumber.Read(value).Count
        : null;

    public ImmutableArray<string> FindNames(string keyword) => Find(keyword) is { } value ? ReadNames(keyword, value) : [];

    public SchemaNode? FindSchema(string keyword) => _document.FindNode(PointerTo(keyword));

    public ImmutableArray<SchemaNode> FindSchemas(string keyword)
    {
        JsonElement? list = Find(keyword, "an array of at least one schema", v => v.ValueKind == JsonValueKind.Array && v.GetArrayLength() > 0);
        string pointer = PointerTo(keyword);
        return list is null
            ? []
            : [.. Enumerable.Range(0, list.Value.GetArrayLength()).Select(i => _document.FindNode(JsonPointer.Append(pointer, i))).OfType<SchemaNode>()];
    }

    /// <summary>Reads a mapping from names to schemas.</summary>
    public ImmutableArray<NamedSchema> FindSchemaMap(string keyword)
    {
        string pointer = PointerTo(keyword);
        ImmutableArray<NamedSchema>.Builder map = ImmutableArray.CreateBuilder<NamedSchema>();
        foreach (JsonProperty member in FindMap(keyword))
        {
            string name = JsonText.NameOf(member);
            if (_document.FindNode(JsonPointer.Append(pointer, name)) is { } node)
            {
                map.Add(new NamedSchema(name, node));
            }
        }

        return map.ToImmutable();
    }

    /// <summary>Reads a mapping from names to lists of names.</summary>
    public ImmutableArray<NameDependency> FindDependencies(string keyword)
    {
        ImmutableArray<NameDependency>.Builder map = ImmutableArray.CreateBuilder<NameDependency>();
        foreach (JsonProperty member in FindMap(keyword))
        {
            map.Add(new NameDependency(JsonText.NameOf(member), ReadNames(keyword, member.Value)));
        }

        return map.ToImmutable();
    }

    public SchemaNode? Follow(string keyword)
    {
        if (FindText(keyword) is not { } reference)
        {
            return null;
        }

        SchemaNode? target = _document.Follow(Node, reference, out string? problem);
        if (target is null)
        {
            Report(keyword, $"{problem}.");
        }

        return target;
    }

    /// <summary>Finds a keyword whose value has a certain form.</summary>
    public JsonElement? Find(string keyword, string form, Func<JsonElement, bool> has)
    {
        if (Find(keyword) is not { } value || has(value))
        {
            return Find(keyword);
        }

        Report(keyword, $"'{keyword}' must be {form}.");
        return null;
    }

    private static bool IsCount(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return false;
        }

        ExactNumber number = ExactNumber.Read(value);
        return number.IsInteger && !number.IsNegative;
    }

    private static IEnumerable<string> FindRepeated(JsonElement map)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (JsonProperty member in map.EnumerateObject())
        {
            string name = JsonText.NameOf(member);
            if (!names.Add(name))
            {
                yield return name;
            }
        }
    }

    private JsonElement.ObjectEnumerator FindMap(string keyword)
    {
        if (Find(keyword, "an object", value => value.ValueKind == JsonValueKind.Object) is not { } map)
        {
            return default;
        }

        bool repeats = false;
        foreach (string name in FindRepeated(map))
        {
            Report(keyword, $"'{keyword}' has {Excerpt.Name(name)} twice.");
            repeats = true;
        }

        return repeats ? default : map.EnumerateObject();
    }

    private ImmutableArray<string> ReadNames(string keyword, JsonElement value)
    {
        bool areNames = value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String);
        if (!areNames)
        {
            Report(keyword, $"'{keyword}' must list names of properties: an array of strings.");
            return [];
        }

        ImmutableArray<string> names = [.. value.EnumerateArray().Select(JsonText.Of)];
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Length)
        {
            Report(keyword, $"'{keyword}' must not list a name twice.");
        }

        return names;
    }
}
