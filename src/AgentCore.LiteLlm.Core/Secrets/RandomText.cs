namespace AgentCore.LiteLlm.Secrets;

/// <summary>Tells generated text from words: it changes between small letters, capitals and digits far more often.</summary>
internal static class RandomText
{
    private const int LeastCharacters = 8;

    /// <summary>Says whether a text was probably generated.</summary>
    /// <param name="text">The text.</param>
    /// <param name="leastChanges">How many changes of class a hundred characters must have at least.</param>
    /// <returns>True when it was.</returns>
    public static bool IsRandom(ReadOnlySpan<char> text, int leastChanges)
    {
        int characters = 0;
        int changes = 0;
        int last = 0;
        UInt128 seen = 0;
        foreach (char c in text)
        {
            int kind = KindOf(c);
            changes += kind != 0 && last != 0 && kind != last ? 1 : 0;
            characters += kind != 0 ? 1 : 0;
            seen |= c < 128 ? UInt128.One << c : 0;
            last = kind;
        }

        return changes >= 3 && changes * 100 >= characters * leastChanges && (int)UInt128.PopCount(seen) >= LeastCharacters;
    }

    /// <summary>Counts capitals, small letters and digits.</summary>
    /// <param name="text">The text.</param>
    /// <returns>How many there are of each.</returns>
    public static (int Capitals, int Small, int Digits) Count(ReadOnlySpan<char> text)
    {
        int capitals = 0;
        int small = 0;
        int digits = 0;
        foreach (char c in text)
        {
            capitals += char.IsAsciiLetterUpper(c) ? 1 : 0;
            small += char.IsAsciiLetterLower(c) ? 1 : 0;
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        }

        return (capitals, small, digits);
    }

    /// <summary>Says whether a text is made of words that begin with a capital, such as <c>Ec2MultiRegionSnitch</c> or <c>listOfTypeVar2</c>.</summary>
    /// <param name="text">Letters and digits.</param>
    /// <returns>True when small letters that stand together are most of it; dealt characters stand so for a third.</returns>
    public static bool IsCamel(ReadOnlySpan<char> text)
    {
        int together = 0;
        int run = 0;
        for (int at = 0; at <= text.Length; at++)
        {
            if (at < text.Length && char.IsAsciiLetterLower(text[at]))
            {
                run++;
                continue;
            }

            together += run > 1 ? run : 0;
            run = 0;
        }

        return together * 5 >= text.Length * 3;
    }

    /// <summary>Says whether a text is a number in hexadecimal.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True when it has nothing but hexadecimal digits, letters among them.</returns>
    public static bool IsHex(ReadOnlySpan<char> text)
    {
        bool hasLetter = false;
        foreach (char c in text)
        {
            if (!char.IsAsciiHexDigit(c))
            {
                return false;
            }

            hasLetter |= char.IsAsciiLetter(c);
        }

        return hasLetter;
    }

    /// <summary>Says whether a text is text of two bytes a character in Base64: every second byte is zero, so A stands everywhere.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True when it is.</returns>
    public static bool IsWide(ReadOnlySpan<char> text) => text.Length >= 16 && text.Count('A') * 5 >= text.Length;

    private static int KindOf(char c) => char.IsAsciiDigit(c) ? 1 : char.IsAsciiLetterLower(c) ? 2 : char.IsAsciiLetterUpper(c) ? 3 : 0;
}
