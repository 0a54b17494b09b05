using AgentCore.LiteLlm.Secrets;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Secrets;

public sealed class VariableNamesTests
{
    [Theory]
    [InlineData("LITELLM_API_KEY")]
    [InlineData("S3_V2_K8S_EU1_LITELLM_KEY")]
    [InlineData("litellm_api_key")]
    [InlineData("LiteLlmApiKey2")]
    [InlineData("KEY1")]
    [InlineData("AZURE_OPENAI_API_KEY_WESTEUROPE_2024")]
    [InlineData("OPENAIAPIKEY")]
    [InlineData("A2A_URL")]
    public void A_name_is_shown(string name) => Assert.Equal(name, VariableNames.Excerpt(name));

    [Theory]
    [InlineData("q7Wm2Xc9Lp4Vt8Rz", "(16 characters, not shown)")]
    [InlineData("f0e1d2c3b4a5968778695a4b3c2d1e0f", "(32 characters, not shown)")]
    [InlineData("XKQJZPWVNTRLGHSDBCFM", "(20 characters, not shown)")]
    [InlineData("two words", "(9 characters, not shown)")]
    public void What_may_be_a_key_is_not(string name, string shown) => Assert.Equal(shown, VariableNames.Excerpt(name));

    [Fact]
    public void Every_variable_of_a_provider_is_shown()
    {
        using Stream stream = typeof(VariableNames).Assembly.GetManifestResourceStream("providers.tsv")!;
        using StreamReader reader = new(stream);
        string[] names = [.. reader.ReadToEnd().Split('\n').Select(line => line.Split('\t')).Where(row => row.Length > 2)
            .SelectMany(row => row[2].Split(',', StringSplitOptions.RemoveEmptyEntries))];

        Assert.True(names.Length > 50);
        Assert.All(names, name => Assert.Equal(name, VariableNames.Excerpt(name)));
    }
}
