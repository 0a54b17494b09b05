using AgentCore.LiteLlm.Cassettes;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Secrets;

[Collection(RunsAlone.Name)]
public sealed class SearchGrowthTests
{
    [Theory]
    [InlineData("token=")]
    [InlineData("://")]
    [InlineData("://a:")]
    [InlineData("sk-")]
    [InlineData("Bearer ")]
    [InlineData("${API_KEY:-")]
    [InlineData("?key=q1w2e3r4&")]
    [InlineData("SG.")]
    [InlineData("glpat-")]
    [InlineData("xoxe.xoxp-1-")]
    [InlineData("q1W/")]
    [InlineData("q1W2e3R4+")]
    [InlineData("sha256:")]
    [InlineData("secret 0a1b2c3d4e5f60718293a4b5c6d7e8f9 ")]
    [InlineData("https://x/q1W2e3R4t5Y6u7I8o9P0a1S2/")]
    [InlineData("q1W2e3R4t5Y6u7I8o9P0q1W2e3R4t5Y6u7I8o9P0q1W2e3R4t5Y6u7I8o9P0\n")]
    [InlineData("-----BEGIN PRIVATE KEY")]
    [InlineData("a-")]
    public void Finding_credentials_takes_time_in_proportion_to_the_text(string piece) => AssertLinear(piece, text =>
    {
        List<InlineSecret>? found = null;
        InlineSecrets.Find(text, ref found);
    });

    [Theory]
    [InlineData("api_key: ")]
    [InlineData("sk-")]
    [InlineData("eyJ.")]
    [InlineData("://")]
    [InlineData("a-")]
    [InlineData("token=")]
    [InlineData("token: \"")]
    [InlineData("Bearer ")]
    public void Masking_them_takes_time_in_proportion_to_the_text(string piece) => AssertLinear(piece, text => SecretShapes.Mask(text));

    [Theory]
    [InlineData("\\")]
    [InlineData("&amp;")]
    [InlineData("%25")]
    [InlineData("\\u0073")]
    [InlineData("sk-canary-012345678%")]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("[\"sk-canary-0123456789\",")]
    [InlineData("{\"index\":1,\"index\":")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"sk\"}}]}\n\n")]
    [InlineData("data: {\"error\":\"sk-canary-0123456789\\n\"}\n\n")]
    public void Taking_known_ones_out_of_a_body_takes_time_in_proportion_to_it(string piece)
    {
        BodyRedactor redactor = new(new Redactor([new Secret("sk-canary-0123456789")]));
        AssertLinear(piece, text => redactor.Redact(text));
    }

    private static void AssertLinear(string piece, Action<string> search) => Growth.AssertLinear(1_000_000 / piece.Length, count =>
    {
        string text = string.Concat(Enumerable.Repeat(piece, count));
        return () => search(text);
    });
}
