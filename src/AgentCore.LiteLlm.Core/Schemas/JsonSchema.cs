using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Reading;

namespace AgentCore.LiteLlm.Schemas;

/// <summary>A JSON Schema of draft 2020-12, read once and used for any number of values, from any thread.</summary>
public sealed class JsonSchema
{
    private readonly SchemaNode _root;

    internal JsonSchema(JsonElement json, SchemaNode root)
    {
        Json = json;
        _root = root;
    }

    /// <summary>Gets the schema as its author wrote it.</summary>
    public JsonElement Json { get; }

    /// <summary>Reads a schema from JSON text.</summary>
    /// <param name="json">The text.</param>
    /// <returns>The schema, or every mistake in it.</returns>
    public static SchemaReading Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = SchemaReader.MaxDepth });
            return SchemaReader.Read(document.RootElement.Clone());
        }
        catch (JsonException e)
        {
            return new SchemaReading(null, [new SchemaProblem("", $"The schema is not JSON: {e.Message}")]);
        }
    }

    /// <summary>Reads a schema that is already JSON.</summary>
    /// <param name="json">The schema; it may be disposed of afterwards.</param>
    /// <returns>The schema, or every mistake in it.</returns>
    public static SchemaReading Read(JsonElement json) => SchemaReader.Read(json.ValueKind == JsonValueKind.Undefined ? json : json.Clone());

    /// <summary>Holds a value against the schema.</summary>
    /// <param name="instance">The value.</param>
    /// <returns>
    /// Every way in which it departs from the schema, empty when it fits. A long list is cut, and its last entry says how many more there are.
    /// A value that cannot be checked within bounds (nested too deeply, a pattern that takes too long) counts as departing.
    /// </returns>
    public ImmutableArray<SchemaViolation> Validate(JsonElement instance)
    {
        if (instance.ValueKind == JsonValueKind.Undefined)
        {
            throw new ArgumentException("There is no value to validate.", nameof(instance));
        }

        return new SchemaRun().Check(_root, instance);
    }
}
