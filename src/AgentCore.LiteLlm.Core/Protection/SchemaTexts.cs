using System.Buffers;
using System.Text.Json;

namespace AgentCore.LiteLlm.Protection;

/// <summary>
/// The texts of a JSON Schema that are meant for the model: descriptions, titles, comments, and the values of <c>default</c>, <c>const</c>,
/// <c>enum</c> and <c>examples</c>. Names of properties, patterns and references are the schema's structure and stay.
/// </summary>
internal static class SchemaTexts
{
    private const int MostDepth = 256;

    private static readonly string[] ValueKeywords = ["title", "description", "$comment", "default", "const", "enum", "examples", "example"];

    // Keywords whose keys are names and whose values are schemas.
    private static readonly string[] NameKeywords = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"];

    /// <summary>Maps the texts of a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="map">What is done with each text.</param>
    /// <returns>The schema with each text mapped.</returns>
    public static JsonElement Map(JsonElement schema, TextMap map)
    {
        bool isChanged = false;
        TextMap noting = text =>
        {
            string mapped = map(text);
            isChanged |= mapped != text.Text;
            return mapped;
        };
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { MaxDepth = MostDepth * 3, SkipValidation = true }))
        {
            WriteSchema(json, schema, noting, 0);
        }

        return isChanged ? Parse(buffer.WrittenMemory) : schema;
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MostDepth * 3 });
        return document.RootElement.Clone();
    }

    private static void WriteSchema(Utf8JsonWriter json, JsonElement schema, TextMap map, int depth)
    {
        if (depth > MostDepth)
        {
            throw new ProtectionException($"a schema is nested more than {MostDepth} deep");
        }

        switch (schema.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (JsonProperty keyword in schema.EnumerateObject())
                {
                    json.WritePropertyName(keyword.Name);
                    WriteKeyword(json, keyword, map, depth);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (JsonElement item in schema.EnumerateArray())
                {
                    WriteSchema(json, item, map, depth + 1);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.Undefined:
                json.WriteNullValue();
                break;
            default:
                schema.WriteTo(json);
                break;
        }
    }

    private static void WriteKeyword(Utf8JsonWriter json, JsonProperty keyword, TextMap map, int depth)
    {
        if (ValueKeywords.Contains(keyword.Name, StringComparer.Ordinal))
        {
            JsonTexts.Map(keyword.Value, map).WriteTo(json);
        }
        else if (keyword.Value.ValueKind == JsonValueKind.Object && NameKeywords.Contains(keyword.Name, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            foreach (JsonProperty named in keyword.Value.EnumerateObject())
            {
                json.WritePropertyName(named.Name);
                WriteSchema(json, named.Value, map, depth + 1);
            }

            json.WriteEndObject();
        }
        else
        {
            WriteSchema(json, keyword.Value, map, depth + 1);
        }
    }
}
