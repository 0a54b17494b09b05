using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Secrets;

/// <summary>Finds credentials in text that should hold none.</summary>
/// <remarks>Unlike <see cref="SecretShapes"/>, which would rather mask too much, it would rather miss one than accuse a word.</remarks>
internal static class InlineSecrets
{
    /// <summary>A text with more than these is reported often enough.</summary>
    public const int Most = 100;

    private const int LeastText = 12;
    private const int MostTried = 8;
    private const int LeastBody = 16;

    // 'sha512-' before the digits themselves.
    private const int LongestScheme = 8;
    private const string PrivateKey = "a private key";

    // '-----BEGIN CERT' and '-----BEGIN PUBLI' in Base64.
    private const string Certificate = "LS0tLS1CRUdJTiBDRVJU";
    private const string PublicKey = "LS0tLS1CRUdJTiBQVUJMSU";

    /// <summary>Adds everything that a text holds.</summary>
    /// <param name="text">The text: a value, or a comment.</param>
    /// <param name="found">What was found so far.</param>
    /// <param name="isDigest">Whether its key holds checksums, so that random text is no secret.</param>
    public static void Find(string text, ref List<InlineSecret>? found, bool isDigest = false)
    {
        if (text.Length < LeastText || Placeholders.IsEncrypted(text))
        {
            return;
        }

        if (IsPrivateKey(text, out int start))
        {
            (found ??= []).Add(new InlineSecret(start, text.Length - start, PrivateKey));
            return;
        }

        FindWords(text, isDigest, ref found);
        SecretPairs.Find(text, ref found);
    }

    /// <summary>Says what a value is that stands where a credential stands.</summary>
    /// <param name="value">The value.</param>
    /// <param name="promise">What its key promises.</param>
    /// <returns>What it is; null when it is none, only shows where one would go, or says where it is kept.</returns>
    public static string? FindKind(string value, KeyPromise promise = KeyPromise.Password)
    {
        if (promise == KeyPromise.None)
        {
            return null;
        }

        bool isWord = value.Length < 8 && value.AsSpan().IndexOfAnyInRange('0', '9') < 0;
        ReadOnlySpan<char> bare = value.AsSpan(SecretPairs.LengthOfScheme(value));
        return isWord || Placeholders.IsPlaceholder(bare) || Placeholders.IsReference(bare) ? null
            : IsPrivateKey(value, out _) ? PrivateKey
            : TokenKinds.Find(value) ?? (IsCredential(bare, promise) ? "a credential" : null);
    }

    /// <summary>
    /// Says whether a value is what its key promises: a password may be any word; a token is none, and no number, address or name of a class.
    /// </summary>
    /// <param name="value">The value, which is no placeholder.</param>
    /// <param name="promise">What its key promises.</param>
    /// <returns>True when it is.</returns>
    public static bool IsCredential(ReadOnlySpan<char> value, KeyPromise promise) => promise switch
    {
        KeyPromise.Password => true,
        KeyPromise.Token => !SecretContext.IsPlain(value),
        KeyPromise.Vague => IsKeyLike(value),
        _ => false,
    };

    /// <summary>Says what a value is that stands in the place of a variable's name.</summary>
    /// <param name="value">The value.</param>
    /// <returns>What it is; null when it is no credential.</returns>
    public static string? FindKindOfName(ReadOnlySpan<char> value)
    {
        bool isName = VariableNames.IsPlausible(value) || Placeholders.IsPlaceholder(value) || Placeholders.IsReference(value);
        return isName ? null : TokenKinds.Find(value) ?? (IsKeyLike(value) || VariableTemplate.IsVariableName(value) ? TokenKinds.Random : null);
    }

    private static bool IsKeyLike(ReadOnlySpan<char> value) =>
        value.Length >= 16 && (RandomText.IsHex(value.TrimStart('-')) ? value.Length >= 32 : RandomText.IsRandom(value, 30));

    // A certificate, a public key, or what Jenkins encrypted.
    private static bool IsCertificate(string text, int at) => text.AsSpan(at).StartsWith(Certificate, StringComparison.Ordinal)
        || text.AsSpan(at).StartsWith(PublicKey, StringComparison.Ordinal)
        || (at > 0 && text[at - 1] == '{' && text.AsSpan(at).StartsWith("AQAAABAAAA", StringComparison.Ordinal));

    // Whoever explains where a key goes writes its first line alone.
    private static bool IsPrivateKey(string text, out int start)
    {
        start = text.IndexOf("-----BEGIN", StringComparison.Ordinal);
        int words = start < 0 ? -1 : text.IndexOf("PRIVATE KEY", start, StringComparison.Ordinal);
        if (words >= 0 && HoldsBody(text.AsSpan(words + "PRIVATE KEY".Length)))
        {
            return true;
        }

        start = text.IndexOf("PuTTY-User-Key-File-", StringComparison.Ordinal);
        return start >= 0;
    }

