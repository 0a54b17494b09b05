using System.Buffers;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Reading;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>Writes a small value that a JSON Schema accepts: only what is required, and of that the least.</summary>
internal sealed class SchemaInstance
{
    // A schema may ask for more than a computer holds; beyond these bounds the value stops being valid instead.
    private const int MaxDepth = 200;
    private const int MaxReturningDepth = 24;
    private const int MaxValues = 10_000;
    private const int MaxNames = 200;

    private readonly SchemaReferences _references;
    private readonly Utf8JsonWriter _json;
    private int _values;

    private SchemaInstance(SchemaReferences references, Utf8JsonWriter json)
    {
        _references = references;
        _json = json;
    }

    public static string Of(JsonElement schema)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = ProtocolJson.Writer(bytes))
        {
            SchemaReferences references = new(schema);
            new SchemaInstance(references, json).Write(SchemaParts.Of(references, [schema], SchemaTrail.Root), 0, 0);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>Writes one value.</summary>
    /// <param name="schema">All that must hold for it.</param>
    /// <param name="depth">How deep it lies.</param>
    /// <param name="variant">Which of several different values it should be, from 0.</param>
    private void Write(SchemaParts schema, int depth, int variant)
    {
        if (++_values > MaxValues || depth > (schema.Trail.Returns ? MaxReturningDepth : MaxDepth))
        {
            _json.WriteNullValue();
            return;
        }

        if (schema.GivenValue(variant) is { } given)
        {
            given.WriteTo(_json);
            return;
        }

        switch (schema.Type)
        {
            case "object":
                WriteObject(schema, depth, variant);
                break;
            case "array":
                WriteArray(schema, depth, variant);
                break;
            case "string":
                _json.WriteStringValue(SampleText.For(schema, variant));
                break;
            case "integer":
                _json.WriteNumberValue(SampleNumber.For(schema, whole: true, variant));
                break;
            case "number":
                _json.WriteNumberValue(SampleNumber.For(schema, whole: false, variant));
                break;
            case "boolean":
                _json.WriteBooleanValue(variant % 2 == 1);
                break;
            default:
                _json.WriteNullValue();
                break;
        }
    }

    private void WriteObject(SchemaParts schema, int depth, int variant)
    {
        _json.WriteStartObject();
        foreach (string name in Names(schema))
        {
            _json.WritePropertyName(name);
            Write(At(schema, schema.Property(name)), depth + 1, variant);
        }

        _json.WriteEndObject();
    }

    private static List<string> Names(SchemaParts schema)
    {
        HashSet<string> required = [.. schema.All("required").SelectMany(SchemaParts.Texts)];
        List<string> declared = [.. schema.All("properties").SelectMany(SchemaParts.Members).Select(m => m.Name).Distinct()];
        List<string> names = [.. declared.Where(required.Contains), .. required.Except(declared)];
        for (int i = 0; i < names.Count; i++)
        {
            names.AddRange(schema.DependentNames(names[i]).Except(names).ToList());
        }

        int least = Math.Min(schema.Count("minProperties"), MaxNames);
        names.AddRange(declared.Except(names).Take(Math.Max(0, least - names.Count)).ToList());
        names.AddRange(Enumerable.Range(1, MaxNames).Select(n => $"property{n}").Except(names)
            .Take(Math.Max(0, least - names.Count)).ToList());
        return names;
    }

    private void WriteArray(SchemaParts schema, int depth, int variant)
    {
        List<JsonElement> first = [.. schema.Leading];
        List<JsonElement> contains = [.. schema.All("contains")];
        int contained = contains.Count == 0 ? 0 : schema.Count("minContains", 1);
        int count = Math.Max(schema.Count("minItems"), contained);
        bool different = schema.IsTrue("uniqueItems");

        _json.WriteStartArray();
        for (int i = 0; i < count && _values < MaxValues; i++)
        {
            IEnumerable<JsonElement> item = i < first.Count ? [first[i]] : schema.Items;
            Write(At(schema, i < contained ? item.Concat(contains) : item), depth + 1, different ? i : variant);
        }

        _json.WriteEndArray();
    }

    private SchemaParts At(SchemaParts parent, IEnumerable<JsonElement> schemas) =>
        SchemaParts.Of(_references, schemas, parent.Trail);
}
