using System.Buffers;

namespace AgentCore.LiteLlm.Secrets;

/// <summary>Finds credentials that stand after a name for one inside a text: in addresses, defaults of variables, connection strings, comments.</summary>
internal static class SecretPairs
{
    private const int LongestKey = 65;
    private const int LongestValue = 1_000;

    private static readonly SearchValues<char> UserEnds = SearchValues.Create("@/ \t\r\n\"'<>");
    private static readonly SearchValues<char> ValueEnds = SearchValues.Create(" \t\r\n&\"'#;,`}])<>");

    /// <summary>Adds every credential that a name gives away.</summary>
    /// <param name="text">The text.</param>
    /// <param name="found">What was found so far.</param>
    public static void Find(string text, ref List<InlineSecret>? found)
    {
        int at = 0;
        while (at < text.Length && !(found?.Count >= InlineSecrets.Most))
        {
            int next = text.AsSpan(at).IndexOfAny(':', '=');
            if (next < 0)
            {
                return;
            }

            at += next;
            InlineSecret? secret = text.AsSpan(at).StartsWith("://", StringComparison.Ordinal) ? FindUser(text, at + 3)
                : text.AsSpan(at).StartsWith(":-", StringComparison.Ordinal) ? FindDefault(text, at)
                : FindValue(text, at);
            if (secret is { } one && found?.Exists(other => one.Start < other.Start + other.Length && other.Start < one.Start + one.Length) != true)
            {
                (found ??= []).Add(one);
            }

            at++;
        }
    }

    /// <summary>Measures the scheme before a credential: in <c>Authorization: Bearer ...</c> it is the word after it.</summary>
    /// <param name="rest">The text from the scheme on.</param>
    /// <returns>Its length and that of the blank after it; 0 when there is none.</returns>
    public static int LengthOfScheme(ReadOnlySpan<char> rest)
    {
        foreach (string scheme in (ReadOnlySpan<string>)["Bearer ", "Basic ", "Token ", "ApiKey ", "Key "])
        {
            if (rest.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                return scheme.Length;
            }
        }

        return 0;
    }

    // A user's name alone is no secret, unless it is a token.
    private static InlineSecret? FindUser(string text, int start)
    {
        ReadOnlySpan<char> rest = text.AsSpan(start);
        int end = rest.IndexOfAny(UserEnds);
        if (end <= 0 || rest[end] != '@')
        {
            return null;
        }

        int colon = rest[..end].IndexOf(':');
        ReadOnlySpan<char> password = rest[(colon + 1)..end];
        bool isSecret = colon < 0
            ? TokenKinds.Find(password) is not null
            : password.Length > 2 && password[0] != '$' && password is not ['{', .., '}']
                && rest[0] != '[' && password.IndexOfAny('(', '\\') < 0 && !Placeholders.IsPlaceholder(password);
        return isSecret ? new InlineSecret(start + colon + 1, password.Length, "a password in an address") : null;
    }

    private static InlineSecret? FindDefault(string text, int colon)
    {
        ReadOnlySpan<char> name = KeyBefore(text, colon);
        int before = colon - name.Length;
        if (before < 2 || text[before - 1] != '{' || text[before - 2] != '$' || !CredentialKeys.IsCredential(name))
        {
            return null;
        }

        int start = colon + 2;
        int length = text.AsSpan(start, Math.Min(text.Length - start, LongestValue)).IndexOf('}');
        return length > 0 && InlineSecrets.FindKind(text.Substring(start, length)) is { } kind ? new InlineSecret(start, length, kind) : null;
    }

    private static InlineSecret? FindValue(string text, int separator)
    {
        ReadOnlySpan<char> key = KeyBefore(text, separator);
        bool isQuery = text[separator] == '=' && separator > key.Length && text[separator - key.Length - 1] is '?' or '&';
        KeyPromise promise = CredentialKeys.Judge(key);
        if (key.IsEmpty || !(promise != KeyPromise.None || (isQuery && IsQueryKey(key))))
        {
            return null;
        }

        int start = separator + 1;
        while (start < text.Length && text[start] is ' ' or '"' or '\'' && start - separator < 4)
        {
            start++;
        }

        start += LengthOfScheme(text.AsSpan(start));

        // 'arn:aws:...:secret:name' is an address, not a key and a value.
        int before = separator - key.Length - 1;
        bool isAddress = text[separator] == ':' && start == separator + 1 && before >= 0 && text[before] is ':' or '/';
        int length = isAddress ? 0 : LengthOfValue(text.AsSpan(start));
        ReadOnlySpan<char> value = text.AsSpan(start, length);
        // What stands behind '${' is a name; its default is found by the mark before it.
        bool isCredential = length >= 6 && !value.StartsWith("${", StringComparison.Ordinal)
            && (isQuery || (HoldsDigitAndLetter(value) && InlineSecrets.IsCredential(value, promise)))
            && !Placeholders.IsPlaceholder(value) && !Placeholders.IsReference(value);
        return isCredential ? new InlineSecret(start, length, isQuery ? "a credential in the query of an address" : "a credential") : null;
    }

    private static int LengthOfValue(ReadOnlySpan<char> rest)
    {
        int most = Math.Min(rest.Length, LongestValue);
        int end = rest[..most].IndexOfAny(ValueEnds);
        return end < 0 ? most : end;
    }

    private static ReadOnlySpan<char> KeyBefore(string text, int separator)
    {
        int end = separator;
        while (end > 0 && separator - end < 3 && text[end - 1] is ' ' or '"' or '\'')
        {
            end--;
        }

        int start = end;
        while (start > 0 && end - start < LongestKey && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '-'))
        {
            start--;
        }

        return text.AsSpan(start, end - start);
    }

    private static bool IsQueryKey(ReadOnlySpan<char> key) =>
        key.Equals("key", StringComparison.OrdinalIgnoreCase) || key.Equals("sig", StringComparison.OrdinalIgnoreCase)
        || key.Equals("code", StringComparison.OrdinalIgnoreCase) || key.EndsWith("signature", StringComparison.OrdinalIgnoreCase)
        || key.Equals("subscription-key", StringComparison.OrdinalIgnoreCase);

    private static bool HoldsDigitAndLetter(ReadOnlySpan<char> value) => value.IndexOfAnyInRange('0', '9') >= 0
        && (value.IndexOfAnyInRange('a', 'z') >= 0 || value.IndexOfAnyInRange('A', 'Z') >= 0);
}
