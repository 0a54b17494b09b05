using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Secrets;

/// <summary>Knows tokens by their looks: the prefixes that vendors give them, and dense random text.</summary>
internal static class TokenShapes
{
    private const int LeastBody = 8;

    private static readonly ImmutableArray<TokenShape[]> ByFirst = Arrange();

    /// <summary>Says whether a word looks like a token.</summary>
    /// <param name="word">Letters, digits, <c>_</c> and <c>-</c>.</param>
    /// <returns>True when it does.</returns>
    public static bool IsToken(ReadOnlySpan<char> word) => HasKnownPrefix(word) || Find(word) is { Kind: not null } || IsDense(word);

    /// <summary>Says whether a word begins as the tokens of some vendor do, and goes on long enough to be one.</summary>
    /// <param name="word">The word.</param>
    /// <returns>True when it does.</returns>
    public static bool HasKnownPrefix(ReadOnlySpan<char> word)
    {
        foreach (TokenShape shape in ShapesFor(word))
        {
            if (shape.IsKnownByPrefix && word.Length >= shape.Prefix.Length + LeastBody && word.StartsWith(shape.Prefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds the shape of the token that a text begins with.</summary>
    /// <param name="text">The text; what follows the token may follow here.</param>
    /// <returns>The shape; null when it begins with none.</returns>
    public static TokenShape? Find(ReadOnlySpan<char> text)
    {
        foreach (TokenShape shape in ShapesFor(text))
        {
            if (text.StartsWith(shape.Prefix, StringComparison.Ordinal) && shape.Continues(text))
            {
                return shape;
            }
        }

        return null;
    }

    // One small list for each first letter: nearly every word is turned away by a few comparisons. The longest prefix comes first.
    private static ReadOnlySpan<TokenShape> ShapesFor(ReadOnlySpan<char> text) =>
        text.Length >= LeastBody && text[0] < ByFirst.Length ? ByFirst[text[0]] : [];

    private static ImmutableArray<TokenShape[]> Arrange()
    {
        TokenShape[] all = [.. TokenTable.Secret, .. TokenTable.Public];
        TokenShape[][] byFirst = new TokenShape[128][];
        for (int first = 0; first < byFirst.Length; first++)
        {
            TokenShape[] shapes = Array.FindAll(all, shape => shape.Prefix[0] == first);
            byFirst[first] = shapes.Length < 2 ? shapes : [.. shapes.OrderByDescending(shape => shape.Prefix.Length)];
        }

        return [.. byFirst];
    }

    private static bool IsDense(ReadOnlySpan<char> word)
    {
        int start = 0;
        for (int at = 0; at <= word.Length; at++)
        {
            if (at == word.Length || !char.IsAsciiLetterOrDigit(word[at]))
            {
                if (at - start >= 20 && IsDensePart(word[start..at]))
                {
                    return true;
                }

                start = at + 1;
            }
        }

        return false;
    }

    private static bool IsDensePart(ReadOnlySpan<char> part)
    {
        int upper = 0;
        int lower = 0;
        int digits = 0;
        bool hex = true;
        foreach (char c in part)
        {
            upper += char.IsAsciiLetterUpper(c) ? 1 : 0;
            lower += char.IsAsciiLetterLower(c) ? 1 : 0;
            digits += char.IsAsciiDigit(c) ? 1 : 0;
            hex &= char.IsAsciiHexDigit(c);
        }

        if (hex)
        {
            // 32 hex digits are an account or gateway number; longer ones are keys.
            return part.Length >= 40 && digits > 0 && upper + lower > 0;
        }

        return digits > 1 && ((upper > 1 && lower > 1) || (part.Length >= 32 && digits > 5));
    }
}
