using System.Globalization;
using System.Text.Json;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Keys;

/// <summary>Turns the examples of keys, which are YAML, into JSON.</summary>
internal static class KeyExamples
{
    /// <summary>Writes the example of a key into the schema that is open, if it has one.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="key">The key.</param>
    public static void Write(Utf8JsonWriter writer, BlueprintKey key)
    {
        if (key.Example is null)
        {
            return;
        }

        YamlScalar value = (YamlScalar)YamlReader.Read(key.Example, new Findings(new SourceText("", key.Example)))!;
        writer.WriteStartArray("examples");
        if (YamlScalarKinds.KindOf(value) is YamlScalarKind.Integer or YamlScalarKind.Number)
        {
            writer.WriteNumberValue(decimal.Parse(value.Value, CultureInfo.InvariantCulture));
        }
        else
        {
            writer.WriteStringValue(value.Value);
        }

        writer.WriteEndArray();
    }
}
