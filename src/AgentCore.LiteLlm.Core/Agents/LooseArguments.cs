using System.Text.Json;
using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Agents;

/// <summary>
/// Makes of loosely written arguments what their schema asks for, where only one thing can be meant; the rest stays as it was sent, and is
/// refused.
/// </summary>
internal static partial class LooseArguments
{
    /// <summary>Fits the arguments of a call: names in other case, numbers and flags as text, one value for a list, nulls for what is left out.</summary>
    /// <param name="schema">The schema of the tool's parameters.</param>
    /// <param name="arguments">The JSON object that the model sent.</param>
    /// <returns>The object to check and bind.</returns>
    public static JsonElement Fit(JsonElement schema, JsonElement arguments)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            WriteObject(json, schema, arguments);
        }

        using JsonDocument document = JsonDocument.Parse(bytes.ToArray());
        return document.RootElement.Clone();
    }

    private static void WriteObject(Utf8JsonWriter json, JsonElement schema, JsonElement value)
    {
        JsonElement? properties = Member(schema, "properties");
        ILookup<string, string> sent = value.EnumerateObject().Select(p => p.Name).ToLookup(n => n, StringComparer.OrdinalIgnoreCase);
        json.WriteStartObject();
        foreach (JsonProperty property in value.EnumerateObject())
        {
            // Models write null for what they leave out.
            if (property.Value.ValueKind != JsonValueKind.Null)
            {
                string name = FindName(properties, property.Name, sent);
                json.WritePropertyName(name);
                Write(json, Member(properties, name), property.Value);
            }
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, JsonElement? schema, JsonElement value)
    {
        string type = Member(schema, "type") is { ValueKind: JsonValueKind.String } one ? one.GetString()! : "";
        string? text = value.ValueKind == JsonValueKind.String ? ReceivedJson.TextOf(value) : null;
        switch (type)
        {
            case "object" when value.ValueKind == JsonValueKind.Object:
                WriteObject(json, schema!.Value, value);
                break;
            case "array":
                json.WriteStartArray();
                foreach (JsonElement item in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray() : [value])
                {
                    Write(json, Member(schema, "items"), item);
                }

                json.WriteEndArray();
                break;
            case "integer" when text is not null && WholeNumber().IsMatch(text):
            case "number" when text is not null && Number().IsMatch(text):
                json.WriteRawValue(text);
                break;
            case "boolean" when bool.TryParse(text, out bool flag):
                json.WriteBooleanValue(flag);
                break;
            case "string" when value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                json.WriteStringValue(value.GetRawText());
                break;
            case "string" when FindChoice(schema, text) is { } choice:
                json.WriteStringValue(choice);
                break;
            default:
                // As it came: half a character in it could not be read, let alone written anew.
                json.WriteRawValue(value.GetRawText(), skipInputValidation: true);
                break;
        }
    }

    // PowerShell's own names are the same in any case; two that differ by it only are for nobody to guess.
    private static string FindName(JsonElement? properties, string name, ILookup<string, string> sent)
    {
        if (properties is not { } known || known.TryGetProperty(name, out _))
        {
            return name;
        }

        string[] meant = [.. known.EnumerateObject().Select(p => p.Name).Where(n => n.Equals(name, StringComparison.OrdinalIgnoreCase))];
        return meant.Length == 1 && !sent[name].Skip(1).Any() ? meant[0] : name;
    }

    private static string? FindChoice(JsonElement? schema, string? text)
    {
        if (text is null || Member(schema, "enum") is not { ValueKind: JsonValueKind.Array } choices)
        {
            return null;
        }

        string[] texts = [.. choices.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.String).Select(c => c.GetString()!)];
        string[] meant = [.. texts.Where(c => c.Equals(text, StringComparison.OrdinalIgnoreCase))];
        return meant.Length == 1 ? meant[0] : null;
    }

    private static JsonElement? Member(JsonElement? value, string name) =>
        value is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out JsonElement member) ? member : null;

    [GeneratedRegex("^-?(?:0|[1-9][0-9]{0,30})$", RegexOptions.CultureInvariant)]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^-?(?:0|[1-9][0-9]{0,30})(?:\.[0-9]{1,60})?(?:[eE][+-]?[0-9]{1,3})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
