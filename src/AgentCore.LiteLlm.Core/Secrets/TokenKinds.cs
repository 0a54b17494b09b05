using System.Buffers;

namespace AgentCore.LiteLlm.Secrets;

/// <summary>Names the kinds of tokens, where it is certain enough that one stands there to tell its author.</summary>
internal static class TokenKinds
{
    private const int LeastLength = 20;
    private const int Looked = 100;
    private const int LeastHash = 64;
    private const int AccessKeyIdLength = 20;
    private const int AccessKeyIdPrefix = 4;
    private const int CloudflareKeyLength = 37;
    private const int TwilioKeyLength = 34;

    private static readonly SearchValues<char> AccessKeyIdCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    // The longer of two beginnings comes first.
    private static readonly (string Prefix, string Kind)[] Prefixes =
    [
        ("sk-ant-", "an Anthropic key"), ("sk-or-v1-", "an OpenRouter key"), ("sk-lf-", "a Langfuse secret key"),
        ("sk-proj-", "an OpenAI key"), ("sk-svcacct-", "an OpenAI key"), ("sk-admin-", "an OpenAI key"),
        ("sk_live_", "a Stripe key"), ("sk_test_", "a Stripe key"), ("rk_", "a Stripe key"), ("sk", "an API key that begins with 'sk'"),
        ("gsk_", "a Groq key"), ("xai-", "an xAI key"), ("pplx-", "a Perplexity key"), ("hf_", "a Hugging Face token"),
        ("api_org_", "a Hugging Face token"), ("r8_", "a Replicate token"), ("nvapi-", "an NVIDIA key"), ("pcsk_", "a Pinecone key"),
        ("AIza", "a Google key"), ("AKIA", "an AWS access key"), ("ASIA", "an AWS access key"), ("ABIA", "an AWS access key"),
        ("ACCA", "an AWS access key"), ("A3T", "an AWS access key"), ("ABSK", "an Amazon Bedrock key"), ("bedrock-api-key-", "an Amazon Bedrock key"),
        ("cf", "a Cloudflare token"), ("gh", "a GitHub token"), ("github_pat_", "a GitHub token"), ("glpat-", "a GitLab token"),
        ("xox", "a Slack token"), ("xapp-", "a Slack token"), ("npm_", "an npm token"), ("pypi-", "a PyPI token"), ("dapi", "a Databricks token"),
        ("dop_v1_", "a DigitalOcean token"), ("ops_eyJ", "a 1Password token"), ("AGE-SECRET-KEY-", "an age key"), ("SK", "a Twilio key"),
        ("whsec_", "a webhook secret"), ("lsv2_", "a LangSmith key"), ("shpat_", "a Shopify token"), ("eyJ", "a JSON web token"),
    ];

    /// <summary>Says what kind of token a word is.</summary>
    /// <param name="word">Letters, digits, <c>_</c> and <c>-</c>.</param>
    /// <returns>The kind, as it reads after 'looks like'; null when it is none.</returns>
    public static string? Find(ReadOnlySpan<char> word)
    {
        if (word.Length < LeastLength)
        {
            return null;
        }

        // The beginning says it all, and hostile text may hold a beginning at every third character.
        ReadOnlySpan<char> start = word[..Math.Min(word.Length, Looked)];
        if (word.Length == TwilioKeyLength && word.StartsWith("SK", StringComparison.Ordinal) && RandomText.IsHex(word[2..]))
        {
            return "a Twilio key";
        }

        string? kind = TokenShapes.HasKnownPrefix(start) && (RandomText.IsRandom(start, 15) || IsAccessKeyId(start)) ? Name(start) : FindDense(start);
        return kind is null || Placeholders.IsPlaceholder(start) ? null : kind;
    }

    // AWS writes capitals with a digit here and there, which is not dense enough to be told from words by that alone.
    private static bool IsAccessKeyId(ReadOnlySpan<char> word) => word.Length == AccessKeyIdLength && word[0] == 'A'
        && word.IndexOfAnyExcept(AccessKeyIdCharacters) < 0 && word[AccessKeyIdPrefix..].IndexOfAnyInRange('2', '7') >= 0;

    // A checksum has forty digits, a gateway's account number thirty-two; neither is secret. Cloudflare's old keys have thirty-seven.
    private static string? FindDense(ReadOnlySpan<char> word)
    {
        int start = 0;
        for (int at = 0; at <= word.Length; at++)
        {
            if (at < word.Length && char.IsAsciiLetterOrDigit(word[at]))
            {
                continue;
            }

            ReadOnlySpan<char> part = word[start..at];
            bool isHex = RandomText.IsHex(part);
            bool isLong = isHex ? part.Length is CloudflareKeyLength or >= LeastHash : part.Length >= LeastLength && TokenShapes.IsToken(part);
            if (isLong && RandomText.IsRandom(part, isHex ? 25 : 40))
            {
                return "a random key";
            }

            start = at + 1;
        }

        return null;
    }

    // What is public by design is no secret.
    private static string? Name(ReadOnlySpan<char> word)
    {
        if (word.StartsWith("pk-lf-", StringComparison.Ordinal))
        {
            return null;
        }

        foreach ((string prefix, string kind) in Prefixes)
        {
            if (word.StartsWith(prefix, StringComparison.Ordinal))
            {
                return kind;
            }
        }

        return "an access token";
    }
}
