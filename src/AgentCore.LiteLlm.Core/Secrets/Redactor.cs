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

    /// <summary>Initializes a redactor.</summary>
    /// <param name="secrets">The secrets of the call: its key and its header values.</param>
    public Redactor(ImmutableArray<Secret> secrets)
    {
        _spellings = [.. secrets.SelectMany(s => s.Spellings()).OrderByDescending(s => s.Length)];
        _firstLetters = SearchValues.Create(string.Concat(_spellings.Select(s => $"{char.ToUpperInvariant(s[0])}{char.ToLowerInvariant(s[0])}")));
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
        int found = text.AsSpan(start).IndexOfAny(_firstLetters);
        return found < 0 ? -1 : start + found;
    }

    /// <summary>Measures the longest secret that stands at a place.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">The place.</param>
    /// <param name="isCut">Whether the text ends in the middle of what could be a longer one.</param>
    /// <returns>The length; 0 where none stands. Of one that is cut, how much of it stands there when that is enough to be worth hiding, else 0.</returns>
    public int Measure(string text, int start, out bool isCut)
    {
        ReadOnlySpan<char> rest = text.AsSpan(start);
        char first = char.ToUpperInvariant(rest[0]);
        int cut = 0;
        isCut = false;
        foreach (string spelling in _spellings)
        {
            int length = Math.Min(spelling.Length, rest.Length);

            // The first letter rules out nearly every spelling before the costly comparison.
            if (first == char.ToUpperInvariant(spelling[0]) && rest[..length].Equals(spelling.AsSpan(0, length), StringComparison.OrdinalIgnoreCase))
            {
                if (length == spelling.Length)
                {
                    return Math.Max(length, cut);
                }

                isCut = true;
                cut = length >= ShortestCut && length * 2 >= spelling.Length ? length : cut;
            }
        }

        return cut;
    }
}
