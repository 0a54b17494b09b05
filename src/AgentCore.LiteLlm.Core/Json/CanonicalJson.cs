using System.Buffers;
using System.Text;
using System.Text.Json;

namespace AgentCore.LiteLlm.Json;

/// <summary>JSON in one spelling, so that two texts that mean the same are equal: no white space, and properties in ordinal order.</summary>
internal static class CanonicalJson
{
    /// <summary>Writes a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Its text.</returns>
    public static string Of(JsonElement value)
    {
        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter json = new(output, new JsonWriterOptions { SkipValidation = true, MaxDepth = 1000 }))
        {
            Write(json, value);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (JsonProperty property in value.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    json.WritePropertyName(property.Name);
                    Write(json, property.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(ReceivedJson.TextOf(value));
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }
}
