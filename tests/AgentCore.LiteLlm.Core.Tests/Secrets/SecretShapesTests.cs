using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Secrets;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Secrets;

public sealed class SecretShapesTests
{
    [Theory]
    [InlineData("api_key: hunter2hunter2", "api_key: ***")]
    [InlineData("  apiKey: \"a b\" # note", "  apiKey: *** # note")]
    [InlineData("clientSecret: 'x''y'", "clientSecret: ***")]
    [InlineData("# password = hunter2 and more", "# password = *** and more")]
    [InlineData("{\"token\": \"abc\", \"n\": 1}", "{\"token\": ***, \"n\": 1}")]
    [InlineData("headers: {X-Any: abc}", "headers: ***")]
    [InlineData("Authorization: Bearer abcdefgh", "Authorization: ***")]
    [InlineData("say Bearer abcdefg1 now", "say Bearer *** now")]
    [InlineData("a Bearer of news, a Basic analysis", "a Bearer of news, a Basic analysis")]
    [InlineData("api_key_env: LITELLM_API_KEY   # which", "api_key_env: LITELLM_API_KEY   # which")]
    [InlineData("api_key_env: 'LITELLM_API_KEY'", "api_key_env: 'LITELLM_API_KEY'")]
    [InlineData("api_key_env: ${LITELLM_API_KEY}", "api_key_env: ${LITELLM_API_KEY}")]
    [InlineData("api_key_env: hunter2", "api_key_env: ***")]
    [InlineData("api_key_env: AKIAIOSFODNN7EXAMPLE", "api_key_env: ***")]
    [InlineData("jwt_env_var: eyJhbGciOi.eyJzdWIi.c2ln", "jwt_env_var: ***")]
    [InlineData("model_id: sk-abcdefghijkl", "model_id: ***")]
    [InlineData("note my-key-sk-abcdefghijkl end", "note *** end")]
    [InlineData("x: ghp_0123456789abcdef", "x: ***")]
    [InlineData("x: hf_abcdefghijklmnop", "x: ***")]
    [InlineData("x: eyJhbGciOiJIUzI1NiJ9.eyJzdWIi.c2lnbmF0dXJl", "x: ***")]
    [InlineData("x: SG.abcdefghijklmnop.qrstuv", "x: ***")]
    [InlineData("x: kJ8vQ2xW9zR4tY7uB1nM5pL3", "x: ***")]
    [InlineData("-----BEGIN RSA PRIVATE KEY----- MIIE", "***")]
    [InlineData("base_url: https://me:pw@host/v1", "base_url: https://***@host/v1")]
    [InlineData("base_url: https://host/v1?api_key=abc&x=1", "base_url: https://host/v1?api_key=***&x=1")]
    [InlineData("base_url: https://host/v1?x=1&sig=abc", "base_url: https://host/v1?x=1&sig=***")]
    [InlineData("temperature: 0.3", "temperature: 0.3")]
    [InlineData("max_tokens: 4096", "max_tokens: 4096")]
    [InlineData("budget_tokens: 10000", "budget_tokens: 10000")]
    [InlineData("kms_key_alias: alias/artifacts", "kms_key_alias: alias/artifacts")]
    [InlineData("model_id: us.anthropic.claude-sonnet-4-20250514-v1:0", "model_id: us.anthropic.claude-sonnet-4-20250514-v1:0")]
    [InlineData(
        "base_url: https://gateway.ai.cloudflare.com/v1/0123456789abcdef0123456789abcdef/gw/openai",
        "base_url: https://gateway.ai.cloudflare.com/v1/0123456789abcdef0123456789abcdef/gw/openai")]
    [InlineData("id: 123e4567-e89b-12d3-a456-426614174000", "id: 123e4567-e89b-12d3-a456-426614174000")]
    [InlineData("type: api_key", "type: api_key")]
    [InlineData("secret_arn: arn:aws:secretsmanager:eu-west-1:123456789012:secret:x", "secret_arn: arn:aws:secretsmanager:eu-west-1:123456789012:secret:x")]
    [InlineData("api_key: ~", "api_key: ~")]
    [InlineData("model_id: ${MODEL:-task-classifier-small}", "model_id: ${MODEL:-task-classifier-small}")]
    public void Mask_hides_credentials_and_nothing_else(string line, string expected) => Assert.Equal(expected, SecretShapes.Mask(line));

    [Theory]
    [InlineData("password: |\n  plain words\n  more", 2, "  ***")]
    [InlineData("headers:\n  X-Any: abc", 2, "  X-Any: ***")]
    [InlineData("headers:\n  # a note\n  X-Any:\n    abc", 4, "    ***")]
    [InlineData("extra_headers_env:\n  X-Any: abc def", 2, "  X-Any: ***")]
    [InlineData("extra_headers_env:\n  X-Any: ANY_VALUE", 2, "  X-Any: ANY_VALUE")]
    [InlineData("api_key: x\nname: plain", 2, "name: plain")]
    public void A_line_below_a_credentials_key_is_masked(string text, int line, string expected) =>
        Assert.Equal(expected, new SourceText("f", text).Show(line, 1));

    [Fact]
    public void A_long_line_is_cut_around_its_column()
    {
        string line = "a: " + new string('x', 500) + " api_key: hunter2 " + new string('y', 500);

        string? shown = new SourceText("f", line).Show(1, 510);

        Assert.Equal("…" + new string('x', 74) + " api_key: ***…", shown);
    }

    [Fact]
    public void Excerpt_is_short_masked_and_on_one_line()
    {
        Assert.Equal("two�lines", SecretShapes.Excerpt("two\nlines"));
        Assert.Equal("***", SecretShapes.Excerpt("sk-abcdefghijklmnop"));
        Assert.Equal(new string('w', 40) + "…", SecretShapes.Excerpt(new string('w', 100_000)));
    }
}
