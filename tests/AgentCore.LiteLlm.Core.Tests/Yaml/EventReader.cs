using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AgentCore.LiteLlm.Tests.Yaml;

/// <summary>Reads YAML as our reader does, but from the events of the library's own parser: what ours must agree with.</summary>
internal sealed class EventReader
{
    private readonly Scanner _scanner;
    private readonly Parser _parser;
    private readonly List<string> _findings = [];
    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
    private int _nodes;
    private bool _stopped;

    private EventReader(string text)
    {
        _scanner = new Scanner(new StringReader(text));
        _parser = new Parser(_scanner);
    }

    /// <summary>Reads a document.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The tree, null when there is none, and the findings as code and place.</returns>
    public static (YamlNode? Root, IReadOnlyList<string> Findings) Read(string text)
    {
        EventReader reader = new(text);
        return (reader.ReadDocument(), reader._findings);
    }

    private YamlNode? ReadDocument()
    {
        Next();
        if (Next() is not DocumentStart)
        {
            if (!_stopped)
            {
                Add(DiagnosticCodes.DocumentEmpty, new Mark(0, 1, 1));
            }

            return null;
        }

        YamlNode? root = Next() is { } first ? ReadNode(first, 1) : null;
        if (!_stopped && Next() is DocumentEnd && Next() is DocumentStart second)
        {
            Stop(DiagnosticCodes.YamlSecondDocument, second.Start);
        }

        return _stopped ? null : root;
    }

    private ParsingEvent? Next()
    {
        try
        {
            return !_stopped && _parser.MoveNext() ? _parser.Current : null;
        }
        catch (YamlException failure)
        {
            Stop(DiagnosticCodes.YamlSyntax, failure.Start);
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException)
        {
            Stop(DiagnosticCodes.YamlSyntax, _scanner.CurrentPosition);
        }

        return null;
    }

    private YamlNode ReadNode(ParsingEvent start, int depth)
    {
        YamlMark mark = ToMark(start.Start);
        if (++_nodes > YamlReader.MaximumNodes)
        {
            return Stop(DiagnosticCodes.YamlTooManyNodes, start.Start);
        }

        switch (start)
        {
            case Scalar scalar:
                return Keep(scalar.Anchor, ReadScalar(scalar, mark));
            case AnchorAlias alias:
                return Resolve(alias, mark);
            case MappingStart or SequenceStart when depth > YamlReader.MaximumDepth:
                return Stop(DiagnosticCodes.YamlTooDeep, start.Start);
            case MappingStart mapping:
                CheckTag(mapping.Tag, "tag:yaml.org,2002:map", mapping.Start);
                return Keep(mapping.Anchor, ReadMapping(mark, depth));
            case SequenceStart sequence:
                CheckTag(sequence.Tag, "tag:yaml.org,2002:seq", sequence.Start);
                return Keep(sequence.Anchor, ReadSequence(mark, depth));
            default:
                return Stop(DiagnosticCodes.YamlSyntax, start.Start);
        }
    }

    private YamlScalar ReadScalar(Scalar scalar, YamlMark mark)
    {
        YamlScalarStyle style = scalar.Style switch
        {
            ScalarStyle.SingleQuoted => YamlScalarStyle.SingleQuoted,
            ScalarStyle.DoubleQuoted => YamlScalarStyle.DoubleQuoted,
            ScalarStyle.Literal or ScalarStyle.Folded => YamlScalarStyle.Block,
            _ => YamlScalarStyle.Plain,
        };

        switch (scalar.Tag.IsEmpty ? "" : scalar.Tag.Value)
        {
            case "":
                break;
            case "!" or "?" or "tag:yaml.org,2002:str":
                style = YamlScalarStyle.Tagged;
                break;
            case "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:null":
                style = YamlScalarStyle.Plain;
                break;
            default:
                Add(DiagnosticCodes.YamlTag, scalar.Start);
                return YamlScalar.Refused(mark, scalar.Value);
        }

        if (scalar.Style == ScalarStyle.DoubleQuoted && scalar.Value.Any(c => YamlText.FindProblem(c) is not null))
        {
            Add(DiagnosticCodes.CharacterForbidden, scalar.Start);
            return YamlScalar.Refused(mark);
        }

        return new YamlScalar(scalar.Value, style, mark);
    }

    private YamlSequence ReadSequence(YamlMark mark, int depth)
    {
        List<YamlNode> items = [];
        while (Next() is { } start and not SequenceEnd)
        {
            items.Add(ReadNode(start, depth + 1));
        }

        return new YamlSequence([.. items], mark);
    }

    private YamlMapping ReadMapping(YamlMark mark, int depth)
    {
        List<YamlEntry> entries = [];
        while (Next() is { } start and not MappingEnd)
        {
            YamlScalar? key = ReadKey(start, depth);
            if (Next() is not { } valueStart)
            {
                break;
            }

            YamlNode? value = key is null && valueStart is AnchorAlias ? null : ReadNode(valueStart, depth + 1);
            if (key is not null && value is not null)
            {
                if (entries.Exists(e => e.Key.Value == key.Value))
                {
                    Add(DiagnosticCodes.KeyDuplicate, start.Start);
                }
                else
                {
                    entries.Add(new YamlEntry(key, value));
                }
            }
        }

        return new YamlMapping([.. entries], mark);
    }

    private YamlScalar? ReadKey(ParsingEvent start, int depth)
    {
        switch (ReadNode(start, depth + 1))
        {
            case YamlScalar { Style: YamlScalarStyle.Refused }:
                return null;
            case YamlScalar { Style: YamlScalarStyle.Plain, Value: "<<" }:
                Add(DiagnosticCodes.YamlMergeKey, start.Start);
                return null;
            case YamlScalar key:
                return key;
            default:
                if (!_stopped)
                {
                    Add(DiagnosticCodes.YamlKeyNotText, start.Start);
                }

                return null;
        }
    }

    private YamlNode Keep(AnchorName anchor, YamlNode node) => anchor.IsEmpty ? node : _anchors[anchor.Value] = node;

    private YamlScalar Resolve(AnchorAlias alias, YamlMark mark)
    {
        if (_anchors.GetValueOrDefault(alias.Value.Value) is YamlScalar scalar)
        {
            return new YamlScalar(scalar.Value, scalar.Style, mark);
        }

        Add(DiagnosticCodes.YamlAlias, alias.Start);
        return YamlScalar.Refused(mark);
    }

    private void CheckTag(TagName tag, string expected, Mark at)
    {
        if (!tag.IsEmpty && !tag.IsNonSpecific && tag.Value != expected)
        {
            Add(DiagnosticCodes.YamlTag, at);
        }
    }

    private YamlScalar Stop(string code, Mark at)
    {
        if (!_stopped)
        {
            Add(code, at);
            _stopped = true;
        }

        return YamlScalar.Refused(ToMark(at));
    }

    private void Add(string code, Mark at) => _findings.Add($"({at.Line},{at.Column}) {code}");

    private static YamlMark ToMark(Mark mark) => new((int)mark.Line, (int)mark.Column);
}
