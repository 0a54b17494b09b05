using System.Text.Json;

namespace AgentCore.LiteLlm.Keys;

/// <summary>Writes what blocks and keys must be as JSON Schema. It may take what the reader refuses where JSON cannot tell, and never the reverse.</summary>
internal static class SchemaWriter
{
    /// <summary>Writes the keywords of a block into the schema that is open.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="shape">The keys of the block.</param>
    /// <param name="isNullable">Whether nothing may stand in its place.</param>
    public static void WriteBlock(Utf8JsonWriter writer, BlockShape shape, bool isNullable)
    {
        WriteType(writer, "object", isNullable);
        writer.WriteStartObject("properties");
        foreach (BlueprintKey key in shape.Keys)
        {
            writer.WriteStartObject(key.Name);
            writer.WriteString("description", key.Description);
            WriteKey(writer, key);
            KeyExamples.Write(writer, key);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        if (shape.Keys.Any(k => k.IsRequired))
        {
            writer.WriteStartArray("required");
            foreach (BlueprintKey key in shape.Keys.Where(k => k.IsRequired))
            {
                writer.WriteStringValue(key.Name);
            }

            writer.WriteEndArray();
        }

        // For the reader an unknown key in most blocks is a warning, since the framework drops it and runs. Nobody means a key to be
        // dropped, though, and editors only underline what a schema forbids: so it forbids them everywhere.
        writer.WriteBoolean("additionalProperties", false);
    }

    private static void WriteKey(Utf8JsonWriter writer, BlueprintKey key)
    {
        switch (key)
        {
            case TextKey text:
                WriteType(writer, "string", key.IsNullable);
                WritePattern(writer, TextPattern.For(text.Form, key.IsRequired));
                WriteCount(writer, "maxLength", text.Longest ?? 0);
                WriteDefault(writer, text.Default);
                break;
            case NumberKey number:
                WriteType(writer, "number", key.IsNullable);
                WriteRange(writer, number.Minimum, number.Maximum);
                WriteDefault(writer, number.Default);
                break;
            case IntegerKey whole:
                WriteType(writer, "integer", key.IsNullable);
                WriteRange(writer, whole.Minimum, whole.Maximum);
                WriteDefault(writer, whole.Default);
                break;
            case BooleanKey flag:
                WriteType(writer, "boolean", key.IsNullable);
                writer.WriteBoolean("default", flag.Default);
                break;
            case ChoiceKey choice:
                WriteChoice(writer, choice);
                break;
            case SchemaKey:
                // Not by reference to the meta-schema: editors that work offline could not read it.
                writer.WriteStartArray("type");
                writer.WriteStringValue("string");
                writer.WriteStringValue("object");
                writer.WriteStringValue("null");
                writer.WriteEndArray();
                break;
            case BlockKey block:
                WriteBlock(writer, block.Shape, key.IsNullable);
                break;
            case OneOrManyKey many:
                WriteOneOrMany(writer, many);
                break;
            case DurationKey:
                WriteType(writer, "string", key.IsNullable);
                WritePattern(writer, new TextPattern(@"^[0-9]*\.?[0-9]+\s*(ms|s|min)$", "Write a number and its unit, such as 500ms, 2s or 1.5min."));
                break;
            case ValuesKey:
                WriteType(writer, "object", key.IsNullable);
                break;
            case TextMapKey map:
                WriteType(writer, "object", key.IsNullable);
                writer.WriteStartObject("additionalProperties");
                writer.WriteString("type", "string");
                WritePattern(writer, TextPattern.For(map.Form, key.IsRequired || map.Form != TextForm.Plain));
                writer.WriteEndObject();
                break;
            default:
                WriteList(writer, key);
                break;
        }
    }

    private static void WriteList(Utf8JsonWriter writer, BlueprintKey key)
    {
        WriteType(writer, "array", key.IsNullable);
        switch (key)
        {
            case TextListKey list:
                WriteCount(writer, "minItems", list.Minimum);
                writer.WriteStartObject("items");
                writer.WriteString("type", "string");
                WritePattern(writer, TextPattern.For(TextForm.Plain, key.IsRequired));
                writer.WriteEndObject();
                break;
            case IntegerListKey list:
                WriteCount(writer, "minItems", list.Count);
                WriteCount(writer, "maxItems", list.Count);
                writer.WriteStartObject("items");
                writer.WriteString("type", "integer");
                WriteRange(writer, int.MinValue, int.MaxValue);
                writer.WriteEndObject();
                break;
            case BlockListKey list:
                WriteCount(writer, "minItems", list.Minimum);
                writer.WriteStartObject("items");
                WriteEntry(writer, list.Shapes);
                writer.WriteEndObject();
                break;
            default:
                throw new NotSupportedException($"The schema has no words for a {key.GetType().Name}.");
        }
    }

    private static void WriteOneOrMany(Utf8JsonWriter writer, OneOrManyKey key)
    {
        writer.WriteStartArray("anyOf");
        writer.WriteStartObject();
        WriteEntry(writer, key);
        writer.WriteEndObject();
        writer.WriteStartObject();
        writer.WriteString("type", "array");
        WriteCount(writer, "minItems", 1);
        writer.WriteStartObject("items");
        WriteEntry(writer, key);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteEntry(Utf8JsonWriter writer, OneOrManyKey key)
    {
        if (key.Shape is not { } shape)
        {
            writer.WriteString("type", "string");
            writer.WriteNumber("minLength", 1);
            return;
        }

        writer.WriteStartArray("anyOf");
        writer.WriteStartObject();
        writer.WriteString("type", "string");
        writer.WriteNumber("minLength", 1);
        writer.WriteEndObject();
        writer.WriteStartObject();
        WriteBlock(writer, shape, isNullable: false);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    // Each shape forbids the others' keys, so at most one fits; with anyOf editors explain the one that comes closest.
    private static void WriteEntry(Utf8JsonWriter writer, BlockShape[] shapes)
    {
        if (shapes.Length == 1)
        {
            WriteBlock(writer, shapes[0], isNullable: false);
            return;
        }

        writer.WriteStartArray("anyOf");
        foreach (BlockShape shape in shapes)
        {
            writer.WriteStartObject();
            writer.WriteString("title", shape.Keys[0].Name);
            WriteBlock(writer, shape, isNullable: false);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteChoice(Utf8JsonWriter writer, ChoiceKey key)
    {
        if (key.Alias is { } alias)
        {
            writer.WriteStartArray("anyOf");
            writer.WriteStartObject();
            WriteWords(writer, key);
            writer.WriteEndObject();
            writer.WriteStartObject();
            writer.WriteString("type", "string");
            writer.WriteString("pattern", TextPattern.InAnyCase(alias.Spelling));
            writer.WriteEndObject();
            writer.WriteEndArray();
        }
        else
        {
            WriteWords(writer, key);
        }

        if (!key.IsRequired && key.Default >= 0)
        {
            writer.WriteString("default", key.Words[key.Default]);
        }
    }

    private static void WriteWords(Utf8JsonWriter writer, ChoiceKey key)
    {
        WriteType(writer, "string", key.IsNullable);
        writer.WriteStartArray("enum");
        foreach (string word in key.Words)
        {
            writer.WriteStringValue(word);
        }

        if (key.IsNullable)
        {
            writer.WriteNullValue();
        }

        writer.WriteEndArray();
    }

    private static void WriteType(Utf8JsonWriter writer, string type, bool isNullable)
    {
        if (!isNullable)
        {
            writer.WriteString("type", type);
            return;
        }

        writer.WriteStartArray("type");
        writer.WriteStringValue(type);
        writer.WriteStringValue("null");
        writer.WriteEndArray();
    }

    private static void WriteRange(Utf8JsonWriter writer, double minimum, double maximum)
    {
        writer.WriteNumber("minimum", (decimal)minimum);
        writer.WriteNumber("maximum", (decimal)maximum);
    }

    private static void WriteCount(Utf8JsonWriter writer, string keyword, int count)
    {
        if (count > 0)
        {
            writer.WriteNumber(keyword, count);
        }
    }

    private static void WritePattern(Utf8JsonWriter writer, TextPattern? pattern)
    {
        if (pattern is not null)
        {
            writer.WriteString("pattern", pattern.Expression);

            // Not of the standard, but what editors built on VS Code's language services show.
            writer.WriteString("patternErrorMessage", pattern.Complaint);
        }
    }

    private static void WriteDefault(Utf8JsonWriter writer, string? text)
    {
        if (text is not null)
        {
            writer.WriteString("default", text);
        }
    }

    private static void WriteDefault(Utf8JsonWriter writer, double? number)
    {
        if (number is { } value)
        {
            writer.WriteNumber("default", (decimal)value);
        }
    }
}
