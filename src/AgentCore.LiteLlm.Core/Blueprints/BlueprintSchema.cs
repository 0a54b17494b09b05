using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentCore.LiteLlm.Blueprints.Editing;
using AgentCore.LiteLlm.Blueprints.Reading;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>The JSON Schema by which editors complete and check blueprints, written from the definitions that the reader uses.</summary>
public static class BlueprintSchema
{
    /// <summary>The name of the schema's file where it lies beside blueprints.</summary>
    public const string FileName = "blueprint.schema.json";

    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    // A name, not an address: editors ask the network for nothing.
    private const string Id = "urn:agentcore-litellm:blueprint";

    /// <summary>Writes the schema.</summary>
    /// <returns>JSON Schema of draft 2020-12, with line feeds and without one at its end; the same text every time.</returns>
    public static string Write()
    {
        using MemoryStream json = new();
        JsonWriterOptions options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (Utf8JsonWriter writer = new(json, options))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", Dialect);
            writer.WriteString("$id", Id);
            writer.WriteString("title", "Agent blueprint");
            writer.WriteString("description", "One YAML file that says which model an agent uses, how it is reached, and what holds for its runs.");
            SchemaWriter.WriteBlock(writer, BlueprintKeys.Shape, isNullable: false);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.ToArray());
    }
}
