namespace AgentCore.LiteLlm.Secrets;

/// <summary>Says which names stand before a credential.</summary>
internal static class CredentialKeys
{
    private const int LongestName = 64;

    // Where the next page of an answer begins; the checksum of secrets, by which their change is seen.
    private static readonly string[] OtherTokens =
    [
        "_checksum_", "_next_token_", "_page_token_", "_continuation_token_", "_pagination_token_", "_nexttoken_", "_pagetoken_",
    ];

    /// <summary>Says whether a value under this name is probably a credential, such as <c>api_key</c> or <c>clientSecret</c>.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True when it is.</returns>
    public static bool IsCredential(ReadOnlySpan<char> name) => Judge(name) != KeyPromise.None;

    /// <summary>Says what a name promises of the value under it.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The promise.</returns>
    public static KeyPromise Judge(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > LongestName)
        {
            return KeyPromise.None;
        }

        Span<char> words = stackalloc char[2 * LongestName];
        int length = ToWords(name, words);
        return Judge(words[..length]);
    }

    /// <summary>Says whether a value under this name is an id, such as <c>containerID</c>.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True when it is.</returns>
    public static bool IsId(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > LongestName)
        {
            return false;
        }

        Span<char> words = stackalloc char[2 * LongestName];
        return words[..ToWords(name, words)].EndsWith("_id_", StringComparison.Ordinal);
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

    private static KeyPromise Judge(Span<char> words)
    {
        if (ContainsAny(words, ["_password_", "_passwd_", "_pwd_", "_passphrase_", "_passwords_"]))
        {
            // 'password_key' names the entry that holds one, or is a key itself.
            return IsAbout(words) ? KeyPromise.None : words.EndsWith("_key_", StringComparison.Ordinal) ? KeyPromise.Token : KeyPromise.Password;
        }

        if (ContainsAny(words, ["_token_", "_secret_", "_secrets_", "_authorization_", "_bearer_", "_apikey_", "_credential_", "_cookie_", "_api_key_",
            "_access_key_", "_secret_key_", "_private_key_", "_auth_key_", "_account_key_", "_service_key_", "_master_key_", "_virtual_key_", "_signing_key_",
            "_encryption_key_", "_accesstoken_", "_authtoken_", "_accesskey_", "_secretkey_", "_privatekey_", "_clientsecret_", "_sig_"]))
        {
            return IsAbout(words) || IsCounted(words) || ContainsAny(words, OtherTokens) ? KeyPromise.None : KeyPromise.Token;
        }

        return words is "_key_" or "_pass_" or "_auth_" ? KeyPromise.Vague : KeyPromise.None;
    }

    private static bool ContainsAny(ReadOnlySpan<char> words, ReadOnlySpan<string> parts)
    {
        foreach (string part in parts)
        {
            if (words.IndexOf(part, StringComparison.Ordinal) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    // A name about a credential (where it is, how long it is, who makes it) does not hold one.
    private static bool IsAbout(ReadOnlySpan<char> words)
    {
        foreach (string end in (ReadOnlySpan<string>)[
            "_arn_", "_id_", "_name_", "_alias_", "_url_", "_uri_", "_path_", "_file_", "_ref_", "_type_", "_provider_", "_length_", "_limit_",
            "_endpoint_", "_manager_", "_class_", "_backend_", "_store_", "_policy_", "_rules_", "_hasher_", "_encoder_", "_method_", "_format_",
            "_header_", "_field_", "_prefix_", "_suffix_", "_pattern_", "_regex_", "_template_", "_ttl_", "_expiry_", "_expires_", "_lifetime_",
            "_duration_", "_timeout_", "_rotation_", "_interval_", "_audience_", "_issuer_", "_scope_", "_scopes_", "_algorithm_", "_version_",
            "_mode_", "_enabled_", "_required_", "_optional_", "_source_", "_location_", "_region_", "_system_", "_description_", "_label_",
            "_title_", "_hint_", "_placeholder_", "_env_", "_cache_", "_strategy_", "_engine_", "_encryption_",
            "_mtime_", "_date_"])
        {
            if (words.EndsWith(end, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    // The tokens of a model are counted, paid, cut and padded.
    private static bool IsCounted(ReadOnlySpan<char> words) =>
        words.IndexOf("_token_", StringComparison.Ordinal) >= 0 && ContainsAny(words, [
            "_per_token_", "_cost_", "_price_", "_max_", "_min_", "_total_", "_count_", "_counter_", "_budget_", "_usage_", "_used_", "_window_",
            "_bucket_", "_rate_", "_encoding_", "_splitter_", "_size_", "_eos_", "_bos_", "_pad_", "_unk_", "_mask_", "_sep_", "_cls_", "_stop_",
            "_special_", "_start_", "_end_", "_image_", "_audio_", "_thinking_"]);
}
