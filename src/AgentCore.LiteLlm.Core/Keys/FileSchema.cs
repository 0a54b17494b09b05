using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AgentCore.LiteLlm.Keys;

/// <summary>Writes the JSON Schema of a kind of file, by which editors complete and check it.</summary>
internal static class FileSchema
{
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    /// <summary>Writes a schema.</summary>
    /// <param name="shape">The outermost keys.</param>
    /// <param name="id">The schema's id.</param>
    /// <param name="title">What such a file is called.</param>
    /// <param name="description">What it is for.</param>
    /// <returns>JSON Schema of draft 2020-12, with line feeds and without one at its end; the same text every time.</returns>
    public static string Write(BlockShape shape, string id, string title, string description)
    {
        using MemoryStream json = new();
        JsonWriterOptions options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (Utf8JsonWriter writer = new(json, options))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", Dialect);
            writer.WriteString("$id", id);
            writer.WriteString("title", title);
            writer.WriteString("description", description);
            SchemaWriter.WriteBlock(writer, shape, isNullable: false);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.ToArray());
    }
}
