using System.Buffers;
using System.Text.Json;

namespace AgentCore.LiteLlm.Yaml;

/// <summary>Turns YAML into the JSON that means the same.</summary>
internal static class YamlJson
{
    /// <summary>Turns a value into JSON.</summary>
    /// <param name="node">The value.</param>
    /// <returns>The same value; infinity and not-a-number, which JSON lacks, become text.</returns>
    public static JsonElement ToJson(YamlNode node)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            Write(json, node);
        }

        using JsonDocument document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static void Write(Utf8JsonWriter json, YamlNode node)
    {
        switch (node)
        {
            case YamlMapping mapping:
                json.WriteStartObject();
                foreach (YamlEntry entry in mapping.Entries)
                {
                    json.WritePropertyName(entry.Key.Value);
                    Write(json, entry.Value);
                }

                json.WriteEndObject();
                break;
            case YamlSequence sequence:
                json.WriteStartArray();
                foreach (YamlNode item in sequence.Items)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case YamlScalar scalar:
                Write(json, scalar);
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, YamlScalar scalar)
    {
        switch (YamlScalarKinds.KindOf(scalar))
        {
            case YamlScalarKind.Null:
                json.WriteNullValue();
                break;
            case YamlScalarKind.Boolean:
                json.WriteBooleanValue(scalar.Value[0] is 't' or 'T');
                break;
            case YamlScalarKind.Integer when YamlScalarKinds.ToInteger(scalar.Value) is { } whole:
                json.WriteNumberValue(whole);
                break;
            case YamlScalarKind.Integer or YamlScalarKind.Number:
                WriteNumber(json, scalar.Value);
                break;
            default:
                json.WriteStringValue(scalar.Value);
                break;
        }
    }

    // As it is written where JSON writes it so too: no digit is lost.
    private static void WriteNumber(Utf8JsonWriter json, string text)
    {
        if (IsJson(text))
        {
            json.WriteRawValue(text);
        }
        else if (YamlScalarKinds.ToNumber(text) is var number && double.IsFinite(number))
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteStringValue(text);
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Number;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
