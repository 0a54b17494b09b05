using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Cassettes;

/// <summary>Writes cassettes so that people can read and compare them: indented, a JSON answer as JSON.</summary>
internal static class CassetteWriter
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };

    /// <summary>Writes a cassette.</summary>
    public static ReadOnlyMemory<byte> Write(IEnumerable<Interaction> interactions)
    {
        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter json = new(output, Readable))
        {
            json.WriteStartObject();
            json.WriteString("format", CassetteFile.Format);
            json.WriteNumber("version", CassetteFile.Version);
            json.WriteStartArray("interactions");
            foreach (Interaction interaction in interactions)
            {
                Write(json, interaction);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write("\n"u8);
        return output.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, Interaction interaction)
    {
        json.WriteStartObject();
        json.WriteString("take", interaction.Take);
        json.WriteStartObject("request");
        json.WriteString("method", interaction.Request.Method);
        json.WriteString("path", interaction.Request.Path);
        if (interaction.Request.Body is { } body)
        {
            json.WritePropertyName("body");
            body.WriteTo(json);
        }

        json.WriteEndObject();
        switch (interaction.Answer)
        {
            case RecordedAnswer.Response response:
                Write(json, response);
                break;
            case RecordedAnswer.Fault fault:
                json.WriteStartObject("fault");
                json.WriteString("error", fault.Error);
                json.WriteString("message", fault.Message);
                json.WriteEndObject();
                break;
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RecordedAnswer.Response response)
    {
        json.WriteStartObject("response");
        json.WriteNumber("status", response.Status);
        json.WriteStartObject("headers");
        foreach (KeyValuePair<string, string> header in response.Headers)
        {
            json.WriteString(header.Key, header.Value);
        }

        json.WriteEndObject();
        string text = string.Concat(response.Chunks);
        using JsonDocument? whole = text.StartsWith('{') ? ReceivedJson.Find(Encoding.UTF8.GetBytes(text)) : null;
        if (whole is not null)
        {
            json.WritePropertyName("json");
            whole.RootElement.WriteTo(json);
        }
        else
        {
            json.WriteStartArray("chunks");
            foreach (string chunk in response.Chunks)
            {
                json.WriteStringValue(chunk);
            }

            json.WriteEndArray();
        }

        if (response.IsCut)
        {
            json.WriteBoolean("cut", true);
        }

        json.WriteEndObject();
    }
}
