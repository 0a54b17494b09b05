using AgentCore.LiteLlm.Secrets;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Secrets;

public sealed class InlineSecretsTests
{
    // Joined at run time, so that no scanner of repositories takes this file for a leak.
    private const string Body = "q7Wm2Xc9Lp4Vt8Rz1Ks5Jd3Hf6Gb0NyQ";

    [Theory]
    [InlineData("sk-ant-", "an Anthropic key")]
    [InlineData("sk-or-v1-", "an OpenRouter key")]
    [InlineData("sk-proj-", "an OpenAI key")]
    [InlineData("sk-", "an API key that begins with 'sk'")]
    [InlineData("my-key-sk-", "an API key that begins with 'sk'")]
    [InlineData("gsk_", "a Groq key")]
    [InlineData("xai-", "an xAI key")]
    [InlineData("hf_", "a Hugging Face token")]
    [InlineData("AIza", "a Google key")]
    [InlineData("ABSK", "an Amazon Bedrock key")]
    [InlineData("cfut_", "a Cloudflare token")]
    [InlineData("ghp_", "a GitHub token")]
    [InlineData("github_pat_", "a GitHub token")]
    [InlineData("glpat-", "a GitLab token")]
    [InlineData("xoxb-", "a Slack token")]
    [InlineData("SG.", "a SendGrid key")]
    [InlineData("hvs.", "a Vault token")]
    [InlineData("", "a random key")]
    public void A_token_is_found_anywhere_and_named(string prefix, string kind)
    {
        InlineSecret secret = Assert.Single(Find($"see {prefix}{Body}, and more"));

        Assert.Equal(kind, secret.Kind);
        Assert.Contains(Body, $"see {prefix}{Body}, and more".Substring(secret.Start, secret.Length), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://me:hunter2@host/v1", "hunter2")]
    [InlineData("https://host/v1?a=b&sig=hunter2", "hunter2")]
    [InlineData("https://host/v1?api_key=hunters&a=b", "hunters")]
    [InlineData("Server=a;Password=hunter2;Port=1", "hunter2")]
    [InlineData("${LITELLM_API_KEY:-hunter2x}", "hunter2x")]
    [InlineData("# api_key: \"hunter2\"", "hunter2")]
    [InlineData("ENC[note] with api_key=hunter2", "hunter2")]
    public void A_credential_is_found_by_the_name_before_it(string text, string expected)
    {
        InlineSecret secret = Assert.Single(Find(text));

        Assert.Equal(expected, text.Substring(secret.Start, secret.Length));
    }

    [Theory]
    [InlineData("https://me@host/v1?page=2")]
    [InlineData("https://user:${PASSWORD}@host/v1")]
    [InlineData("https://user:<password>@host/v1")]
    [InlineData("https://host/v1?api_key=YOUR_API_KEY")]
    [InlineData("${ACTIVE_MODEL:-claude-sonnet-4-6}")]
    [InlineData("${LITELLM_API_KEY:-}")]
    [InlineData("sk-learn-random-forest-v2-model-2024")]
    [InlineData("sk-abcdefghijklmnopqrstuvwxyz0123456789")]
    [InlineData("a Bearer of news, a Basic analysis of 2024")]
    [InlineData("the secret: keep it short")]
    [InlineData("arn:aws:secretsmanager:eu-west-1:123456789012:secret:search-a1B2c3")]
    [InlineData("/v1/0f1e2d3c4b5a69788796a5b4c3d2e1f0/gateway")]
    [InlineData("commit 3f0d2e5b9c8a7f6e5d4c3b2a190817263544f0e1")]
    [InlineData("AgentCoreEvaluationV2Metrics2024")]
    public void What_is_no_credential_is_not_found(string text) => Assert.Empty(Find(text));

    [Fact]
    public void A_certificate_is_no_secret_and_a_private_key_is()
    {
        string body = string.Join('\n', Enumerable.Range(0, 6).Select(line => TokenText.Fill(line < 5 ? "  {base64:64}" : "  {base64:40}=", new Random(line))));

        Assert.Empty(Find($"-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n"));
        Assert.Empty(Find($"-----BEGIN CERTIFICATE----- {body.Replace("\n  ", " ", StringComparison.Ordinal)} -----END CERTIFICATE-----\n"));
        Assert.Equal("a private key", Assert.Single(Find($"-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n")).Kind);
        Assert.Empty(Find("It begins with -----BEGIN PRIVATE KEY----- and ends with -----END PRIVATE KEY-----."));
    }

    [Theory]
    [InlineData("containerID", true)]
    [InlineData("flow_lineage_id", true)]
    [InlineData("content-md5", true)]
    [InlineData("secure", true)]
    [InlineData("secure_key", false)]
    [InlineData("width", false)]
    public void Some_keys_hold_random_text_that_is_not_secret(string key, bool isDigest) => Assert.Equal(isDigest, SecretContext.IsDigestName(key));

    [Theory]
    [InlineData("GITHUB_APP_ID=app:app-id\nSIGNING_KEY=vault:key-1")]
    [InlineData("Says what the header is for.")]
    public void Several_lines_and_prose_are_no_token(string text) => Assert.True(SecretContext.IsPlain(text));

    [Theory]
    [InlineData("9f86d081884c7d659a2feaa0c55ad015")]
    [InlineData("1c9e4b72-5d3f-4a86-b0e1-7f2a9d6c8b53")]
    [InlineData("q7x2m9c4l6p1t8rz")]
    public void What_is_mostly_an_id_is_a_key_where_the_words_before_it_say_so(string number)
    {
        Assert.Empty(Find($"see {number} for more"));
        Assert.Empty(Find($"the token with id {number}"));
        Assert.Single(Find($"the API key is {number} for now"));
    }

    [Theory]
    [InlineData("9f86d081884c7d659a2feaa0c55ad015", "a random key")]
    [InlineData("LITELLM_API_KEY", null)]
    [InlineData("S3_V2_K8S_EU1_LITELLM_KEY", null)]
    [InlineData("litellm_api_key", null)]
    [InlineData("${LITELLM_API_KEY}", null)]
    public void In_the_place_of_a_name_a_key_is_told_from_a_name(string value, string? kind) => Assert.Equal(kind, InlineSecrets.FindKindOfName(value));

    [Theory]
    [InlineData("hunter2", "a credential")]
    [InlineData("correct horse battery staple", "a credential")]
    [InlineData("LITELLM_API_KEY", null)]
    [InlineData("${LITELLM_API_KEY}", null)]
    [InlineData("${LITELLM_API_KEY:-hunter2}", "a credential")]
    [InlineData("os.environ/LITELLM_API_KEY", null)]
    [InlineData("<your key>", null)]
    [InlineData("sk-1234", null)]
    [InlineData("none", null)]
    [InlineData("********", null)]
    public void Under_a_key_for_credentials_all_but_placeholders_and_references_is_one(string value, string? kind) =>
        Assert.Equal(kind, InlineSecrets.FindKind(value));

    private static List<InlineSecret> Find(string text)
    {
        List<InlineSecret>? found = null;
        InlineSecrets.Find(text, ref found);
        return found ?? [];
    }
}
