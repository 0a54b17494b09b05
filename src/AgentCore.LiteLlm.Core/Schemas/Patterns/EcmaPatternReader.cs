using System.Globalization;
using System.Text;

namespace AgentCore.LiteLlm.Schemas.Patterns;

/// <summary>Reads a pattern of ECMA-262 in its Unicode mode, and writes it as .NET understands it.</summary>
/// <remarks>What old patterns get away with is accepted where it can mean one thing only: a lone brace, an escaped punctuation mark.</remarks>
internal sealed class EcmaPatternReader
{
    private const int DeepestGroup = 100;

    private const string Word = "[0-9A-Z_a-z]";

    private readonly PatternText _text;
    private readonly StringBuilder _out = new();
    private readonly bool _captures;
    private readonly List<string> _groupNames = [];
    private readonly List<string> _namedReferences = [];
    private int _groups;
    private int _highestReference;
    private int _depth;

    private EcmaPatternReader(string text)
    {
        _text = new PatternText(text);
        _captures = HasReference(text);
    }

    /// <summary>Gets the pattern for .NET.</summary>
    public string Translated => _out.ToString();

    /// <summary>Gets a value indicating whether the pattern asks for something that no automaton can do.</summary>
    public bool NeedsBacktracking { get; private set; }

    public static EcmaPatternReader Read(string text)
    {
        EcmaPatternReader reader = new(text);
        reader.ReadAlternatives();
        if (!reader._text.IsAtEnd)
        {
            throw reader._text.Fault("')' closes nothing");
        }

        reader.CheckReferences();
        return reader;
    }

    private void ReadAlternatives()
    {
        while (!_text.IsAtEnd && _text.Peek != ')')
        {
            if (_text.Take("|"))
            {
                _out.Append('|');
            }
            else if (ReadTerm())
            {
                ReadQuantifier();
            }
        }
    }

    /// <summary>Reads one term; says whether it can be repeated.</summary>
    private bool ReadTerm()
    {
        if (_text.FindCount() is not null)
        {
            throw _text.Fault("there is nothing to repeat");
        }

        int next = _text.NextCodePoint();
        switch (next)
        {
            case '^':
                _out.Append('^');
                return false;
            case '$':
                _out.Append(@"\z");
                return false;
            case '(':
                return ReadGroup();
            case '\\':
                return ReadEscape();
            case '*' or '+' or '?':
                throw _text.Fault("there is nothing to repeat");
            case '.':
                Append(CodePointSet.NotLineEnds);
                return true;
            case '[':
                Append(EcmaClass.Read(_text));
                return true;
            default:
                Append(next);
                return true;
        }
    }

    private bool ReadGroup()
    {
        if (++_depth > DeepestGroup)
        {
            throw _text.Fault("groups are nested too deeply");
        }

        bool isLook = true;
        string opening = _text.Take("?=") ? "(?=" : _text.Take("?!") ? "(?!" : _text.Take("?<=") ? "(?<=" : _text.Take("?<!") ? "(?<!" : "";
        if (opening.Length == 0)
        {
            isLook = false;
            opening = ReadPlainOpening();
        }

        NeedsBacktracking |= isLook;
        _out.Append(opening);
        ReadAlternatives();
        if (!_text.Take(")"))
        {
            throw _text.Fault("')' is missing");
        }

        _out.Append(')');
        _depth--;
        return !isLook;
    }

    private string ReadPlainOpening()
    {
        if (_text.Take("?:"))
        {
            return "(?:";
        }

        bool isNamed = _text.Take("?<");
        string name = isNamed ? _text.NextUntil('>') : "";
        if (isNamed && (name.Length == 0 || _groupNames.Contains(name)))
        {
            throw _text.Fault("a group has no name, or that of another group");
        }

        if (!isNamed && _text.Peek == '?')
        {
            throw _text.Fault("'(?' does not begin a group");
        }

        _groupNames.Add(name);
        _groups++;
        return _captures ? string.Create(CultureInfo.InvariantCulture, $"(?<g{_groups}>") : "(?:";
    }

    private bool ReadEscape()
    {
        switch (_text.Peek)
        {
            case 'b':
                _text.Next();
                AppendLook($"(?:(?<={Word})(?!{Word})|(?<!{Word})(?={Word}))");
                return false;
            case 'B':
                _text.Next();
                AppendLook($"(?:(?<={Word})(?={Word})|(?<!{Word})(?!{Word}))");
                return false;
            case 'k':
                _text.Next();
                _namedReferences.Add(_text.Take("<") ? _text.NextUntil('>') : throw _text.Fault(@"'\k' lacks a name"));
                AppendLook($"\0{_namedReferences.Count - 1}\0");
                return true;
            case >= '1' and <= '9':
                int group = _text.FindNumber() ?? 0;
                _highestReference = Math.Max(_highestReference, group);
                AppendLook(ToReference(group));
                return true;
            default:
                Append(EcmaClass.ReadEscape(_text));
                return true;
        }
    }

    private void ReadQuantifier()
    {
        if (_text.FindCount() is { } count)
        {
            string most = count.Most is null or int.MaxValue ? "," : count.Most == count.Least ? "" : $",{count.Most}";
            _out.Append(CultureInfo.InvariantCulture, $"{{{count.Least}{most}}}");
        }
        else if (_text.Peek is '*' or '+' or '?')
        {
            _out.Append(_text.Next());
        }
        else
        {
            return;
        }

        if (_text.Take("?"))
        {
            _out.Append('?');
        }
    }

    // A name can be used before its group, so numbers are put in at the end.
    private void CheckReferences()
    {
        for (int i = 0; i < _namedReferences.Count; i++)
        {
            int group = _groupNames.IndexOf(_namedReferences[i]) + 1;
            if (group == 0 || _namedReferences[i].Length == 0)
            {
                throw _text.Fault($"there is no group with the name of '\\k<{_namedReferences[i]}>'");
            }

            _out.Replace($"\0{i}\0", ToReference(group));
        }

        if (_highestReference > _groups)
        {
            throw _text.Fault(string.Create(CultureInfo.InvariantCulture, $"there is no group {_highestReference}"));
        }
    }

    // A group that has not taken part matches the empty text in ECMA-262, and nothing at all in .NET.
    private static string ToReference(int group) => string.Create(CultureInfo.InvariantCulture, $@"(?:(?(g{group})\k<g{group}>|))");

    private static bool HasReference(string text)
    {
        int at = -1;
        while ((at = text.IndexOf('\\', at + 1)) >= 0)
        {
            if (at + 1 < text.Length && text[at + 1] is 'k' or (>= '1' and <= '9'))
            {
                return true;
            }
        }

        return false;
    }

    private void Append(CodePointSet set) => _out.Append(set.ToPattern());

    private void Append(int codePoint)
    {
        if (codePoint < 0x80 && char.IsAsciiLetterOrDigit((char)codePoint))
        {
            _out.Append((char)codePoint);
        }
        else
        {
            Append(new CodePointSet().Add(codePoint, codePoint));
        }
    }

    private void AppendLook(string assertion)
    {
        NeedsBacktracking = true;
        _out.Append(assertion);
    }
}
