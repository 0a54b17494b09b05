using System.Globalization;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Schemas;
using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>Reads a JSON Schema that stands in a blueprint, and places its mistakes by line and column.</summary>
internal static class SchemaReport
{
    public static OutputSchema? Read(YamlMapping node, ValuePath place)
    {
        OutputSchemaReading reading = OutputSchema.Read(YamlJson.ToJson(node));
        foreach (SchemaProblem problem in reading.Problems)
        {
            (YamlMark mark, string path) = Find(node, problem.SchemaPointer);
            place.Block.Findings.Add(
                DiagnosticSeverity.Error,
                DiagnosticCodes.OutputSchemaInvalid,
                mark.Line,
                mark.Column,
                $"{place}{path}",
                $"'{place}{path}' is no JSON Schema of draft 2020-12 that can be used: {problem.Message}",
                null);
        }

        return reading.Schema;
    }

    private static (YamlMark Mark, string Path) Find(YamlMapping root, string pointer)
    {
        YamlNode node = root;
        string path = "";
        foreach (string token in pointer.Split('/').Skip(1).Select(Unescape))
        {
            YamlNode? next = node switch
            {
                YamlMapping mapping => mapping.Find(token),
                YamlSequence list when int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out int at) && at < list.Items.Length => list.Items[at],
                _ => null,
            };
            if (next is null)
            {
                break;
            }

            path += node is YamlSequence ? $"[{token}]" : $".{token}";
            node = next;
        }

        return (node.Mark, path);
    }

    private static string Unescape(string token) => token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
