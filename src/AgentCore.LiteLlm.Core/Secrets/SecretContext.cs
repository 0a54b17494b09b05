using System.Buffers;
using System.Globalization;

namespace AgentCore.LiteLlm.Secrets;

/// <summary>Judges random text, which may be a key or a checksum, by the words before it.</summary>
internal static class SecretContext
{
    private const int Looked = 40;
    private const int LeastAnnounced = 16;

    private static readonly SearchValues<char> WordBreaks = SearchValues.Create("-_./: ");
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.,_ ");

    private static readonly SearchValues<string> DigestWords = SearchValues.Create(
        [
            "sha1", "sha256", "sha384", "sha512", "sha-", "sha_", "_sha", "md5", "blake", "checksum", "digest", "hash", "integrity", "fingerprint", "etag",
            "commit", "revision", "cache", "base64,", "/d/",
        ],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> SecretWords = SearchValues.Create(
        ["api key", "api-key", "api_key", "apikey", "access key", "access_key", "secret", "token", "password", "credential", "bearer"],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> IdWords = SearchValues.Create(["_id", "-id", " id"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> WordCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_./: ");

    /// <summary>Says whether the words before a place announce a checksum, or the number of a version.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">The place.</param>
    /// <returns>True when they do.</returns>
    public static bool IsDigest(string text, int start) => Before(text, start).ContainsAny(DigestWords);

    /// <summary>Says whether a key holds checksums, or numbers of versions.</summary>
    /// <param name="name">The key.</param>
    /// <returns>True when it does.</returns>
    public static bool IsDigestName(ReadOnlySpan<char> name) => name.ContainsAny(DigestWords);

    /// <summary>Says whether a word that is mostly an id, such as a hexadecimal number, is announced as a key.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the word begins.</param>
    /// <param name="word">The word.</param>
    /// <returns>True when it is.</returns>
    public static bool IsAnnounced(string text, int start, ReadOnlySpan<char> word)
    {
        if (word.Length < LeastAnnounced || !RandomText.IsRandom(word, 25) || Placeholders.IsPlaceholder(word))
        {
            return false;
        }

        (int capitals, int small, int digits) = RandomText.Count(word);
        ReadOnlySpan<char> before = Before(text, start);
        return digits > 2 && capitals + small > 2 && before.ContainsAny(SecretWords) && !before.ContainsAny(IdWords);
    }

    /// <summary>Says whether a value is a number, words, an address or the name of a class: nothing that was made to be secret.</summary>
    /// <param name="value">The value.</param>
    /// <returns>True when it is.</returns>
    public static bool IsPlain(ReadOnlySpan<char> value)
    {
        ReadOnlySpan<char> trimmed = value.Trim();
        bool isWords = trimmed.IndexOfAnyExcept(WordCharacters) < 0 && (trimmed.Length < 16 || trimmed.IndexOfAny(WordBreaks) >= 0);
        return (isWords && !RandomText.IsRandom(trimmed, 30)) || IsNumber(trimmed) || IsPath(trimmed) || IsNameWithVersion(trimmed);
    }

    // 50256, 3e-07, 30s.
    private static bool IsNumber(ReadOnlySpan<char> value)
    {
        int unit = value.IndexOfAnyExcept(NumberCharacters);
        return unit < 0 ? value.Length < 20
            : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            || (unit > 0 && value.Length - unit <= 3 && value[unit..].IndexOfAnyInRange('0', '9') < 0);
    }

    // An address, a file, or the name of a class: parts that are words.
    private static bool IsPath(ReadOnlySpan<char> value)
    {
        bool isPath = value.Contains("://", StringComparison.Ordinal) || value.IndexOf('/') >= 0 || value.IndexOf('.') > 0;
        return isPath && value.IndexOfAny(' ', '=') < 0 && !RandomText.IsRandom(value, 20);
    }

    // db-credentials-v2, cl100k_base, every-90d: parts of small letters, of which none is random.
    private static bool IsNameWithVersion(ReadOnlySpan<char> value)
    {
        (int capitals, int small, int digits) = RandomText.Count(value);
        return digits <= 4 && small > digits && (capitals == 0 || small > 3 * capitals)
            && value.IndexOfAny('-', '_') > 0 && !RandomText.IsRandom(value, 30);
    }

    private static ReadOnlySpan<char> Before(string text, int start)
    {
        ReadOnlySpan<char> before = text.AsSpan(Math.Max(0, start - Looked), Math.Min(start, Looked));
        int line = before.LastIndexOf('\n');
        return before[(line + 1)..];
    }
}
