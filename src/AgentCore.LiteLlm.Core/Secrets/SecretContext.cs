using System.Buffers;
using System.Globalization;

namespace AgentCore.LiteLlm.Secrets;

/// <summary>Judges random text, which may be a key or a checksum, by the words before it.</summary>
internal static class SecretContext
{
    private const int Looked = 40;
    private const int LeastAnnounced = 16;
    private const int LongestAddress = 200;

    private static readonly SearchValues<char> WordBreaks = SearchValues.Create("-_./: ");
    private static readonly SearchValues<char> AddressEnds = SearchValues.Create(" \"'\t\n<>()");
    private static readonly SearchValues<char> UlidCharacters = SearchValues.Create("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.,_ ");

    private static readonly SearchValues<string> DigestWords = SearchValues.Create(
        [
            "sha1", "sha256", "sha384", "sha512", "sha-", "sha_", "_sha", "md5", "blake", "checksum", "digest", "hash", "integrity", "fingerprint", "etag",
            "commit", "revision", "cache", "base64,", "thoughtsignature", "thought_signature",
            "encrypted_content", "/d/", "docker://", "containerd://", "cri-o://",
            "ssh-rsa ", "ssh-dss ", "ssh-ed25519 ", "ecdsa-sha2-",
        ],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> SecretWords = SearchValues.Create(
        ["api key", "api-key", "api_key", "apikey", "access key", "access_key", "secret", "token", "password", "credential", "bearer"],
        StringComparison.OrdinalIgnoreCase);

    // What vendors begin the ids of calls, messages and files with; whom age encrypts for.
    private static readonly string[] IdStarts =
    [
        "tooluse_", "toolu_", "srvtoolu_", "call_", "chatcmpl-", "cmpl-", "resp_", "msg_", "rs_", "fc_", "run_", "thread_", "asst_", "file-", "batch_",
        "gen-", "age1",
    ];

    private static readonly SearchValues<string> Examples = SearchValues.Create(
        ["example:", "examples:", "example value", "e.g.", "示例"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> ExampleNames = SearchValues.Create(["placeholder", "example", "sample"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> IdWords = SearchValues.Create(["_id", "-id", " id"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> WordCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_./: ");

    /// <summary>Says whether the words before a place announce a checksum, or the number of a version.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">The place.</param>
    /// <returns>True when they do.</returns>
    public static bool IsDigest(string text, int start) => Before(text, start).ContainsAny(DigestWords);

    /// <summary>Says whether a key holds checksums, numbers of versions, ids, or what is encrypted already, as <c>secure:</c> does.</summary>
    /// <param name="name">The key.</param>
    /// <returns>True when it does.</returns>
    public static bool IsDigestName(ReadOnlySpan<char> name) =>
        name.ContainsAny(DigestWords) || CredentialKeys.IsId(name) || name.Equals("secure", StringComparison.OrdinalIgnoreCase) || IsExampleName(name);

    /// <summary>Says whether a key holds what shows how a value looks, in every language below it.</summary>
    /// <param name="name">The key.</param>
    /// <returns>True when it does.</returns>
    public static bool IsExampleName(ReadOnlySpan<char> name) => name.ContainsAny(ExampleNames);

    /// <summary>Says whether random text only names or shows something: an id, the revision of an action, a part of an address, an example.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the random text begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <returns>True when it does.</returns>
    public static bool IsName(string text, int start, int end)
    {
        ReadOnlySpan<char> before = Before(text, start).TrimEnd("=:\"' ");
        ReadOnlySpan<char> word = text.AsSpan(start, end - start);
        return IsIdWord(before) || IsId(word) || before.ContainsAny(Examples)
            || (start > 0 && text[start - 1] == '@' && RandomText.IsHex(word)) || IsInAddress(text, start, end);
    }

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

    /// <summary>Says whether a value is a number, words, several lines, an address or the name of a class: nothing that was made to be secret.</summary>
    /// <param name="value">The value.</param>
    /// <returns>True when it is.</returns>
    public static bool IsPlain(ReadOnlySpan<char> value)
    {
        ReadOnlySpan<char> trimmed = value.Trim();
        if (trimmed.Contains('\n'))
        {
            return true;
        }

        bool isWords = trimmed.IndexOfAnyExcept(WordCharacters) < 0 && (trimmed.Length < 16 || trimmed.IndexOfAny(WordBreaks) >= 0);
        bool isSentence = trimmed.Count(' ') > 3 && trimmed.IndexOf('=') < 0;
        return ((isWords || isSentence) && !RandomText.IsRandom(trimmed, isSentence ? 20 : 30))
            || IsNumber(trimmed) || IsDate(trimmed) || IsPath(trimmed) || IsNameWithVersion(trimmed);
    }

    // 50256, 3e-07, 30s.
    private static bool IsNumber(ReadOnlySpan<char> value)
    {
        int unit = value.IndexOfAnyExcept(NumberCharacters);
        return unit < 0 ? value.Length < 20
            : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            || (unit > 0 && value.Length - unit <= 3 && value[unit..].IndexOfAnyInRange('0', '9') < 0);
    }

    // 2022-11-28, with a time or without: the version of an API, as headers name it.
    private static bool IsDate(ReadOnlySpan<char> value) => value is [_, _, _, _, '-', _, _, ..] && char.IsAsciiDigit(value[0])
        && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    // An address, a file, or the name of a class: parts that are words.
    private static bool IsPath(ReadOnlySpan<char> value)
    {
        bool isPath = value.Contains("://", StringComparison.Ordinal) || value.IndexOf('/') >= 0 || value.IndexOf('.') > 0;
        return isPath && value.IndexOfAny(' ', '=') < 0 && (!RandomText.IsRandom(value, 20) || IsPathOfRevision(value));
    }

    // '/repos/x/statuses/d87daf01...': a path is no secret for the commit in it.
    private static bool IsPathOfRevision(ReadOnlySpan<char> value)
    {
        if (value[0] != '/' || value.Count('/') < 3)
        {
            return false;
        }

        foreach (Range part in value.Split('/'))
        {
            ReadOnlySpan<char> name = value[part];
            if (!(name.Length == 40 && RandomText.IsHex(name)) && RandomText.IsRandom(name, 20))
            {
                return false;
            }
        }

        return true;
    }

    // db-credentials-v2, cl100k_base, every-90d: parts of small letters, of which none is random.
    private static bool IsNameWithVersion(ReadOnlySpan<char> value)
    {
        (int capitals, int small, int digits) = RandomText.Count(value);
        return digits <= 4 && small > digits && (capitals == 0 || small > 3 * capitals)
            && value.IndexOfAny('-', '_') > 0 && !RandomText.IsRandom(value, 30);
    }

    private static bool IsId(ReadOnlySpan<char> word)
    {
        foreach (string start in IdStarts)
        {
            if (word.StartsWith(start, StringComparison.Ordinal))
            {
                return true;
            }
        }

        // A ULID begins with its time: until 2039 that is '01'.
        return word.Length == 26 && word is ['0', '1', ..] && word.IndexOfAnyExcept(UlidCharacters) < 0;
    }

    private static bool IsIdWord(ReadOnlySpan<char> before)
    {
        foreach (string end in (ReadOnlySpan<string>)["_id", "-id", " id", "Id", "ID", "_uid"])
        {
            if (before.EndsWith(end, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    // Who may call a hook has its address; what stands before '@' opens the rest.
    private static bool IsInAddress(string text, int start, int end)
    {
        ReadOnlySpan<char> before = text.AsSpan(Math.Max(0, start - LongestAddress), Math.Min(start, LongestAddress));
        before = before[(before.LastIndexOfAny(AddressEnds) + 1)..];
        return before.Contains("://", StringComparison.Ordinal) && !before.Contains("hook", StringComparison.OrdinalIgnoreCase)
            && !(end < text.Length && text[end] == '@');
    }

    private static ReadOnlySpan<char> Before(string text, int start)
    {
        ReadOnlySpan<char> before = text.AsSpan(Math.Max(0, start - Looked), Math.Min(start, Looked));
        int line = before.LastIndexOf('\n');
        return before[(line + 1)..];
    }
}
