using System.Buffers;

namespace AgentCore.LiteLlm.Secrets;

/// <summary>Finds credentials by where they stand: after a key that names one, in the user part of an address, in its query.</summary>
internal static class SecretValues
{
    private const int LongestKey = 65;

    private static readonly SearchValues<char> UserEnds = SearchValues.Create("@/ \t\"'");
    private static readonly SearchValues<char> WordEnds = SearchValues.Create(" \t,}]");
    private static readonly SearchValues<char> QueryEnds = SearchValues.Create(" \t&\"'#;,");

    /// <summary>Adds what stands where a credential stands.</summary>
    /// <param name="line">The line.</param>
    /// <param name="found">What was found so far.</param>
    public static void Find(string line, ref List<SecretSpan>? found)
    {
        int at = 0;
        while (at < line.Length)
        {
            int next = line.AsSpan(at).IndexOfAny(':', '=');
            if (next < 0)
            {
                return;
            }

            at += next;
            SecretSpan? secret = line.AsSpan(at).StartsWith("://", StringComparison.Ordinal) ? FindUser(line, at + 3) : FindValue(line, at);
            if (secret is { } span)
            {
                (found ??= []).Add(span);
                at = Math.Max(at + 1, span.End);
            }
            else
            {
                at++;
            }
        }
    }

    /// <summary>Says whether a value is only the name of a variable, so that it may be shown.</summary>
    /// <param name="value">The value, perhaps in quotes or with a comment after it.</param>
    /// <returns>True when it is.</returns>
    public static bool IsReference(ReadOnlySpan<char> value)
    {
        ReadOnlySpan<char> rest = value.Trim();
        if (rest is ['$', '{', .. var inside, '}'])
        {
            return IsPlainVariable(inside);
        }

        int end = rest.IndexOfAny(WordEnds);
        ReadOnlySpan<char> word = (end < 0 ? rest : rest[..end]).Trim("'\"");
        bool isAlone = end < 0 || rest[end] != ' ' || rest[end..].TrimStart() is ['#', ..];
        return isAlone && IsPlainVariable(word);
    }

    private static SecretSpan? FindUser(string line, int start)
    {
        ReadOnlySpan<char> rest = line.AsSpan(start);
        int end = rest.IndexOfAny(UserEnds);
        return end > 0 && rest[end] == '@' ? new SecretSpan(start, end) : null;
    }

    private static SecretSpan? FindValue(string line, int separator)
    {
        ReadOnlySpan<char> key = KeyBefore(line, separator);
        bool isReference = CredentialKeys.IsVariableReference(key);
        bool isHeaders = CredentialKeys.IsHeaders(key);
        bool isQuery = line[separator] == '=' && IsQueryKey(line, separator, key);
        if (!isReference && !isHeaders && !isQuery && !CredentialKeys.IsCredential(key))
        {
            return null;
        }

        int start = separator + 1;
        while (start < line.Length && line[start] is ' ' or '\t')
        {
            start++;
        }

        // 'arn:aws:...:secret:name' is an address, not a key and a value.
        int before = separator - key.Length - 1;
        bool isAddress = line[separator] == ':' && start == separator + 1 && before >= 0 && line[before] is ':' or '/';
        if (start == line.Length || isAddress || (isHeaders && line[start] is not ('{' or '[')))
        {
            return null;
        }

        ReadOnlySpan<char> word = WordAt(line, start);
        if (isReference ? IsReference(line.AsSpan(start)) : IsHarmless(word))
        {
            return null;
        }

        int end = line[separator] == '=' ? start + EndOfWord(line.AsSpan(start)) : EndOfValue(line, start);
        return end > start ? new SecretSpan(start, end - start) : null;
    }

    private static ReadOnlySpan<char> KeyBefore(string line, int separator)
    {
        int end = separator;
        while (end > 0 && separator - end < 3 && line[end - 1] is ' ' or '"' or '\'')
        {
            end--;
        }

        int start = end;
        while (start > 0 && end - start < LongestKey && (char.IsAsciiLetterOrDigit(line[start - 1]) || line[start - 1] is '_' or '-' or '.'))
        {
            start--;
        }

        return line.AsSpan(start, end - start);
    }

    private static bool IsQueryKey(string line, int separator, ReadOnlySpan<char> key)
    {
        int before = separator - key.Length - 1;
        return before >= 0 && line[before] is '?' or '&'
            && (key.Equals("key", StringComparison.OrdinalIgnoreCase) || key.Equals("sig", StringComparison.OrdinalIgnoreCase)
                || key.Equals("code", StringComparison.OrdinalIgnoreCase) || key.EndsWith("signature", StringComparison.OrdinalIgnoreCase));
    }

    private static ReadOnlySpan<char> WordAt(string line, int start)
    {
        ReadOnlySpan<char> rest = line.AsSpan(start);
        int end = rest.IndexOfAny(WordEnds);
        return end < 0 ? rest : rest[..end];
    }

    private static int EndOfWord(ReadOnlySpan<char> rest)
    {
        int end = rest.IndexOfAny(QueryEnds);
        return end < 0 ? rest.Length : end;
    }

    private static int EndOfValue(string line, int start)
    {
        char quote = line[start];
        if (quote is not ('"' or '\''))
        {
            return line.Length;
        }

        for (int at = start + 1; at < line.Length; at++)
        {
            bool isEscape = quote == '"' ? line[at] == '\\' : line[at] == '\'' && at + 1 < line.Length && line[at + 1] == '\'';
            if (isEscape)
            {
                at++;
            }
            else if (line[at] == quote)
            {
                return at + 1;
            }
        }

        return line.Length;
    }

    // A name in small letters may be a password: what is shown is written as variables mostly are.
    private static bool IsPlainVariable(ReadOnlySpan<char> word) => word.IndexOfAnyInRange('a', 'z') < 0 && VariableNames.IsPlausible(word);

    private static bool IsHarmless(ReadOnlySpan<char> word) =>
        word is "null" or "~" or "true" or "false" or "|" or ">" or "|-" or ">-" or "\"\"" or "''" or "none" or "***"
        || (word.Length < 6 && word.IndexOfAnyExceptInRange('0', '9') < 0)
        || (word.StartsWith("${", StringComparison.Ordinal) && word[^1] == '}' && word.IndexOf(':') < 0);
}
