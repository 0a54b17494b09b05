using System.Buffers;

namespace AgentCore.LiteLlm.Secrets;

/// <summary>Names the kinds of tokens, where it is certain enough that one stands there to tell its author.</summary>
internal static class TokenKinds
{
    /// <summary>What random text is called that no vendor's shape explains.</summary>
    public const string Random = "a random key";

    private const int LeastLength = 20;
    private const int Looked = 100;
    private const int LeastHash = 64;
    private const int LeastBroken = 32;
    private const int AccessKeyIdLength = 20;
    private const int AccessKeyIdPrefix = 4;
    private const int CloudflareKeyLength = 37;

    private static readonly SearchValues<char> AccessKeyIdCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    /// <summary>Says what kind of token a text begins with.</summary>
    /// <param name="text">The text, from a word of letters, digits, <c>_</c> and <c>-</c> on.</param>
    /// <returns>The kind, as it reads after 'looks like'; null when it is none.</returns>
    public static string? Find(ReadOnlySpan<char> text)
    {
        if (text.Length < LeastLength)
        {
            return null;
        }

        // The beginning says it all, and hostile text may hold a beginning at every third character.
        ReadOnlySpan<char> start = text[..Math.Min(text.Length, Looked)];
        ReadOnlySpan<char> word = start[..LengthOfWord(start)];
        TokenShape? shape = TokenShapes.Find(start);
        string? kind = shape is not null ? shape.Kind
            : IsAccessKeyId(word) ? "an AWS access key"
            : FindJoined(text, word) ?? FindRandom(word);
        return kind is null || Placeholders.IsPlaceholder(word) ? null : kind;
    }

    private static int LengthOfWord(ReadOnlySpan<char> text)
    {
        int at = 0;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '-'))
        {
            at++;
        }

        return at;
    }

    // AWS writes capitals with a digit here and there, which is not dense enough to be told from words by that alone.
    private static bool IsAccessKeyId(ReadOnlySpan<char> word) => word.Length == AccessKeyIdLength
        && word[..AccessKeyIdPrefix] is "AKIA" or "ASIA" or "ABIA" or "ACCA"
        && word.IndexOfAnyExcept(AccessKeyIdCharacters) < 0 && word[AccessKeyIdPrefix..].IndexOfAnyInRange('2', '7') >= 0;

    // Some vendors mark the middle or the end of a token, not its beginning.
    private static string? FindJoined(ReadOnlySpan<char> text, ReadOnlySpan<char> word)
    {
        ReadOnlySpan<char> after = text[word.Length..];
        return word.Length == 14 && after.StartsWith(".atlasv1.", StringComparison.Ordinal) ? "a Terraform token"
            : word.Length is >= 36 and <= 37 && word[32..] is ['-', 'u', 's', ..] && RandomText.IsHex(word[..32]) ? "a Mailchimp key"
            : word.Length == 40 && word[6] == '_' && word.EndsWith("_mmk", StringComparison.Ordinal) ? "a MaxMind key"
            : word is [_, _, _, >= '0' and <= '9', 'Q'] && after is ['~', .. var secret] && RandomText.IsRandom(secret[..Math.Min(secret.Length, 32)], 15)
                ? "an Entra ID client secret"
            : word is ['M' or 'N' or 'O', ..] && word.Length is >= 24 and <= 28 && after.Length > 30 && after[0] == '.' && after[7] == '.'
                && RandomText.IsRandom(word, 40) ? "a Discord token"
            : null;
    }

    private static string? FindRandom(ReadOnlySpan<char> word)
    {
        if (RandomText.IsWide(word))
        {
            return null;
        }

        if (word.Length >= LeastBroken && IsRandomBroken(word))
        {
            return Random;
        }

        int start = 0;
        for (int at = 0; at <= word.Length; at++)
        {
            if (at < word.Length && char.IsAsciiLetterOrDigit(word[at]))
            {
                continue;
            }

            if (at - start >= LeastLength && IsRandomPart(word[start..at]))
            {
                return Random;
            }

            start = at + 1;
        }

        return null;
    }

    // A checksum has forty digits, a gateway's account number thirty-two; neither is secret. Cloudflare's old keys have thirty-seven.
    private static bool IsRandomPart(ReadOnlySpan<char> part)
    {
        if (RandomText.IsHex(part))
        {
            return part.Length is CloudflareKeyLength or >= LeastHash && RandomText.IsRandom(part, 25);
        }

        (int capitals, int small, int digits) = RandomText.Count(part);

        // In one case only digits change the class, and names have few of them, at the end.
        return capitals == 0 || small == 0
            ? digits >= 4 && capitals + small >= 8 && RandomText.IsRandom(part, 25)
            : (digits > 0 ? RandomText.IsRandom(part, 40) : part.Length >= 24 && RandomText.IsRandom(part, 45)) && !RandomText.IsCamel(part);
    }

    // Base64 for addresses holds '-' and '_', between which no part may be long.
    private static bool IsRandomBroken(ReadOnlySpan<char> word)
    {
        (int capitals, int small, int digits) = RandomText.Count(word);
        return capitals > 3 && small > 3 && digits > 1 && RandomText.IsRandom(word, 40);
    }
}
