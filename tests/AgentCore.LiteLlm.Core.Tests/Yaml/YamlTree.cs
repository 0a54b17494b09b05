using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Tests.Yaml;

/// <summary>Writes a tree out on one line, with the place of everything in it.</summary>
internal static class YamlTree
{
    public static string Show(YamlNode node) => $"({node.Mark.Line},{node.Mark.Column})" + node switch
    {
        YamlScalar scalar => scalar.Value,
        YamlSequence sequence => $"[{string.Join(',', sequence.Items.Select(Show))}]",
        YamlMapping mapping => $"{{{string.Join(',', mapping.Entries.Select(e => $"{e.Key.Value}@({e.Key.Mark.Line},{e.Key.Mark.Column})={Show(e.Value)}"))}}}",
        _ => throw new InvalidOperationException(),
    };
}
