using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Schemas;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Outputs;

/// <summary>The JSON Schema that an answer must fit, with the name under which endpoints are told of it.</summary>
public sealed class OutputSchema
{
    private const int LongestName = 64;
    private const string WrapperKey = "value";

    private readonly JsonSchema _schema;

    private OutputSchema(string name, JsonSchema schema, JsonElement wire, bool isWrapped)
    {
        Name = name;
        _schema = schema;
        WireSchema = wire;
        IsWrapped = isWrapped;
    }

    /// <summary>Gets the name, from the schema's <c>title</c> where it has one: 1 to 64 letters, digits, <c>_</c> or <c>-</c>.</summary>
    public string Name { get; }

    /// <summary>Gets the schema as its author wrote it.</summary>
    public JsonElement Json => _schema.Json;

    /// <summary>Gets the schema as it goes on the wire: always one of an object, since tools take nothing else.</summary>
    internal JsonElement WireSchema { get; }

    /// <summary>Gets a value indicating whether answers come as the one property of an object, because the schema is not one of objects.</summary>
    internal bool IsWrapped { get; }

    /// <summary>Reads a schema of draft 2020-12 from JSON text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="problems">The author's mistakes; empty when the schema is sound.</param>
    /// <returns>The schema, or null with <paramref name="problems"/>.</returns>
    public static OutputSchema? Read(string json, out ImmutableArray<SchemaProblem> problems) => Of(JsonSchema.Read(json, out problems));

    /// <summary>Reads a schema that is already JSON.</summary>
    /// <param name="json">The schema; it may be disposed of afterwards.</param>
    /// <param name="problems">The author's mistakes; empty when the schema is sound.</param>
    /// <returns>The schema, or null with <paramref name="problems"/>.</returns>
    public static OutputSchema? Read(JsonElement json, out ImmutableArray<SchemaProblem> problems) => Of(JsonSchema.Read(json, out problems));

    /// <summary>Holds an answer against the schema.</summary>
    /// <param name="answer">What the model sent.</param>
    /// <returns>The value without its wrapping, and every way in which it departs from the schema.</returns>
    internal OutputCandidate Judge(JsonElement answer)
    {
        OutputCandidate bare = new(answer, Check(answer));
        bool mayBeWrapped = IsWrapped && answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(WrapperKey, out _);
        if (!mayBeWrapped || bare.IsFit)
        {
            return bare;
        }

        JsonElement inner = answer.GetProperty(WrapperKey);
        return new OutputCandidate(inner, Check(inner));
    }

    // JSON's numbers have no size; what becomes of the answer has.
    private ImmutableArray<SchemaViolation> Check(JsonElement answer) => [.. _schema.Validate(answer), .. HeldNumber.FindViolations(answer)];

    /// <summary>Gives the same schema with other words on the wire; answers are held against the same one.</summary>
    /// <param name="wire">The schema as it goes on the wire.</param>
    /// <returns>The schema.</returns>
    internal OutputSchema WithWireSchema(JsonElement wire) => new(Name, _schema, wire, IsWrapped);

    private static OutputSchema? Of(JsonSchema? schema)
    {
        if (schema is null)
        {
            return null;
        }

        bool isWrapped = !DescribesObject(schema.Json);
        return new OutputSchema(ToName(schema.Json), schema, isWrapped ? Wrap(schema.Json) : schema.Json, isWrapped);
    }

    private static bool DescribesObject(JsonElement json) =>
        json.FindText("type") == "object";

    private static string ToName(JsonElement json)
    {
        string title = json.FindText("title") ?? "";
        string name = new([.. title.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_').Take(LongestName)]);
        return name.Any(char.IsAsciiLetterOrDigit) ? name : "structured_output";
    }

    // References such as '#/$defs/item' are resolved from the root, so the definitions move there.
    private static JsonElement Wrap(JsonElement json)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "object");
            writer.WriteStartObject("properties");
            writer.WritePropertyName(WrapperKey);
            json.WriteTo(writer);
            writer.WriteEndObject();
            writer.WriteStartArray("required");
            writer.WriteStringValue(WrapperKey);
            writer.WriteEndArray();
            foreach (string definitions in (string[])["$defs", "definitions"])
            {
                if (json.Find(definitions) is { } found)
                {
                    writer.WritePropertyName(definitions);
                    found.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        using JsonDocument document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
