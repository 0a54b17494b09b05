namespace AgentCore.LiteLlm.Wire;

/// <summary>Remembers a text by its length and a checksum, so that a server is noticed that says again what it said.</summary>
internal sealed class SaidText
{
    private const ulong Start = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    // Shorter ones may well be said twice and meant twice.
    private const int ShortestRepetition = 16;

    private ulong _sum = Start;
    private ulong _sumOfAll = Start;
    private int _length;
    private int _blanks;

    /// <summary>Takes a piece in. White space at both ends does not count.</summary>
    public void Add(string piece)
    {
        foreach (char c in piece)
        {
            bool isBlank = char.IsWhiteSpace(c);
            if (isBlank && _length == 0)
            {
                continue;
            }

            _sumOfAll = (_sumOfAll ^ c) * Prime;
            _blanks++;
            if (!isBlank)
            {
                _sum = _sumOfAll;
                _length += _blanks;
                _blanks = 0;
            }
        }
    }

    /// <summary>Says what a whole text adds to what was said.</summary>
    /// <param name="whole">The whole text.</param>
    /// <returns>The rest; null when it does not begin with what was said.</returns>
    public string? FindRest(string whole)
    {
        if (_length == 0)
        {
            return whole;
        }

        ReadOnlySpan<char> text = whole.AsSpan().Trim();
        if (text.Length < _length || SumOf(text[.._length]) != _sum)
        {
            return null;
        }

        ReadOnlySpan<char> rest = text[_length..];
        int said = Math.Min(_blanks, rest.Length - rest.TrimStart().Length);
        return rest[said..].ToString();
    }

    /// <summary>Says whether a piece is all of what was said, and too long for that to be chance.</summary>
    public bool IsRepeatedBy(string piece) => _length >= ShortestRepetition && FindRest(piece) is "";

    private static ulong SumOf(ReadOnlySpan<char> text)
    {
        ulong sum = Start;
        foreach (char c in text)
        {
            sum = (sum ^ c) * Prime;
        }

        return sum;
    }
}
