using System.Buffers;
using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Secrets;

/// <summary>Takes the secrets of one call out of every text that leaves the module.</summary>
internal sealed class Redactor
{
    // The beginning of a secret at the end of a text: fewer characters, or less than half of it, are as good as none.
    private const int ShortestCut = 6;

    /// <summary>Knows no secret.</summary>
    public static readonly Redactor Idle = new([]);

    private readonly ImmutableArray<string> _spellings;
    private readonly SearchValues<char> _firstLetters;
    private readonly SearchValues<char> _starts;
    private readonly int _longest;

    /// <summary>Initializes a redactor.</summary>
    /// <param name="secrets">The secrets of the call: its key and its header values.</param>
    public Redactor(ImmutableArray<Secret> secrets)
    {
        _spellings = [.. secrets.SelectMany(s => s.Spellings()).OrderByDescending(s => s.Length)];
        _longest = _spellings.IsEmpty ? 0 : _spellings[0].Length;

        // Both cases of each first letter, and what an escape begins with.
        Span<char> letters = _spellings.Length < 100 ? stackalloc char[(2 * _spellings.Length) + 3] : new char[(2 * _spellings.Length) + 3];
        for (int i = 0; i < _spellings.Length; i++)
        {
            letters[2 * i] = char.ToUpperInvariant(_spellings[i][0]);
            letters[(2 * i) + 1] = char.ToLowerInvariant(_spellings[i][0]);
        }

        "\\%&".CopyTo(letters[^3..]);
        _firstLetters = SearchValues.Create(letters[..^3]);
        _starts = SearchValues.Create(_spellings.IsEmpty ? [] : letters);
    }

    /// <summary>Gets a value indicating whether there is nothing to take out.</summary>
    public bool IsIdle => _spellings.IsEmpty;

    /// <summary>Replaces every secret and its encodings by stars.</summary>
    /// <param name="text">The text; null stays null.</param>
    /// <returns>The text without secrets; the same instance when it held none.</returns>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public string? Redact(string? text)
    {
        if (string.IsNullOrEmpty(text) || FindNext(text, 0) < 0)
        {
            return text;
        }

        StreamRedactor whole = new(this);
        return whole.Add(text) + whole.Flush();
    }

    /// <summary>Finds the next place where a secret could begin.</summary>
    /// <returns>The place, or -1 when there is none.</returns>
    public int FindNext(string text, int start)
    {
        for (int at = start; at < text.Length; at++)
        {
            int found = text.AsSpan(at).IndexOfAny(_starts);
            if (found < 0)
            {
                return -1;
            }

            at += found;
            if (_firstLetters.Contains(text[at]) || MayBeginEscaped(text.AsSpan(at)))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Finds every secret in a whole text; those that overlap are one.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Where they stand, in their order.</returns>
    public List<SecretSpan> FindAll(string text)
    {
        List<SecretSpan> found = [];
        for (int at = FindNext(text, 0); at >= 0; at = FindNext(text, at + 1))
        {
            int length = Measure(text, at, out _);
            if (length > 0 && found.Count > 0 && at < found[^1].End)
            {
                found[^1] = new SecretSpan(found[^1].Start, Math.Max(found[^1].End, at + length) - found[^1].Start);
            }
            else if (length > 0)
            {
                found.Add(new SecretSpan(at, length));
            }
        }

        return found;
    }

    /// <summary>Measures the longest secret that stands at a place, however it is escaped there.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">The place.</param>
    /// <param name="isCut">Whether the text ends in the middle of what could be a longer one.</param>
    /// <returns>The length; 0 where none stands. Of one that is cut, how much of it stands there when that is enough to be worth hiding, else 0.</returns>
    public int Measure(string text, int start, out bool isCut)
    {
        ReadOnlySpan<char> rest = text.AsSpan(start);
        char first = char.ToUpperInvariant(rest[0]);
        int cut = 0;
        bool mayGoOnEscaped = false;
        isCut = false;
        foreach (string spelling in _spellings)
        {
            // The first letter rules out nearly every spelling before the costly comparison.
            if (first != char.ToUpperInvariant(spelling[0]))
            {
                continue;
            }

            int length = Math.Min(spelling.Length, rest.Length);
            if (rest[..length].Equals(spelling.AsSpan(0, length), StringComparison.OrdinalIgnoreCase))
            {
                if (length == spelling.Length)
                {
                    return Math.Max(length, cut);
                }

                isCut = true;
                cut = IsWorthHiding(length, spelling) ? length : cut;
            }

            mayGoOnEscaped |= rest.Length > 1 && spelling.Length > 1
                && (EscapedText.Marks.Contains(rest[1]) || char.ToUpperInvariant(rest[1]) == char.ToUpperInvariant(spelling[1]));
        }

        if (!mayGoOnEscaped && !EscapedText.Marks.Contains(rest[0]))
        {
            return cut;
        }

        int mark = rest[..Math.Min(rest.Length, _longest)].IndexOfAny(EscapedText.Marks);
        return mark < 0 ? cut : Math.Max(cut, MeasureEscaped(rest, mark, ref isCut));
    }

    // What stands in most texts behind a mark is no escape, or that of a character with which no secret begins.
    private bool MayBeginEscaped(ReadOnlySpan<char> rest)
    {
        if (!EscapedText.MayBegin(rest, _firstLetters))
        {
            return false;
        }

        for (int layers = 1; layers <= EscapedText.MostLayers; layers++)
        {
            if (EscapedText.Read(rest, layers, out char first) == 0 || _firstLetters.Contains(first))
            {
                return true;
            }
        }

        return false;
    }

    private int MeasureEscaped(ReadOnlySpan<char> rest, int mark, ref bool isCut)
    {
        int found = 0;
        foreach (string spelling in _spellings)
        {
            // What stands before the first mark is not escaped.
            bool begins = spelling.Length > mark && rest[..mark].Equals(spelling.AsSpan(0, mark), StringComparison.OrdinalIgnoreCase);
            for (int layers = 1; begins && layers <= EscapedText.MostLayers; layers++)
            {
                found = Math.Max(found, MeasureEscaped(rest, spelling, layers, ref isCut));
            }
        }

        return found;
    }

    private static int MeasureEscaped(ReadOnlySpan<char> rest, string spelling, int layers, ref bool isCut)
    {
        int at = 0;
        for (int matched = 0; matched < spelling.Length; matched++)
        {
            int length = MeasureCharacter(rest[at..], spelling[matched], layers, ref isCut);
            if (length == 0)
            {
                return isCut && IsWorthHiding(matched, spelling) ? rest.Length : 0;
            }

            at += length;
        }

        return at;
    }

    // What looks like an escape may be a part of the secret: then fewer layers lie over it.
    private static int MeasureCharacter(ReadOnlySpan<char> rest, char expected, int mostLayers, ref bool isCut)
    {
        for (int layers = mostLayers; layers >= 0; layers--)
        {
            int length = EscapedText.Read(rest, layers, out char c);
            isCut |= length == 0;
            if (length > 0 && char.ToUpperInvariant(c) == char.ToUpperInvariant(expected))
            {
                return length;
            }
        }

        return 0;
    }

    private static bool IsWorthHiding(int length, string spelling) => length >= ShortestCut && length * 2 >= spelling.Length;
}
