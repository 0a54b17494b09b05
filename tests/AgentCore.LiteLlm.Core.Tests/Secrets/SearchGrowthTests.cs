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

    private static void AssertLinear(string piece, Action<string> search) => Growth.AssertLinear(1_000_000 / piece.Length, count =>
    {
        string text = string.Concat(Enumerable.Repeat(piece, count));
        return () => search(text);
    });
}
