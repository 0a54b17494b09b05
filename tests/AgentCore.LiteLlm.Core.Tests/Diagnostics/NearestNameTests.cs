using AgentCore.LiteLlm.Diagnostics;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Diagnostics;

public sealed class NearestNameTests
{
    private static readonly string[] Names = ["model_id", "temperature", "max_tokens", "base_url", "api_key_env"];

    [Theory]
    [InlineData("baseurl", "base_url")]
    [InlineData("baseURL", "base_url")]
    [InlineData("base-url", "base_url")]
    [InlineData("tempature", "temperature")]
    [InlineData("temprature", "temperature")]
    [InlineData("model", "model_id")]
    [InlineData("api_key", "api_key_env")]
    [InlineData("mxa_tokens", "max_tokens")]
    [InlineData("region", null)]
    [InlineData("", null)]
    [InlineData("---", null)]
    [InlineData("a_key_so_long_that_no_name_of_ours_can_be_meant_by_it", null)]
    public void Find_gives_the_name_that_was_meant(string written, string? expected) => Assert.Equal(expected, NearestName.Find(written, Names));

    [Fact]
    public void Find_looks_at_no_more_names_than_an_author_could_have_meant()
    {
        string[] names = [.. Enumerable.Range(0, 20_000).Select(at => $"{at}-other"), "temperature"];

        Assert.Null(NearestName.Find("temprature", names));
        Assert.Equal("temperature", NearestName.Find("temprature", [.. names[..199], "temperature"]));
        Assert.Null(NearestName.Find(new string('a', 1_000_000), [new string('a', 1_000_000)]));
    }
}
