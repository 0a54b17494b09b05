using YamlDotNet.Core.Tokens;

namespace AgentCore.LiteLlm.Yaml;

/// <summary>Reads lists and mappings whose entries stand on lines of their own.</summary>
internal sealed class BlockCollections(YamlTokens tokens, YamlNodes nodes)
{
    /// <summary>Reads an indented list.</summary>
    /// <param name="mark">Where it begins.</param>
    /// <param name="depth">How deep it stands.</param>
    /// <returns>The list.</returns>
    public YamlSequence ReadSequence(YamlMark mark, int depth)
    {
        List<YamlNode> items = [];
        tokens.Skip();
        while (tokens.Peek() is BlockEntry entry)
        {
            tokens.Skip();
            items.Add(tokens.Peek() is BlockEntry or BlockEnd ? nodes.Empty(entry.End) : nodes.Read(NodePosition.BlockEntry, depth + 1));
        }

        if (tokens.Peek() is BlockEnd)
        {
            tokens.Skip();
        }
        else
        {
            tokens.Refuse("did not find expected '-' indicator");
        }

        return new YamlSequence([.. items], mark);
    }

    /// <summary>Reads a list that stands below its key without being indented.</summary>
    /// <param name="mark">Where it begins.</param>
    /// <param name="depth">How deep it stands.</param>
    /// <returns>The list.</returns>
    public YamlSequence ReadUnindentedSequence(YamlMark mark, int depth)
    {
        List<YamlNode> items = [];
        while (tokens.Peek() is BlockEntry entry)
        {
            tokens.Skip();
            items.Add(tokens.Peek() is BlockEntry or Key or Value or BlockEnd ? nodes.Empty(entry.End) : nodes.Read(NodePosition.BlockEntry, depth + 1));
        }

        return new YamlSequence([.. items], mark);
    }

    /// <summary>Reads a mapping.</summary>
    /// <param name="mark">Where it begins.</param>
    /// <param name="depth">How deep it stands.</param>
    /// <returns>The mapping.</returns>
    public YamlMapping ReadMapping(YamlMark mark, int depth)
    {
        MappingEntries entries = new(tokens);
        tokens.Skip();
        while (tokens.Peek() is Key key)
        {
            tokens.Skip();
            YamlScalar? name = entries.ReadName(
                tokens.Peek() is Key or Value or BlockEnd ? nodes.Empty(key.End) : nodes.Read(NodePosition.BlockValue, depth + 1));
            entries.Add(name, ReadValue(name is null, depth));
        }

        if (tokens.Peek() is BlockEnd)
        {
            tokens.Skip();
        }
        else
        {
            tokens.RefuseOrExplain("did not find expected key");
        }

        return entries.ToMapping(mark);
    }

    private YamlNode? ReadValue(bool isRefused, int depth)
    {
        if (tokens.Peek() is not Value value)
        {
            if (tokens.Peek() is Error error)
            {
                tokens.Refuse(error.Value);
            }

            return nodes.Empty(tokens.Peek()?.Start ?? tokens.Position);
        }

        tokens.Skip();
        return isRefused && nodes.SkipsAlias() ? null
            : tokens.Peek() is Key or Value or BlockEnd ? nodes.Empty(value.End) : nodes.Read(NodePosition.BlockValue, depth + 1);
    }
}
