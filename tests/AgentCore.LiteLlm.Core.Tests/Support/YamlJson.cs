using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>A YAML document as JSON, the way editors hand it to a schema.</summary>
internal static class YamlJson
{
    /// <summary>Reads a document.</summary>
    /// <param name="utf8">The bytes of the file.</param>
    /// <returns>The document; null when the text is no YAML that a reader gets through.</returns>
    public static JsonElement? Read(byte[] utf8)
    {
        string? text = YamlText.Read(utf8, "a.yaml", out Findings findings);
        return text is not null && YamlReader.Read(text, findings) is { } root
            ? JsonDocument.Parse(ToJson(root)?.ToJsonString() ?? "null").RootElement
            : null;
    }

    private static JsonNode? ToJson(YamlNode node)
    {
        switch (node)
        {
            case YamlMapping mapping:
                JsonObject entries = [];
                foreach (YamlEntry entry in mapping.Entries)
                {
                    entries[entry.Key.Value] = ToJson(entry.Value);
                }

                return entries;
            case YamlSequence sequence:
                return new JsonArray([.. sequence.Items.Select(ToJson)]);
            default:
                YamlScalar scalar = (YamlScalar)node;
                return YamlScalarKinds.KindOf(scalar) switch
                {
                    YamlScalarKind.Null => null,
                    YamlScalarKind.Boolean => scalar.Value[0] is 't' or 'T',
                    YamlScalarKind.Integer => YamlScalarKinds.ToInteger(scalar.Value) is { } whole ? whole : 1e300,
                    YamlScalarKind.Number => YamlScalarKinds.ToNumber(scalar.Value) is var number && double.IsFinite(number) ? number : 1e300,
                    _ => IsText(scalar.Value) ? scalar.Value : "?",
                };
        }
    }

    private static bool IsText(string value) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value)) == value;
}
