namespace AgentCore.LiteLlm.Secrets;

/// <summary>Finds credentials in text that should hold none.</summary>
/// <remarks>Unlike <see cref="SecretShapes"/>, which would rather mask too much, it would rather miss one than accuse a word.</remarks>
internal static class InlineSecrets
{
    /// <summary>A text with more than these is reported often enough.</summary>
    public const int Most = 100;

    private const int LeastText = 12;
    private const int MostTried = 8;
    private const string PrivateKey = "a private key";

    /// <summary>Adds everything that a text holds.</summary>
    /// <param name="text">The text: a value, or a comment.</param>
    /// <param name="found">What was found so far.</param>
    public static void Find(string text, ref List<InlineSecret>? found)
    {
        if (text.Length < LeastText)
        {
            return;
        }

        if (IsPrivateKey(text, out int start))
        {
            (found ??= []).Add(new InlineSecret(start, text.Length - start, PrivateKey));
            return;
        }

        FindWords(text, ref found);
        SecretPairs.Find(text, ref found);
    }

    /// <summary>Says what a value is that stands where a credential stands.</summary>
    /// <param name="value">The value.</param>
    /// <returns>What it is; null when it is none, only shows where one would go, or says where it is kept.</returns>
    public static string? FindKind(string value)
    {
        bool isWord = value.Length < 8 && value.AsSpan().IndexOfAnyInRange('0', '9') < 0;
        return isWord || Placeholders.IsPlaceholder(value) || Placeholders.IsReference(value) ? null
            : IsPrivateKey(value, out _) ? PrivateKey
            : TokenKinds.Find(value) ?? "a credential";
    }

    /// <summary>Says what a value is that stands in the place of a variable's name.</summary>
    /// <param name="value">The value.</param>
    /// <returns>What it is; null when it is no credential.</returns>
    public static string? FindKindOfName(ReadOnlySpan<char> value)
    {
        // The names of variables are written in capitals, S3_V2_K8S among them.
        bool isKey = value.Length >= 16 && value.IndexOfAnyInRange('a', 'z') >= 0
            && (RandomText.IsHex(value) ? value.Length >= 32 : RandomText.IsRandom(value, 30));
        return TokenKinds.Find(value) ?? (isKey && !Placeholders.IsPlaceholder(value) && !Placeholders.IsReference(value) ? "a random key" : null);
    }

    private static bool IsPrivateKey(string text, out int start)
    {
        start = text.IndexOf("-----BEGIN", StringComparison.Ordinal);
        if (start >= 0 && text.AsSpan(start).Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            return true;
        }

        start = text.IndexOf("PuTTY-User-Key-File-", StringComparison.Ordinal);
        return start >= 0;
    }

    private static void FindWords(string text, ref List<InlineSecret>? found)
    {
        bool afterScheme = false;
        int at = 0;
        while (at < text.Length && !(found?.Count >= Most))
        {
            int start = at;
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
            (int skipped, string? kind) = FindToken(word, afterScheme);
            kind ??= FindDotted(text, at, word) ?? FindTelegram(text, start, word);
            if (kind is not null && !IsChecksum(text, start))
            {
                at = EndOfToken(text, at);
                at -= text[at - 1] == '.' ? 1 : 0;
                (found ??= []).Add(new InlineSecret(start + skipped, at - start - skipped, kind));
            }

            afterScheme = word is "Bearer" or "bearer" or "Basic" or "basic";
        }
    }

    // The token may follow other letters: the '-' of ':-' before a default, or 'my-key-' before 'sk-...'.
    private static (int Skipped, string? Kind) FindToken(ReadOnlySpan<char> word, bool afterScheme)
    {
        if (afterScheme && word.Length >= 16 && RandomText.IsRandom(word, 15) && !Placeholders.IsPlaceholder(word))
        {
            return (0, TokenKinds.Find(word) ?? "a bearer token");
        }

        if (word.Length < 16)
        {
            return (0, null);
        }

        int tried = 0;
        for (int at = 0; at < word.Length && tried < MostTried; at++)
        {
            bool isStart = (at == 0 || word[at - 1] is '-' or '_') && TokenShapes.HasKnownPrefix(word[at..]);
            tried += isStart ? 1 : 0;
            if (isStart && TokenKinds.Find(word[at..]) is { } kind)
            {
                return (at, kind);
            }
        }

        ReadOnlySpan<char> trimmed = word.TrimStart('-');
        return (word.Length - trimmed.Length, TokenKinds.Find(trimmed));
    }

    private static string? FindDotted(string text, int end, ReadOnlySpan<char> word)
    {
        string? kind = word switch
        {
            "SG" => "a SendGrid key",
            "hvs" or "hvb" or "hvr" => "a Vault token",
            _ => null,
        };
        if (kind is null || end + 20 > text.Length || text[end] != '.')
        {
            return null;
        }

        ReadOnlySpan<char> token = text.AsSpan(end + 1, Math.Min(text.Length - end - 1, 64));
        return token[..16].IndexOf('.') < 0 && RandomText.IsRandom(token, 15) && !Placeholders.IsPlaceholder(token) ? kind : null;
    }

    // The number of the bot, a colon, and a word that begins with 'AA'.
    private static string? FindTelegram(string text, int start, ReadOnlySpan<char> word)
    {
        bool isToken = word.Length is >= 33 and <= 40 && word.StartsWith("AA", StringComparison.Ordinal)
            && start > 8 && text[start - 1] == ':' && text.AsSpan(start - 9, 8).IndexOfAnyExceptInRange('0', '9') < 0;
        return isToken && RandomText.IsRandom(word, 15) ? "a Telegram token" : null;
    }

    private static bool IsChecksum(string text, int start) =>
        text.AsSpan(0, start).EndsWith("sha256:", StringComparison.OrdinalIgnoreCase)
            || text.AsSpan(0, start).EndsWith("sha512:", StringComparison.OrdinalIgnoreCase);

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
