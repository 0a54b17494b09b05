using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Secrets;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AgentCore.LiteLlm.Yaml;

/// <summary>Reads one YAML document into a tree, event by event, and stops at what could hurt: depth, size, aliases, foreign tags.</summary>
internal sealed class YamlReader
{
    /// <summary>How deep values may be nested. The parser's time grows with the square of the depth, so it must stop while reading.</summary>
    public const int MaximumDepth = 64;

    /// <summary>How many values a document may hold, keys included.</summary>
    public const int MaximumNodes = 20_000;

    private readonly Scanner _scanner;
    private readonly Parser _parser;
    private readonly Findings _findings;
    private readonly bool _isWhole;
    private readonly Stack<YamlMark> _open = new();
    private Dictionary<string, YamlNode>? _anchors;
    private int _nodes;
    private bool _stopped;

    private YamlReader(string text, Findings findings)
    {
        _scanner = new Scanner(new StringReader(text));
        _parser = new Parser(_scanner);
        _findings = findings;
        _isWhole = !findings.HasErrors;
    }

    /// <summary>Reads a document.</summary>
    /// <param name="text">The text, already free of forbidden characters.</param>
    /// <param name="findings">Where findings go.</param>
    /// <returns>The root, or null when there is none or reading had to stop.</returns>
    public static YamlNode? Read(string text, Findings findings) => new YamlReader(text, findings).ReadDocument();

    private YamlNode? ReadDocument()
    {
        Next();
        if (Next() is not DocumentStart)
        {
            if (!_stopped)
            {
                _findings.Add(DiagnosticSeverity.Error, DiagnosticCodes.DocumentEmpty, 1, 1, null, "The file is empty: there is no blueprint in it.");
            }

            return null;
        }

        YamlNode? root = Next() is { } first ? ReadNode(first, 1) : null;
        if (!_stopped && Next() is DocumentEnd && Next() is DocumentStart second)
        {
            Add(DiagnosticCodes.YamlSecondDocument, second.Start, "A second document begins here; a file holds one blueprint.", "Put it in a file of its own.");
        }

        return _stopped ? null : root;
    }

    private ParsingEvent? Next()
    {
        if (_stopped)
        {
            return null;
        }

        try
        {
            return _parser.MoveNext() ? _parser.Current : null;
        }
        catch (YamlException failure)
        {
            _stopped = true;

            // After a replaced character a syntax error says nothing new.
            if (_isWhole)
            {
                (string message, string? suggestion) = YamlSyntax.Explain(failure.Message, _open.Count > 0 ? _open.Peek() : default);
                YamlMark at = YamlSyntax.FindTab(failure.Message, _findings.Source.Text) ?? ToMark(failure.Start);
                _findings.Add(DiagnosticSeverity.Error, DiagnosticCodes.YamlSyntax, at.Line, at.Column, null, message, suggestion);
            }

            return null;
        }
        catch (InvalidOperationException)
        {
            // The scanner gives up in this way on text at the margin while a '[' or '{' is open.
            Stop(
                DiagnosticCodes.YamlSyntax,
                _scanner.CurrentPosition,
                "A list or mapping that was opened with '[' or '{' is not closed before this line.",
                "Close it, or indent this line.");
            return null;
        }
    }

