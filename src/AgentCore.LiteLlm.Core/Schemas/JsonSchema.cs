using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Reading;

namespace AgentCore.LiteLlm.Schemas;

/// <summary>A JSON Schema of draft 2020-12, read once and used for any number of values, from any thread.</summary>
internal sealed class JsonSchema
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
    /// <param name="problems">The author's mistakes; empty when the schema is sound.</param>
    /// <returns>The schema, or null with <paramref name="problems"/>.</returns>
    public static JsonSchema? Read(string json, out ImmutableArray<SchemaProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = SchemaReader.MaxDepth });
            return ReadSound(document.RootElement.Clone(), out problems);
        }
        catch (JsonException e)
        {
            problems = [new SchemaProblem("", $"The schema is not JSON: {e.Message}")];
            return null;
        }
    }

    /// <summary>Reads a schema that is already JSON.</summary>
    /// <param name="json">The schema; it may be disposed of afterwards.</param>
    /// <param name="problems">The author's mistakes; empty when the schema is sound.</param>
    /// <returns>The schema, or null with <paramref name="problems"/>.</returns>
    public static JsonSchema? Read(JsonElement json, out ImmutableArray<SchemaProblem> problems) =>
        ReadSound(json.ValueKind == JsonValueKind.Undefined ? json : json.Clone(), out problems);

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

    private static JsonSchema? ReadSound(JsonElement json, out ImmutableArray<SchemaProblem> problems)
    {
        // To look for another member beside such a one would throw.
        if (json.ValueKind != JsonValueKind.Undefined && ReceivedJson.HasBrokenName(JsonMarshal.GetRawUtf8Value(json), int.MaxValue))
        {
            problems = [new SchemaProblem("", "The schema holds the name of a member that is not valid Unicode: it has half a character.")];
            return null;
        }

        return SchemaReader.Read(json, out problems);
    }
}
