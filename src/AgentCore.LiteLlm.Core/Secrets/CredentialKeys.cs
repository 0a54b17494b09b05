namespace AgentCore.LiteLlm.Secrets;

/// <summary>Says which names stand before a credential.</summary>
internal static class CredentialKeys
{
    private const int LongestName = 64;

    /// <summary>Says whether a value under this name is probably a credential, such as <c>api_key</c> or <c>clientSecret</c>.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True when it is.</returns>
    public static bool IsCredential(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > LongestName)
        {
            return false;
        }

        Span<char> words = stackalloc char[2 * LongestName];
        int length = ToWords(name, words);
        return IsCredentialWords(words[..length]);
    }

    /// <summary>Says whether the name promises the name of a variable, such as <c>api_key_env</c>.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True when it does.</returns>
    public static bool IsVariableReference(ReadOnlySpan<char> name) =>
        name.EndsWith("_env", StringComparison.OrdinalIgnoreCase) || name.EndsWith("_env_var", StringComparison.OrdinalIgnoreCase);

    /// <summary>Says whether the values below this name are raw headers, any of which may carry a credential.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True when they are.</returns>
    public static bool IsHeaders(ReadOnlySpan<char> name) =>
        name.EndsWith("headers", StringComparison.OrdinalIgnoreCase) || name.EndsWith("cookies", StringComparison.OrdinalIgnoreCase);

    // 'clientSecret', 'client-secret' and 'CLIENT_SECRET' all become '_client_secret_'.
    private static int ToWords(ReadOnlySpan<char> name, Span<char> words)
    {
        int length = 0;
        words[length++] = '_';
        for (int at = 0; at < name.Length && length < words.Length - 3; at++)
        {
            char c = name[at];
            if (!char.IsAsciiLetterOrDigit(c))
            {
                c = '_';
            }
            else if (char.IsAsciiLetterUpper(c) && at > 0 && char.IsAsciiLetterLower(name[at - 1]))
            {
                words[length++] = '_';
            }

            if (c != '_' || words[length - 1] != '_')
            {
                words[length++] = char.ToLowerInvariant(c);
            }
        }

        if (words[length - 1] != '_')
        {
            words[length++] = '_';
        }

        return length;
    }

    private static bool IsCredentialWords(ReadOnlySpan<char> words)
    {
        foreach (string word in (ReadOnlySpan<string>)["_token_", "_secret_", "_secrets_", "_password_", "_passwd_", "_pwd_", "_passphrase_",
            "_authorization_", "_bearer_", "_apikey_", "_credential_", "_cookie_", "_api_key_", "_access_key_", "_secret_key_", "_private_key_",
            "_auth_key_", "_account_key_", "_service_key_", "_master_key_", "_virtual_key_", "_signing_key_", "_encryption_key_", "_accesstoken_",
            "_authtoken_", "_accesskey_", "_secretkey_", "_privatekey_", "_clientsecret_", "_sig_"])
        {
            if (words.IndexOf(word, StringComparison.Ordinal) >= 0)
            {
                return !IsAbout(words);
            }
        }

        return words is "_key_" or "_pass_" or "_auth_";
    }

    // A name about a credential (where it is, how long it is) does not hold one.
    private static bool IsAbout(ReadOnlySpan<char> words)
    {
        foreach (string end in (ReadOnlySpan<string>)[
            "_arn_", "_id_", "_name_", "_alias_", "_url_", "_uri_", "_path_", "_file_", "_ref_", "_type_", "_provider_", "_length_", "_limit_", "_endpoint_",
        ])
        {
            if (words.EndsWith(end, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
