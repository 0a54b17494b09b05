using System.Buffers;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Secrets;

/// <summary>Knows what stands where a credential would stand without being one.</summary>
internal static class Placeholders
{
    private const int LongestStock = 40;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.");

    // Longer ones first: 'passwort' is not 'pass' and something.
    private static readonly string[] StockWords =
    [
        "credentials", "credential", "incorrect", "optional", "postgres", "missing", "password", "passwort", "anything", "changeit", "required", "litellm",
        "default", "letmein", "private", "client", "openai", "access", "secret", "qwerty", "master", "dummy", "local", "super", "guest", "admin", "empty",
        "token", "value", "wrong", "fake", "mock", "demo", "test", "here", "none", "root", "user", "pass", "key", "foo", "bar", "baz", "api",
        "dev", "the", "top", "any", "my", "a", "sk",
    ];

    /// <summary>Says whether a text only shows where a credential would go.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True when it does.</returns>
    public static bool IsPlaceholder(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> value = text.Trim();
        foreach (string part in (ReadOnlySpan<string>)["your", "example", "changeme", "change-me", "change_me", "replace", "placeholder", "dummy",
            "redacted", "todo", "fixme", "xxxx", "sample", "insert", "test-key", "test_key", "abcdef", "...", "…", "***", "{{", "<", "sk-1234", "not-needed",
                "not_needed", "not_used", "not-used", "defined-in", "scrubbed", "sanitized", "sanitised", "masked"])
        {
            if (value.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        foreach (string word in (ReadOnlySpan<string>)["none", "null", "true", "false", "password", "secret", "token", "default", "bearer", "basic"])
        {
            if (value.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return value.IsEmpty || value.IndexOfAnyExcept(value[0]) < 0
            || (value.StartsWith("**", StringComparison.Ordinal) && value.EndsWith("**", StringComparison.Ordinal))
            || (value.Length >= 8 && value[1..].IndexOfAnyExcept(value[1]) < 0) || NamesItself(value) || Describes(value)
            || IsMadeOfRepeats(value) || IsMadeOfStockWords(value) || EncodesOne(value);
    }

    /// <summary>Says whether a text is, as a whole, what SOPS or eyaml encrypted.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True when it is.</returns>
    public static bool IsEncrypted(ReadOnlySpan<char> text) => text.Length > 0 && text[^1] == ']' && text.IndexOfAny(' ', '\n', '\t') < 0
        && (text.StartsWith("ENC[AES256_GCM,data:", StringComparison.Ordinal) || text.StartsWith("ENC[PKCS7,", StringComparison.Ordinal));

    /// <summary>Says whether a text only says where a credential is kept, or is what Jenkins or SOPS encrypted.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True when it does.</returns>
    public static bool IsReference(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> value = text.Trim();
        foreach (string start in (ReadOnlySpan<string>)["arn:", "os.environ", "op://", "vault:", "vault+", "ssm:", "env:", "env/", "keyvault:", "secretref:",
            "file:", "{AQAAABAAAA", "projects/", "@Microsoft.KeyVault(", "$(", "%", "/run/secrets/", "./", "~/", "@/", "@./"])
        {
            if (value.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        // A default belongs to the text: only what has none is a mere reference.
        return IsEncrypted(value) || (value is ['$', '{', .. var inside, '}']
            ? VariableTemplate.IsVariableName(inside) || inside.EndsWith(":-", StringComparison.Ordinal) || IsPathOfNames(inside) || IsFilled(inside)
            : value is ['$', .. var name] ? VariableTemplate.IsVariableName(name) : SecretValues.IsReference(value));
    }

    // '${decodeBase64:${KEY}}': what is filled in is a reference itself.
    private static bool IsFilled(ReadOnlySpan<char> inside)
    {
        int colon = inside.IndexOf(':');
        return colon > 0 && VariableTemplate.IsVariableName(inside[..colon]) && inside[(colon + 1)..] is ['$', '{', .. var name, '}']
            && VariableTemplate.IsVariableName(name);
    }

    // As other tools refer to what they know: '${env:API_KEY}', '${connection.api_key}'.
    private static bool IsPathOfNames(ReadOnlySpan<char> path)
    {
        foreach (Range part in path.SplitAny('.', ':'))
        {
            if (!VariableNames.IsPlausible(path[part]))
            {
                return false;
            }
        }

        return true;
    }

    // 'clusterPassword', 'secretMinioPassword': a name that says what would stand there.
    private static bool NamesItself(ReadOnlySpan<char> value) =>
        value.Contains("password", StringComparison.OrdinalIgnoreCase) && value.IndexOfAnyExcept(NameCharacters) < 0;

    // 'password (if used to login)', 'passphrase of the private key': a sentence that says what would stand there.
    private static bool Describes(ReadOnlySpan<char> value) => value.Count(' ') >= 3
        && (value.StartsWith("password ", StringComparison.OrdinalIgnoreCase) || value.StartsWith("passphrase ", StringComparison.OrdinalIgnoreCase));

    // 'cGFzc3dvcmQ=', as a manifest of Kubernetes writes 'password'.
    private static bool EncodesOne(ReadOnlySpan<char> value)
    {
        Span<char> text = stackalloc char[Base64Run.Most];
        int length = value.Length is < 8 or > LongestStock ? 0 : Base64Run.Decode(value, text);
        return length > 0 && IsPlaceholder(text[..length]);
    }

    // '11111111-2222-3333-4444-555555555555'.
    private static bool IsMadeOfRepeats(ReadOnlySpan<char> value)
    {
        foreach (Range part in value.Split('-'))
        {
            ReadOnlySpan<char> group = value[part];
            if (group.Length < 2 || group.IndexOfAnyExcept(group[0]) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    // 'my-secret-key-1', 'P@ssw0rd', 'admin123': words that stand for a credential in every example, with a number after them.
    private static bool IsMadeOfStockWords(ReadOnlySpan<char> value)
    {
        Span<char> plain = stackalloc char[LongestStock];
        if (value.Length > LongestStock)
        {
            return false;
        }

        int length = value.ToLowerInvariant(plain);
        plain = plain[..length];
        plain.Replace('@', 'a');
        plain = plain.TrimEnd("0123456789!");
        plain.Replace('0', 'o');
        plain.Replace('3', 'e');
        ReadOnlySpan<char> rest = plain;
        while (!rest.IsEmpty && LengthOfStockWord(rest) is > 0 and int word)
        {
            rest = rest[word..];
        }

        return rest.IsEmpty;
    }

    private static int LengthOfStockWord(ReadOnlySpan<char> rest)
    {
        if (rest[0] is '-' or '_' or '.' or ' ')
        {
            return 1;
        }

        foreach (string word in StockWords)
        {
            if (rest.StartsWith(word, StringComparison.Ordinal))
            {
                return word.Length;
            }
        }

        return 0;
    }
}