    private static bool HoldsBody(ReadOnlySpan<char> rest)
    {
        int letters = 0;
        for (int at = 0; at < rest.Length && letters < LeastBody; at++)
        {
            letters = char.IsAsciiLetterOrDigit(rest[at]) || rest[at] is '+' or '/' or '=' ? letters + 1 : 0;
        }

        return letters >= LeastBody;
    }

    private static void FindWords(string text, bool isDigest, ref List<InlineSecret>? found)
    {
        bool afterScheme = false;
        int at = 0;
        int wideEnd = 0;
        while (at < text.Length && !(found?.Count >= Most))
        {
            int start = at;
            if (at >= wideEnd && Base64Run.LengthAt(text, at) is > 0 and int length)
            {
                wideEnd = at + length;
                ReadOnlySpan<char> run = text.AsSpan(at, length);
                bool isWrapped = Base64Run.IsWrapped(text, at, wideEnd);
                bool isKey = Base64Run.IsKey(run) && !Base64Run.IsText(run);

                // Nearly every run is a word, about whose neighbours nobody asks.
                bool isHarmless = isWrapped || ((isKey || length > Base64Run.Most) && (isDigest || IsCertificate(text, at)
                    || SecretContext.IsDigest(text, at) || SecretContext.IsName(text, at, wideEnd)));

                // An image or a certificate in the text is looked at in no part.
                if (isKey || isWrapped || (isHarmless && length > Base64Run.Most))
                {
                    if (!isHarmless)
                    {
                        (found ??= []).Add(new InlineSecret(at, length, TokenKinds.Random));
                    }

                    at = wideEnd;
                    continue;
                }
            }

            while (at < text.Length && IsWordCharacter(text[at]))
            {
                at++;
            }

            if (at == start)
            {
                at++;
                continue;
            }

            ReadOnlySpan<char> word = text.AsSpan(start, at - start);
            (int skipped, string? kind) = FindToken(text, start, word, afterScheme);
            kind ??= FindTelegram(text, start, word);
            if (kind is not null)
            {
                bool isHarmless = kind == TokenKinds.Random
                    && (isDigest || SecretContext.IsDigest(text, start + Math.Min(word.Length, LongestScheme)) || SecretContext.IsName(text, start, at));
                at = EndOfToken(text, at);
                at -= text[at - 1] == '.' ? 1 : 0;
                isHarmless |= kind == TokenKinds.Random && Base64Run.IsText(text.AsSpan(start, at - start));
                if (!isHarmless)
                {
                    (found ??= []).Add(new InlineSecret(start + skipped, at - start - skipped, kind));
                }
            }

            afterScheme = word is "Bearer" or "bearer" or "Basic" or "basic";
        }
    }

    // The token may follow other letters: the '-' of ':-' before a default, or 'my-key-' before 'sk-...'.
    private static (int Skipped, string? Kind) FindToken(string text, int start, ReadOnlySpan<char> word, bool afterScheme)
    {
        ReadOnlySpan<char> rest = text.AsSpan(start);
        if (afterScheme && word.Length >= 16 && RandomText.IsRandom(word, 15) && !Placeholders.IsPlaceholder(word))
        {
            return (0, TokenKinds.Find(rest) ?? "a bearer token");
        }

        int tried = 0;
        for (int at = 0; at < word.Length && tried < MostTried; at++)
        {
            bool isStart = (at == 0 || word[at - 1] is '-' or '_') && TokenShapes.Find(rest[at..]) is not null;
            tried += isStart ? 1 : 0;
            if (isStart && TokenKinds.Find(rest[at..]) is { } kind)
            {
                return (at, kind);
            }
        }

        ReadOnlySpan<char> trimmed = rest.TrimStart('-');
        return tried > 0 ? (0, null)
            : (rest.Length - trimmed.Length, TokenKinds.Find(trimmed) ?? (SecretContext.IsAnnounced(text, start, word) ? TokenKinds.Random : null));
    }

    // The number of the bot, a colon, and a word that begins with 'AA'.
    private static string? FindTelegram(string text, int start, ReadOnlySpan<char> word)
    {
        bool isToken = word.Length is >= 33 and <= 40 && word.StartsWith("AA", StringComparison.Ordinal)
            && start > 8 && text[start - 1] == ':' && text.AsSpan(start - 9, 8).IndexOfAnyExceptInRange('0', '9') < 0;
        return isToken && RandomText.IsRandom(word, 15) ? "a Telegram token" : null;
    }

    private static int EndOfToken(string text, int at)
    {
        while (at < text.Length && (IsWordCharacter(text[at]) || text[at] is '.' or '+' or '/' or '=' or '~'))
        {
            at++;
        }

        return at;
    }

    private static bool IsWordCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';
}
