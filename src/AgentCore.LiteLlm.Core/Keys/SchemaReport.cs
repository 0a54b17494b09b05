using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Schemas;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Terminal;
using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Keys;

/// <summary>Reads a JSON Schema that stands in a blueprint, and places its mistakes by line and column.</summary>
internal static class SchemaReport
{
    private const int LongestMessage = 400;

    public static OutputSchema? Read(YamlMapping node, ValuePath place)
    {
        OutputSchema? schema = OutputSchema.Read(YamlJson.ToJson(node), out ImmutableArray<SchemaProblem> problems);
        foreach (SchemaProblem problem in problems)
        {
            (YamlNode at, string path) = Find(node, problem.SchemaPointer);
            if (at is YamlScalar { Style: YamlScalarStyle.Refused })
            {
                continue;
            }

            place.Block.Findings.Error(
                DiagnosticCodes.OutputSchemaInvalid,
                at.Mark.At($"{place}{path}"),
                $"'{place}{path}' is no JSON Schema of draft 2020-12 that can be used: {Shorten(SecretShapes.ToLegible(SecretShapes.Mask(problem.Message)))}");
        }

        return schema;
    }

    private static (YamlNode At, string Path) Find(YamlMapping root, string pointer)
    {
        YamlNode node = root;
        string path = "";
        foreach (string token in pointer.Split('/').Skip(1).Select(Unescape))
        {
            YamlNode? next = node switch
            {
                YamlMapping mapping => mapping.Find(token),
                YamlSequence list when int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out int at) && at < list.Items.Length =>
                    list.Items[at],
                _ => null,
            };
            if (next is null)
            {
                break;
            }

            path += node is YamlSequence ? $"[{token}]" : $".{SecretShapes.Excerpt(token)}";
            node = next;
        }

        return (node, path);
    }

    // What is wrong quotes the schema, of which a word may be as long as the file.
    private static string Shorten(string message) => message.Length <= LongestMessage
        ? message
        : $"{WholeCharacters.Cut(message, LongestMessage / 2)}… …{message[WholeCharacters.EndWithin(message, message.Length - (LongestMessage / 2))..]}";

    private static string Unescape(string token) => token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
