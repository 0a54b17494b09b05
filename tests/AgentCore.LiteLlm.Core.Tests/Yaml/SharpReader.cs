using SharpYaml;
using SharpYaml.Events;

namespace AgentCore.LiteLlm.Tests.Yaml;

/// <summary>Reads YAML with a library that ours has nothing to do with.</summary>
internal static class SharpReader
{
    /// <summary>Writes the tree of a text out as <see cref="YamlTree"/> does.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The tree.</returns>
    public static string Show(string text)
    {
        IParser parser = Parser.CreateParser(new StringReader(text));
        while (parser.MoveNext() && parser.Current is not NodeEvent)
        {
        }

        return Show(parser, []);
    }

    /// <summary>Says whether a text is YAML at all.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True when it is.</returns>
    public static bool Accepts(string text)
    {
        try
        {
            IParser parser = Parser.CreateParser(new StringReader(text));
            while (parser.MoveNext())
            {
            }

            return true;
        }
        catch (YamlException)
        {
            return false;
        }
    }

    private static string Show(IParser parser, Dictionary<string, string> anchors)
    {
        ParsingEvent at = parser.Current!;
        string place = $"({at.Start.Line + 1},{at.Start.Column + 1})";
        switch (at)
        {
            case Scalar scalar:
                if (scalar.Anchor is not null)
                {
                    anchors[scalar.Anchor] = scalar.Value;
                }

                return place + scalar.Value;
            case AnchorAlias alias:
                return place + anchors[alias.Value];
            case SequenceStart:
                List<string> items = [];
                while (parser.MoveNext() && parser.Current is not SequenceEnd)
                {
                    items.Add(Show(parser, anchors));
                }

                return $"{place}[{string.Join(',', items)}]";
            default:
                List<string> entries = [];
                while (parser.MoveNext() && parser.Current is Scalar key)
                {
                    parser.MoveNext();
                    entries.Add($"{key.Value}@({key.Start.Line + 1},{key.Start.Column + 1})={Show(parser, anchors)}");
                }

                return $"{place}{{{string.Join(',', entries)}}}";
        }
    }
}
