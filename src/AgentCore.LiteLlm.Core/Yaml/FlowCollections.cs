using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace AgentCore.LiteLlm.Yaml;

/// <summary>Reads lists between <c>[]</c> and mappings between <c>{}</c>.</summary>
internal sealed class FlowCollections(YamlTokens tokens, YamlNodes nodes)
{
    private const string OpenList = "did not find expected ',' or ']'";
    private const string OpenMapping = "did not find expected ',' or '}'";

    /// <summary>Reads a list.</summary>
    /// <param name="mark">Where it begins.</param>
    /// <param name="depth">How deep it stands.</param>
    /// <returns>The list.</returns>
    public YamlSequence ReadSequence(YamlMark mark, int depth)
    {
        List<YamlNode> items = [];
        tokens.Skip();
        while (GoesOn<FlowSequenceEnd>(items.Count == 0, OpenList))
        {
            items.Add(tokens.Peek() is Key ? ReadPair(depth + 1) : nodes.Read(NodePosition.Flow, depth + 1));
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
        bool isFirst = true;
        tokens.Skip();
        while (GoesOn<FlowMappingEnd>(isFirst, OpenMapping))
        {
            isFirst = false;
            bool hasKey = tokens.Peek() is Key;
            if (hasKey)
            {
                tokens.Skip();
            }

            Token? next = tokens.Peek();
            YamlScalar? name = entries.ReadName(
                hasKey && next is Value or FlowEntry or FlowMappingEnd ? nodes.Empty(next.Start) : nodes.Read(NodePosition.Flow, depth + 1));
            entries.Add(name, ReadValue(name is null, depth));
        }

        return entries.ToMapping(mark);
    }

    // Between two entries there is a comma; after the last there may be one.
    private bool GoesOn<TEnd>(bool isFirst, string complaint)
        where TEnd : Token
    {
        if (!isFirst && tokens.Peek() is FlowEntry)
        {
            tokens.Skip();
        }
        else if (!isFirst && tokens.Peek() is not TEnd)
        {
            tokens.Refuse(complaint);
        }

        if (tokens.Peek() is TEnd)
        {
            tokens.Skip();
            return false;
        }

        return !tokens.IsStopped;
    }

    private YamlNode? ReadValue(bool isRefused, int depth)
    {
        switch (tokens.Peek())
        {
            case Value:
                tokens.Skip();
                return isRefused && nodes.SkipsAlias() ? null
                    : tokens.Peek() is FlowEntry or FlowMappingEnd ? Nothing() : nodes.Read(NodePosition.Flow, depth + 1);
            case Scalar { Style: ScalarStyle.Plain } scalar when scalar.Value.StartsWith(':'):
                // In {"a"::b} the scanner swallows the first colon: the value is ':b'.
                return nodes.Read(NodePosition.Flow, depth + 1);
            default:
                return Nothing();
        }
    }

    // [a: b] is a list of one mapping of one key.
    private YamlNode ReadPair(int depth)
    {
        Mark start = tokens.Take()!.Start;
        if (!nodes.MayOpen(start, depth))
        {
            return YamlScalar.Refused(YamlTokens.ToMark(start));
        }

        MappingEntries entries = new(tokens);
        YamlMark outer = tokens.Open;
        tokens.Open = YamlTokens.ToMark(start);
        YamlScalar? name = entries.ReadName(
            tokens.Peek() is Value or FlowEntry or FlowSequenceEnd ? Nothing() : nodes.Read(NodePosition.Flow, depth + 1));
        bool hasValue = tokens.Peek() is Value;
        if (hasValue)
        {
            tokens.Skip();
        }

        bool isEmpty = !hasValue || tokens.Peek() is FlowEntry or FlowSequenceEnd;
        entries.Add(name, isEmpty ? Nothing() : name is null && nodes.SkipsAlias() ? null : nodes.Read(NodePosition.Flow, depth + 1));
        tokens.Open = outer;
        return entries.ToMapping(YamlTokens.ToMark(start));
    }

    private YamlScalar Nothing() => nodes.Empty(tokens.Peek()?.Start ?? tokens.Position);
}
