namespace AgentCore.LiteLlm.Secrets;

/// <summary>Finds credentials by their shape, wherever they stand.</summary>
internal static class SecretWords
{
    /// <summary>Adds every word that looks like a token.</summary>
    /// <param name="line">The line.</param>
    /// <param name="found">What was found so far.</param>
    public static void Find(string line, ref List<SecretSpan>? found)
    {
        int pem = line.IndexOf("-----BEGIN", StringComparison.Ordinal);
        if (pem >= 0 && line.AsSpan(pem).Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            (found ??= []).Add(new SecretSpan(pem, line.Length - pem));
            return;
        }

        bool afterScheme = false;
        int at = 0;
        while (at < line.Length)
        {
            int start = at;
            while (at < line.Length && IsWordCharacter(line[at]))
            {
                at++;
            }

            if (at == start)
            {
                at++;
                continue;
            }

            ReadOnlySpan<char> word = line.AsSpan(start, at - start);
            if ((afterScheme && LooksRandom(word)) || HoldsToken(word) || OpensDottedToken(line, at, word))
            {
                at = EndOfToken(line, at);
                (found ??= []).Add(new SecretSpan(start, at - start));
            }

            afterScheme = word.Equals("Bearer", StringComparison.OrdinalIgnoreCase) || word.Equals("Basic", StringComparison.OrdinalIgnoreCase);
        }
    }

    private static bool IsWordCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    // Base64 and JSON web tokens go on past the letters of a word.
    private static int EndOfToken(string line, int at)
    {
        while (at < line.Length && (IsWordCharacter(line[at]) || line[at] is '.' or '+' or '/' or '=' or '~'))
        {
            at++;
        }

        return at;
    }

    // A token may follow other letters: 'my-key-sk-...'. Only starts of parts are tried, a fixed number of times each.
    private static bool HoldsToken(ReadOnlySpan<char> word)
    {
        if (TokenShapes.IsToken(word))
        {
            return true;
        }

        for (int at = 1; at < word.Length; at++)
        {
            if (word[at - 1] is '-' or '_' && TokenShapes.HasKnownPrefix(word[at..]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool OpensDottedToken(string line, int end, ReadOnlySpan<char> word) =>
        word is "SG" or "hvs" or "hvb" or "hvr" && end + 8 < line.Length && line[end] == '.' && IsWordCharacter(line[end + 1]);

    private static bool LooksRandom(ReadOnlySpan<char> word) =>
        word.Length >= 8 && (word.IndexOfAnyInRange('0', '9') >= 0 || (word.IndexOfAnyInRange('A', 'Z') > 0 && word.IndexOfAnyInRange('a', 'z') >= 0));
}