    private YamlNode ReadNode(ParsingEvent start, int depth)
    {
        YamlMark mark = ToMark(start.Start);
        if (++_nodes > MaximumNodes)
        {
            return Stop(DiagnosticCodes.YamlTooManyNodes, start.Start, "The file holds more than 20,000 values, which no blueprint needs.");
        }

        switch (start)
        {
            case Scalar scalar:
                return Keep(scalar.Anchor, ReadScalar(scalar, mark));
            case AnchorAlias alias:
                return Resolve(alias, mark);
            case MappingStart or SequenceStart when depth > MaximumDepth:
                return Stop(DiagnosticCodes.YamlTooDeep, start.Start, "Values are nested more than 64 deep here.");
            case MappingStart mapping:
                CheckTag(mapping.Tag, "tag:yaml.org,2002:map", mapping.Start);
                return Keep(mapping.Anchor, ReadMapping(mark, depth));
            case SequenceStart sequence:
                CheckTag(sequence.Tag, "tag:yaml.org,2002:seq", sequence.Start);
                return Keep(sequence.Anchor, ReadSequence(mark, depth));
            default:
                return Stop(DiagnosticCodes.YamlSyntax, start.Start, "A value is expected here.");
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

        if (!scalar.Tag.IsEmpty)
        {
            switch (scalar.Tag.IsNonSpecific ? "!" : scalar.Tag.Value)
            {
                case "!" or "tag:yaml.org,2002:str":
                    style = YamlScalarStyle.Tagged;
                    break;
                case "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:null":
                    style = YamlScalarStyle.Plain;
                    break;
                default:
                    AddTag(scalar.Tag, scalar.Start);
                    return YamlScalar.Refused(mark);
            }
        }

        return style == YamlScalarStyle.DoubleQuoted && HasForbidden(scalar) ? YamlScalar.Refused(mark) : new YamlScalar(scalar.Value, style, mark);
    }

    // What may not stand in the text may not be smuggled in by an escape either.
    private bool HasForbidden(Scalar scalar)
    {
        foreach (char c in scalar.Value)
        {
            if (c is < ' ' or > '~' && YamlText.FindProblem(c) is { } problem)
            {
                Add(DiagnosticCodes.CharacterForbidden, scalar.Start, $"An escape in this text stands for U+{(int)c:X4}, {problem}.", "Delete the escape.");
                return true;
            }
        }

        return false;
    }

    private YamlSequence ReadSequence(YamlMark mark, int depth)
    {
        List<YamlNode> items = [];
        _open.Push(mark);
        while (Next() is { } start and not SequenceEnd)
        {
            items.Add(ReadNode(start, depth + 1));
        }

        if (!_stopped)
        {
            _open.Pop();
        }

        return new YamlSequence([.. items], mark);
    }

    private YamlMapping ReadMapping(YamlMark mark, int depth)
    {
        List<YamlEntry> entries = [];
        _open.Push(mark);
        Dictionary<string, YamlMark>? seen = null;
        while (Next() is { } start and not MappingEnd)
        {
            YamlScalar? key = ReadKey(start, depth);
            if (Next() is not { } valueStart)
            {
                break;
            }

            // The alias that a merge key takes was reported with it.
            YamlNode? value = key is null && valueStart is AnchorAlias ? null : ReadNode(valueStart, depth + 1);
            if (key is not null && value is not null && IsFirst(key, entries, ref seen))
            {
                entries.Add(new YamlEntry(key, value));
            }
        }

        if (!_stopped)
        {
            _open.Pop();
        }

        return new YamlMapping([.. entries], mark);
    }

    private YamlScalar? ReadKey(ParsingEvent start, int depth)
    {
        bool isMerge = start is Scalar { Style: ScalarStyle.Plain, Value: "<<" };
        switch (ReadNode(start, depth + 1))
        {
            case YamlScalar when isMerge:
                Add(DiagnosticCodes.YamlMergeKey, start.Start, "Merge keys ('<<') are not read: what a blueprint says must stand in it.", "Write the keys out.");
                return null;
            case YamlScalar { Style: YamlScalarStyle.Refused }:
                return null;
            case YamlScalar key:
                return key;
            default:
                if (!_stopped)
                {
                    Add(DiagnosticCodes.YamlKeyNotText, start.Start, "A key must be plain text, not a list or a mapping.", "If this is a '{{...}}' or '[...]' value, put it in quotes.");
                }

                return null;
        }
    }

    private bool IsFirst(YamlScalar key, List<YamlEntry> entries, ref Dictionary<string, YamlMark>? seen)
    {
        YamlMark first = default;
        if (entries.Count < 16)
        {
            foreach (YamlEntry entry in entries)
            {
                first = entry.Key.Value == key.Value ? entry.Key.Mark : first;
            }
        }
        else
        {
            seen ??= entries.ToDictionary(e => e.Key.Value, e => e.Key.Mark, StringComparer.Ordinal);
            if (!seen.TryGetValue(key.Value, out first))
            {
                seen.Add(key.Value, key.Mark);
            }
        }

        if (first.Line > 0)
        {
            _findings.Add(
                DiagnosticSeverity.Error,
                DiagnosticCodes.KeyDuplicate,
                key.Mark.Line,
                key.Mark.Column,
                null,
                $"The key '{SecretShapes.Excerpt(key.Value)}' was already written on line {first.Line}, column {first.Column}.",
                "Keep one of the two.");
        }

        return first.Line == 0;
    }

    private YamlNode Keep(AnchorName anchor, YamlNode node)
    {
        if (!anchor.IsEmpty)
        {
            (_anchors ??= new Dictionary<string, YamlNode>(StringComparer.Ordinal))[anchor.Value] = node;
        }

        return node;
    }

    // An alias of a scalar is only a name for a text. Anything larger could multiply itself, or hold itself.
    private YamlScalar Resolve(AnchorAlias alias, YamlMark mark)
    {
        YamlNode? target = null;
        bool isKnown = _anchors?.TryGetValue(alias.Value.Value, out target) == true;
        if (target is YamlScalar scalar)
        {
            return new YamlScalar(scalar.Value, scalar.Style, mark);
        }

        Add(
            DiagnosticCodes.YamlAlias,
            alias.Start,
            isKnown ? "An alias may only stand for a single value, not for a list or a mapping." : "This alias names an anchor that does not come before it.",
            isKnown ? "Write the value out." : "If the '*' is part of the text, put the text in quotes.");
        return YamlScalar.Refused(mark);
    }

    private void CheckTag(TagName tag, string expected, Mark at)
    {
        if (!tag.IsEmpty && !tag.IsNonSpecific && tag.Value != expected)
        {
            AddTag(tag, at);
        }
    }

    private void AddTag(TagName tag, Mark at) => Add(
        DiagnosticCodes.YamlTag,
        at,
        $"The tag '{SecretShapes.Excerpt(tag.Value)}' is not allowed: a blueprint holds text, numbers, booleans, lists and mappings only.",
        "Delete the tag; if the '!' is part of the text, put the text in quotes.");

    private YamlScalar Stop(string code, Mark at, string message, string? suggestion = null)
    {
        if (!_stopped)
        {
            Add(code, at, message, suggestion);
            _stopped = true;
        }

        return YamlScalar.Refused(ToMark(at));
    }

    private void Add(string code, Mark at, string message, string? suggestion) =>
        _findings.Add(DiagnosticSeverity.Error, code, (int)at.Line, (int)at.Column, null, message, suggestion);

    private static YamlMark ToMark(Mark mark) => new((int)mark.Line, (int)mark.Column);
}
