using AgentCore.LiteLlm.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace AgentCore.LiteLlm.Yaml;

/// <summary>Reads values: a scalar, an alias, or a list or mapping with all that is in it.</summary>
internal sealed class YamlNodes
{
    private readonly YamlTokens _tokens;
    private readonly YamlDirectives _directives;
    private readonly BlockCollections _blocks;
    private readonly FlowCollections _flows;
    private Dictionary<string, YamlNode>? _anchors;
    private int _count;
    private long _aliasable;

    public YamlNodes(YamlTokens tokens, YamlDirectives directives, long aliasable)
    {
        _aliasable = aliasable;
        _tokens = tokens;
        _directives = directives;
        _blocks = new BlockCollections(tokens, this);
        _flows = new FlowCollections(tokens, this);
    }

    /// <summary>Reads a value.</summary>
    /// <param name="position">Where it stands.</param>
    /// <param name="depth">How deep it stands, from 1.</param>
    /// <returns>The value; a stand-in when it was refused.</returns>
    public YamlNode Read(NodePosition position, int depth)
    {
        if (_tokens.Peek() is AnchorAlias alias)
        {
            _tokens.Skip();
            return Counts(alias.Start) ? Resolve(alias) : Refused(alias.Start);
        }

        NodeProperties? properties = NodeProperties.Read(_tokens, _directives);
        Token? content = _tokens.Peek();
        if (content is null)
        {
            return Refused(_tokens.Position);
        }

        Mark start = properties?.Start ?? content.Start;
        return content switch
        {
            BlockEntry when position == NodePosition.BlockValue => ReadCollection(content, properties, start, depth),
            Scalar scalar => ReadScalar(scalar, properties, start),
            FlowSequenceStart or FlowMappingStart => ReadCollection(content, properties, start, depth),
            BlockSequenceStart or BlockMappingStart when position != NodePosition.Flow => ReadCollection(content, properties, start, depth),
            Error or AnchorAlias => Unexpected("did not find expected node content", start),
            _ when properties is not null => Counts(start) ? Keep(properties, ToScalar("", ScalarStyle.Plain, properties, start)) : Refused(start),
            _ => Unexpected("did not find expected node content", start),
        };
    }

    /// <summary>Makes the value of what was left out.</summary>
    /// <param name="at">Where it would stand.</param>
    /// <returns>An empty plain scalar.</returns>
    public YamlScalar Empty(Mark at) =>
        Counts(at) ? new YamlScalar("", YamlScalarStyle.Plain, YamlTokens.ToMark(at)) : Refused(at);

    /// <summary>Goes past an alias without looking what it stands for: the key before it was refused already.</summary>
    /// <returns>True when there was one.</returns>
    public bool SkipsAlias()
    {
        bool isAlias = _tokens.Peek() is AnchorAlias;
        if (isAlias)
        {
            _tokens.Skip();
        }

        return isAlias;
    }

    /// <summary>Counts a list or mapping that is about to be read.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="depth">How deep it stands, from 1.</param>
    /// <returns>True when there may be one more, and so deep.</returns>
    public bool MayOpen(Mark start, int depth)
    {
        if (Counts(start) && depth > YamlReader.MaximumDepth)
        {
            _tokens.Stop(DiagnosticCodes.YamlTooDeep, start, "Values are nested more than 64 deep here.");
        }

        return !_tokens.IsStopped;
    }

    private static YamlScalar Refused(Mark at) => YamlScalar.Refused(YamlTokens.ToMark(at));

    private YamlScalar Unexpected(string complaint, Mark start)
    {
        _tokens.RefuseOrExplain(complaint);
        return Refused(start);
    }

    private bool Counts(Mark at)
    {
        if (++_count > YamlReader.MaximumNodes)
        {
            _tokens.Stop(DiagnosticCodes.YamlTooManyNodes, at, "The file holds more than 20,000 values, which none needs.");
        }

        return !_tokens.IsStopped;
    }

