using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Policies.Cedar;

/// <summary>What <c>like</c> compares with: pieces of text, with anything between them.</summary>
/// <param name="Pieces">The pieces; between two of them stands a <c>*</c>.</param>
internal sealed record CedarPattern(ImmutableArray<string> Pieces)
{
    /// <summary>Says whether a text is like the pattern. Each piece is looked for once, so the time grows with the text and not beyond.</summary>
    public bool IsMatch(string text)
    {
        string first = Pieces[0];
        if (Pieces.Length == 1)
        {
            return string.Equals(text, first, StringComparison.Ordinal);
        }

        string last = Pieces[^1];
        if (text.Length < first.Length + last.Length || !text.StartsWith(first, StringComparison.Ordinal) || !text.EndsWith(last, StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> rest = text.AsSpan(first.Length, text.Length - first.Length - last.Length);
        foreach (string piece in Pieces.AsSpan()[1..^1])
        {
            int at = rest.IndexOf(piece, StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + piece.Length)..];
        }

        return true;
    }
}
