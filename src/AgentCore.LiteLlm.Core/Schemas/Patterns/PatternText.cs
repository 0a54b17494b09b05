using System.Globalization;
using System.Text;

namespace AgentCore.LiteLlm.Schemas.Patterns;

/// <summary>The text of a pattern and how far it has been read.</summary>
internal sealed class PatternText(string text)
{
    private int _at;

    public bool IsAtEnd => _at == text.Length;

    public char Peek => IsAtEnd ? '\0' : text[_at];

    public bool Take(string expected)
    {
        if (!text.AsSpan(_at).StartsWith(expected, StringComparison.Ordinal))
        {
            return false;
        }

        _at += expected.Length;
        return true;
    }

    public char Next() => IsAtEnd ? throw Fault("it ends too soon") : text[_at++];

    /// <summary>Reads one character, which may be a surrogate pair.</summary>
    public int NextCodePoint()
    {
        if (Rune.TryGetRuneAt(text, _at, out Rune rune))
        {
            _at += rune.Utf16SequenceLength;
            return rune.Value;
        }

        return Next();
    }

    /// <summary>Reads up to a closing sign, which is passed over.</summary>
    public string NextUntil(char end)
    {
        int stop = text.IndexOf(end, _at);
        if (stop < 0)
        {
            throw Fault($"'{end}' is missing");
        }

        string inner = text[_at..stop];
        _at = stop + 1;
        return inner;
    }

    /// <summary>Reads hexadecimal digits; where there are none, nothing is passed over.</summary>
    public int? FindHex(int length)
    {
        bool isHex = _at + length <= text.Length
            && int.TryParse(text.AsSpan(_at, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);
        if (!isHex)
        {
            return null;
        }

        _at += length;
        return int.Parse(text.AsSpan(_at - length, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    /// <summary>Reads digits; a number too large to matter is the largest there is.</summary>
    public int? FindNumber()
    {
        int start = _at;
        while (char.IsAsciiDigit(Peek))
        {
            _at++;
        }

        return start == _at ? null
            : int.TryParse(text.AsSpan(start, _at - start), CultureInfo.InvariantCulture, out int number) ? number : int.MaxValue;
    }

    /// <summary>Reads <c>{n}</c>, <c>{n,}</c> or <c>{n,m}</c>; where there is none, nothing is passed over.</summary>
    public (int Least, int? Most)? FindCount()
    {
        int start = _at;
        if (Take("{") && FindNumber() is { } least)
        {
            int? most = Take(",") ? FindNumber() : least;
            if (Take("}"))
            {
                return most >= least || most is null
                    ? (least, most)
                    : throw Fault($"the numbers in '{text[start.._at]}' are out of order");
            }
        }

        _at = start;
        return null;
    }

    public PatternException Fault(string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"the pattern is not a regular expression of ECMA-262: {what} (at character {_at})"));
}
