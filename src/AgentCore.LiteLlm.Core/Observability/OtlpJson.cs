using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace AgentCore.LiteLlm.Observability;

/// <summary>Writes spans as OTLP has them in JSON: ids in hexadecimal digits, whole numbers of 64 bits and times as text.</summary>
internal static class OtlpJson
{
    private static readonly long Epoch = DateTime.UnixEpoch.Ticks;

    /// <summary>Writes spans of one service: a request to <c>/v1/traces</c>, or a line of a file.</summary>
    /// <param name="spans">The spans, which have ended.</param>
    /// <param name="service">The name of the service.</param>
    public static byte[] Write(IEnumerable<Activity> spans, string service)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("resourceSpans"u8);
            json.WriteStartObject();
            json.WriteStartObject("resource"u8);
            WriteAttributes(json, [new("service.name", service), new("telemetry.sdk.language", "dotnet"), new("telemetry.sdk.name", Telemetry.Name)]);
            json.WriteEndObject();
            json.WriteStartArray("scopeSpans"u8);
            json.WriteStartObject();
            json.WriteStartObject("scope"u8);
            json.WriteString("name"u8, Telemetry.Source.Name);
            json.WriteString("version"u8, Telemetry.Source.Version);
            json.WriteEndObject();
            json.WriteStartArray("spans"u8);
            foreach (Activity span in spans)
            {
                Write(json, span);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Activity span)
    {
        json.WriteStartObject();
        json.WriteString("traceId"u8, span.TraceId.ToHexString());
        json.WriteString("spanId"u8, span.SpanId.ToHexString());
        if (span.ParentSpanId != default)
        {
            json.WriteString("parentSpanId"u8, span.ParentSpanId.ToHexString());
        }

        json.WriteString("name"u8, span.DisplayName);

        // OTLP counts from 1, and .NET from 0.
        json.WriteNumber("kind"u8, (int)span.Kind + 1);
        json.WriteString("startTimeUnixNano"u8, ToNanoseconds(span.StartTimeUtc));
        json.WriteString("endTimeUnixNano"u8, ToNanoseconds(span.StartTimeUtc + span.Duration));
        WriteAttributes(json, span.TagObjects);
        json.WriteStartObject("status"u8);
        json.WriteNumber("code"u8, span.Status switch { ActivityStatusCode.Ok => 1, ActivityStatusCode.Error => 2, _ => 0 });
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteAttributes(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, object?>> attributes)
    {
        json.WriteStartArray("attributes"u8);
        foreach ((string name, object? value) in attributes)
        {
            json.WriteStartObject();
            json.WriteString("key"u8, name);
            json.WritePropertyName("value"u8);
            WriteValue(json, value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        json.WriteStartObject();
        switch (value)
        {
            case bool truth:
                json.WriteBoolean("boolValue"u8, truth);
                break;
            case int or long:
                json.WriteString("intValue"u8, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
            case double number:
                json.WriteNumber("doubleValue"u8, number);
                break;
            case IEnumerable<string> texts:
                json.WriteStartObject("arrayValue"u8);
                json.WriteStartArray("values"u8);
                foreach (string text in texts)
                {
                    WriteValue(json, text);
                }

                json.WriteEndArray();
                json.WriteEndObject();
                break;
            default:
                json.WriteString("stringValue"u8, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }

        json.WriteEndObject();
    }

    private static string ToNanoseconds(DateTime time) => ((time.Ticks - Epoch) * 100).ToString(CultureInfo.InvariantCulture);
}
