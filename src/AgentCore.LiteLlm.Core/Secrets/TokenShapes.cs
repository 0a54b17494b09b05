namespace AgentCore.LiteLlm.Secrets;

/// <summary>Knows tokens by their looks: the prefixes that vendors give them, and dense random text.</summary>
internal static class TokenShapes
{
    private const int LeastBody = 8;

    /// <summary>Says whether a word looks like a token.</summary>
    /// <param name="word">Letters, digits, <c>_</c> and <c>-</c>.</param>
    /// <returns>True when it does.</returns>
    public static bool IsToken(ReadOnlySpan<char> word) => HasKnownPrefix(word) || IsDense(word);

    /// <summary>Says whether a word begins as the tokens of some vendor do, and goes on long enough to be one.</summary>
    /// <param name="word">The word.</param>
    /// <returns>True when it does.</returns>
    public static bool HasKnownPrefix(ReadOnlySpan<char> word)
    {
        // One small list for each first letter: nearly every word is turned away by a single comparison.
        return word.Length >= LeastBody && word[0] switch
        {
            's' => BeginsWith(word, ["sk-", "sk_", "shpat_", "secret-"]),
            'p' => BeginsWith(word, ["pk-lf-", "pplx-", "pcsk_", "pypi-", "pat-"]),
            'g' => BeginsWith(word, ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "gsk_", "glpat-"]),
            'A' => BeginsWith(word, ["AKIA", "ASIA", "ABIA", "ACCA", "A3T", "AIza", "ABSK", "AGE-SECRET-KEY-"]),
            'x' => BeginsWith(word, ["xoxb-", "xoxa-", "xoxp-", "xoxo-", "xoxr-", "xoxs-", "xoxe-", "xapp-", "xai-"]),
            'h' => BeginsWith(word, ["hf_"]),
            'r' => BeginsWith(word, ["r8_", "rk_live_", "rk_test_", "rk_prod_"]),
            'n' => BeginsWith(word, ["npm_", "nvapi-"]),
            'l' => BeginsWith(word, ["lsv2_"]),
            'a' => BeginsWith(word, ["api_org_"]),
            'b' => BeginsWith(word, ["bedrock-api-key-"]),
            'c' => BeginsWith(word, ["cfut_", "cfat_", "cfk_"]),
            'd' => BeginsWith(word, ["dapi", "dop_v1_"]),
            'e' => BeginsWith(word, ["eyJ"]),
            'o' => BeginsWith(word, ["ops_eyJ"]),
            'S' => BeginsWith(word, ["SK0"]),
            'w' => BeginsWith(word, ["whsec_"]),
            _ => false,
        };
    }

    private static bool BeginsWith(ReadOnlySpan<char> word, ReadOnlySpan<string> prefixes)
    {
        foreach (string prefix in prefixes)
        {
            if (word.Length >= prefix.Length + LeastBody && word.StartsWith(prefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
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
