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
    private readonly PatternGroups _groups;
    private int _depth;

    private EcmaPatternReader(string text)
    {
        _text = new PatternText(text);
        _groups = new PatternGroups(text);
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

        reader._groups.Resolve(reader._out, reader._text);
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

        string? name = _text.Take("?<") ? _text.NextUntil('>') : null;
        if (name is null && _text.Peek == '?')
        {
            throw _text.Fault("'(?' does not begin a group");
        }

        return _groups.Open(name, _text);
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
                AppendLook(_groups.Refer(_text.Take("<") ? _text.NextUntil('>') : throw _text.Fault(@"'\k' lacks a name")));
                return true;
            case >= '1' and <= '9':
                AppendLook(_groups.Refer(_text.FindNumber() ?? 0));
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
