using AgentCore.LiteLlm.Secrets;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Secrets;

/// <summary>Every shape of token that scanners of repositories know, each made anew, so that no scanner takes this file for a leak.</summary>
public sealed class TokenKindsTests
{
    // {hex:32} stands for 32 random hexadecimal digits.
    public static TheoryData<string, string> Shapes => new()
    {
        { "sk-{alnum:20}T3BlbkFJ{alnum:20}", "an API key that begins with 'sk'" },
        { "sk-proj-{url:74}T3BlbkFJ{url:74}", "an OpenAI key" },
        { "sk-svcacct-{url:58}T3BlbkFJ{url:58}", "an OpenAI key" },
        { "sk-admin-{url:58}T3BlbkFJ{url:58}", "an OpenAI key" },
        { "sk-ant-api03-{url:93}AA", "an Anthropic key" },
        { "sk-or-v1-{hex:64}", "an OpenRouter key" },
        { "sk-lf-{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}", "a Langfuse secret key" },
        { "lsv2_pt_{hex:32}_{hex:10}", "a LangSmith key" },
        { "gsk_{alnum:52}", "a Groq key" },
        { "xai-{alnum:80}", "an xAI key" },
        { "pplx-{alnum:48}", "a Perplexity key" },
        { "api_org_{alnum:34}", "a Hugging Face token" },
        { "r8_{alnum:37}", "a Replicate token" },
        { "nvapi-{url:64}", "an NVIDIA key" },
        { "pcsk_{alnum:60}", "a Pinecone key" },
        { "sk_{hex:48}", "an API key that begins with 'sk'" },
        { "AIzaSy{url:33}", "a Google key" },
        { "AKIA{base32:16}", "an AWS access key" },
        { "ASIA{base32:16}", "an AWS access key" },
        { "ABIA{base32:16}", "an AWS access key" },
        { "ACCA{base32:16}", "an AWS access key" },
        { "AKIAQWERTZUIOPASDFG7", "an AWS access key" },
        { "aws_secret_access_key = {base64:40}", "*" },
        { "ABSK{base64:120}=", "an Amazon Bedrock key" },
        { "bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t{base64:90}", "an Amazon Bedrock key" },
        { "{alnum:3}8Q~{alnum:34}", "*" },
        { "api-key: {hex:32}", "a credential" },
        { "AccountName=x;AccountKey={base64:86}==", "*" },
        { "cfut_{alnum:40}{hex:8}", "a Cloudflare token" },
        { "cfat_{alnum:40}{hex:8}", "a Cloudflare token" },
        { "cfk_{alnum:40}{hex:8}", "a Cloudflare token" },
        { "{hex:37}", "a random key" },
        { "{hex:64}", "a random key" },
        { "v1.0-{hex:24}-{hex:146}", "a random key" },
        { "gho_{alnum:36}", "a GitHub token" },
        { "github_pat_{alnum:22}_{alnum:59}", "a GitHub token" },
        { "glpat-{alnum:20}", "a GitLab token" },
        { "xoxb-{digits:12}-{digits:12}-{alnum:24}", "a Slack token" },
        { "xapp-1-A{alnum:10}-{digits:13}-{hex:64}", "a Slack token" },
        { "https://hooks.slack.com/services/T{base32:8}/B{base32:8}/{alnum:24}", "*" },
        { "sk_live_{alnum:24}", "a Stripe key" },
        { "rk_live_{alnum:24}", "a Stripe key" },
        { "SG.{alnum:22}.{alnum:43}", "a SendGrid key" },
        { "npm_{alnum:36}", "an npm token" },
        { "pypi-AgEIcHlwaS5vcmc{url:60}", "a PyPI token" },
        { "hvs.{alnum:90}", "a Vault token" },
        { "hvb.{alnum:138}", "a Vault token" },
        { "dapi{hex:32}", "a Databricks token" },
        { "ops_eyJ{alnum:200}", "a 1Password token" },
        { "AGE-SECRET-KEY-1{base32:58}", "an age key" },
        { "SK{hex:32}", "a Twilio key" },
        { "{digits:9}:AA{url:33}", "a Telegram token" },
        { "-----BEGIN EC PRIVATE KEY-----\\n{base64:60}", "a private key" },
        { "PuTTY-User-Key-File-3: ssh-ed25519", "a private key" },
        { "https://user:{alnum:9}@host.example", "a password in an address" },
        { "Authorization: Bearer {hex:10}", "a credential" },
        { "Authorization: Token {hex:20}", "a credential" },
        { "X-Api-Key: {hex:12}", "a credential" },
        { "https://h.example/?key={hex:12}", "a credential in the query of an address" },
        { "https://h.example/?a=1&X-Amz-Signature={hex:64}", "*" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_token_of_a_known_shape_is_found(string shape, string kind)
    {
        Random random = new(11);
        int missed = 0;

        for (int at = 0; at < 200; at++)
        {
            string text = $"see {TokenText.Fill(shape, random)}";
            List<InlineSecret>? found = null;
            InlineSecrets.Find(text, ref found);
            missed += found is null ? 1 : 0;
            Assert.All(
                found ?? [],
                secret => Assert.True(kind == "*" || secret.Kind == kind || secret.Kind is "a random key" or "a credential", $"{secret.Kind} for {shape}"));
        }

        // What is random may look like a word now and then.
        Assert.InRange(missed, 0, 20);
    }
}
