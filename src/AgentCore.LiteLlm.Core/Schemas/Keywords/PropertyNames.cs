using System.Buffers;
using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary><c>propertyNames</c>: every name, taken as a string, fits a schema.</summary>
internal sealed class PropertyNames(string pointer, SchemaNode schema) : Keyword("propertyNames", pointer)
{
    public override bool Check(JsonElement instance, SchemaRun run, EvaluatedParts? parts)
    {
        if (instance.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        bool fits = true;
        foreach (JsonProperty property in instance.EnumerateObject())
        {
            string name = JsonText.NameOf(property);
            JsonElement text = ToJson(name);
            if (run.Quietly(schema, text, null))
            {
                continue;
            }

            if (run.IsQuiet)
            {
                return false;
            }

            fits = false;
            if (run.TakesWords())
            {
                string why = schema.IsNever ? "" : $": the name {run.Try(schema, text).Kept[0].Explanation}";
                run.FailProperty(this, name, $"has a name that is not allowed{why}");
            }
        }

        return fits;
    }

    private static JsonElement ToJson(string text)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter writer = new(bytes))
        {
            writer.WriteStringValue(text);
        }

        Utf8JsonReader reader = new(bytes.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }
}
