namespace AgentCore.LiteLlm.Protection.Detection.Texts;

/// <summary>A word near a candidate, as the hashes that phrases are compared by.</summary>
/// <param name="Whole">The whole word's hash, in lower case.</param>
/// <param name="WithoutS">The hash without a final s; the whole word's where it has none.</param>
/// <param name="WithoutEs">The hash without a final es; the whole word's where it has none.</param>
internal readonly record struct ContextWord(ulong Whole, ulong WithoutS, ulong WithoutEs)
{
    private const ulong Seed = 14695981039346656037;
    private const ulong Factor = 1099511628211;

    /// <summary>Gets a value indicating whether it can be one of a phrase's words: none of them begins with a digit.</summary>
    public bool IsAny => Whole != 0;

    /// <summary>Reads a word.</summary>
    public static ContextWord From(ReadOnlySpan<char> word)
    {
        if (char.IsAsciiDigit(word[0]))
        {
            return default;
        }

        ulong hash = Seed;
        ulong one = Seed;
        ulong two = Seed;
        foreach (char c in word)
        {
            two = one;
            one = hash;
            hash = (hash ^ (c < '\u0080' ? (char)(char.IsAsciiLetterUpper(c) ? c | 0x20 : c) : char.ToLowerInvariant(c))) * Factor;
        }

        bool hasS = word.Length > 2 && (word[^1] is 's' or 'S');
        bool hasEs = hasS && word.Length > 3 && (word[^2] is 'e' or 'E');
        return new ContextWord(hash, hasS ? one : hash, hasEs ? two : hash);
    }

    /// <summary>Says whether this is a word or its plural.</summary>
    public bool Is(ulong word) => Whole == word || WithoutS == word || WithoutEs == word;
}
