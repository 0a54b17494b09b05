using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Secrets;

/// <summary>Takes secrets out of text that comes in pieces: holds back exactly what could be the beginning of one.</summary>
/// <param name="redactor">Knows the secrets.</param>
internal sealed class StreamRedactor(Redactor redactor)
{
    private readonly ImmutableArray<string> _spellings = redactor.Spellings;
    private string _held = "";

    /// <summary>Takes a piece in.</summary>
    /// <param name="piece">The piece.</param>
    /// <returns>What may be shown now.</returns>
    public string Add(string piece)
    {
        if (_spellings.IsEmpty)
        {
            return piece;
        }

        string text = redactor.Redact(_held + piece);
        int safe = text.Length - LongestBeginningAtEnd(text);
        _held = text[safe..];
        return safe == text.Length ? text : text[..safe];
    }

    /// <summary>Gives out what is held back, once nothing more can follow.</summary>
    /// <returns>The rest; it holds no whole secret.</returns>
    public string Flush()
    {
        string rest = _held;
        _held = "";
        return rest;
    }

    private int LongestBeginningAtEnd(string text)
    {
        int longest = 0;
        foreach (string spelling in _spellings)
        {
            for (int length = Math.Min(spelling.Length - 1, text.Length); length > longest; length--)
            {
                if (IsSameLetter(text[^length], spelling[0]) && text.AsSpan(text.Length - length).Equals(spelling.AsSpan(0, length), StringComparison.OrdinalIgnoreCase))
                {
                    longest = length;
                }
            }
        }

        return longest;
    }

    // Rules out nearly every place before the costly comparison; a false "yes" costs nothing but time.
    private static bool IsSameLetter(char left, char right) => (left | 0x20) == (right | 0x20);
}