    private YamlNode ReadCollection(Token opening, NodeProperties? properties, Mark start, int depth)
    {
        if (!MayOpen(start, depth))
        {
            return Refused(start);
        }

        YamlMark mark = YamlTokens.ToMark(start);
        YamlMark outer = _tokens.Open;
        bool isMapping = opening is BlockMappingStart or FlowMappingStart;
        properties?.CheckCollectionTag(_tokens, isMapping ? "tag:yaml.org,2002:map" : "tag:yaml.org,2002:seq");
        _tokens.Open = mark;
        YamlNode node = opening switch
        {
            BlockMappingStart => _blocks.ReadMapping(mark, depth),
            BlockSequenceStart => _blocks.ReadSequence(mark, depth),
            FlowMappingStart => _flows.ReadMapping(mark, depth),
            FlowSequenceStart => _flows.ReadSequence(mark, depth),
            _ => _blocks.ReadUnindentedSequence(mark, depth),
        };
        _tokens.Open = outer;
        return Keep(properties, node);
    }

    private YamlNode ReadScalar(Scalar scalar, NodeProperties? properties, Mark start)
    {
        _tokens.Skip();
        if (properties?.AnchorName is not null && _tokens.Peek() is Error error)
        {
            return Unexpected(error.Value, start);
        }

        return Counts(start) ? Keep(properties, ToScalar(scalar.Value, scalar.Style, properties, start)) : Refused(start);
    }

    private YamlScalar ToScalar(string value, ScalarStyle written, NodeProperties? properties, Mark start)
    {
        YamlScalarStyle style = written switch
        {
            ScalarStyle.SingleQuoted => YamlScalarStyle.SingleQuoted,
            ScalarStyle.DoubleQuoted => YamlScalarStyle.DoubleQuoted,
            ScalarStyle.Literal or ScalarStyle.Folded => YamlScalarStyle.Block,
            _ => YamlScalarStyle.Plain,
        };

        switch (properties?.TagName)
        {
            case null:
                break;
            case "!" or "?" or "tag:yaml.org,2002:str":
                style = YamlScalarStyle.Tagged;
                break;
            case "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:null":
                style = YamlScalarStyle.Plain;
                break;
            default:
                properties!.RefuseTag(_tokens);
                return YamlScalar.Refused(YamlTokens.ToMark(start), value);
        }

        // What may not stand in the text may not be smuggled in by an escape either.
        return written == ScalarStyle.DoubleQuoted && HasForbidden(value, start) ? Refused(start) : new YamlScalar(value, style, YamlTokens.ToMark(start));
    }

    private bool HasForbidden(string value, Mark start)
    {
        foreach (char c in value)
        {
            if (c is < ' ' or > '~' && YamlText.FindProblem(c) is { } problem)
            {
                _tokens.Report(DiagnosticCodes.CharacterForbidden, start, $"An escape in this text stands for U+{(int)c:X4}, {problem}.", "Delete the escape.");
                return true;
            }
        }

        return false;
    }

    private YamlNode Keep(NodeProperties? properties, YamlNode node)
    {
        if (properties?.AnchorName is { } anchor)
        {
            (_anchors ??= new Dictionary<string, YamlNode>(StringComparer.Ordinal))[anchor] = node;
        }

        return node;
    }

    // An alias of a scalar is only a name for a text. Anything larger could multiply itself, or hold itself.
    private YamlScalar Resolve(AnchorAlias alias)
    {
        YamlNode? target = null;
        bool isKnown = _anchors?.TryGetValue(alias.Value.Value, out target) == true;
        if (target is YamlScalar scalar)
        {
            _aliasable -= scalar.Value.Length;
            if (_aliasable < 0)
            {
                _tokens.Stop(DiagnosticCodes.YamlAlias, alias.Start, "The aliases up to here stand for many times the text of the file, which none needs.");
                return Refused(alias.Start);
            }

            return new YamlScalar(scalar.Value, scalar.Style, YamlTokens.ToMark(alias.Start)) { IsAlias = true };
        }

        _tokens.Report(
            DiagnosticCodes.YamlAlias,
            alias.Start,
            isKnown ? "An alias may only stand for a single value, not for a list or a mapping." : "This alias names an anchor that does not come before it.",
            isKnown ? "Write the value out." : "If the '*' is part of the text, put the text in quotes.");
        return Refused(alias.Start);
    }
}
