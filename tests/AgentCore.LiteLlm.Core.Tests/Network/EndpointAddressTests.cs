using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Network;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Network;

public sealed class EndpointAddressTests
{
    [Theory]
    [InlineData("https://llm.example.com", "https://llm.example.com/chat/completions")]
    [InlineData("https://llm.example.com/v1/", "https://llm.example.com/v1/chat/completions")]
    [InlineData("http://localhost:4000//", "http://localhost:4000/chat/completions")]
    [InlineData("HTTP://[::1]:8080/v1", "http://[::1]:8080/v1/chat/completions")]
    [InlineData("https://r.example.com/openai?api-version=1", "https://r.example.com/openai/chat/completions?api-version=1")]
    [InlineData(
        "https://gateway.ai.cloudflare.com/v1/0123456789abcdef0123456789abcdef/gw/compat",
        "https://gateway.ai.cloudflare.com/v1/0123456789abcdef0123456789abcdef/gw/compat/chat/completions")]
    public void Read_takes_a_base_and_the_call_adds_its_path(string text, string expected)
    {
        Checked<Uri> address = EndpointAddress.Read(text);

        Assert.Empty(address.Diagnostics);
        Assert.Equal(expected, EndpointAddress.ToChatCompletions(address.Value!).AbsoluteUri);
    }

    [Theory]
    [InlineData("https://llm.example.\uFFFDom/v1", "not a valid address")]
    [InlineData("localhost:4000", "does not begin with")]
    [InlineData("file:///x", "does not begin with")]
    [InlineData("//host/x", "does not begin with")]
    [InlineData("ftp://host", "does not begin with")]
    [InlineData("https://", "not a valid address")]
    [InlineData("https://host:99999", "not a valid address")]
    [InlineData("https://a b", "holds a space")]
    [InlineData("https://host/\nX: y", "holds a space")]
    [InlineData("https://host/v1/chat/completions", "ends in '/chat/completions'")]
    [InlineData("https://host/v1/chat/completions/", "ends in '/chat/completions'")]
    [InlineData("https://host/v1/models", "ends in '/models'")]
    [InlineData("https://user:pa55word@host/v1", "user name or password")]
    [InlineData("https://host/v1?api_key=pa55word", "query parameter 'api_key'")]
    [InlineData("https://host/v1?a=b&Token=pa55word", "query parameter 'Token'")]
    [InlineData("https://host/sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD/v1", "looks like a key")]
    [InlineData("https://host/v1#part", "'#'")]
    public void Read_says_what_is_wrong_and_never_shows_a_secret(string text, string expected)
    {
        Checked<Uri> address = EndpointAddress.Read(text);

        Assert.Null(address.Value);
        Diagnostic found = Assert.Single(address.Diagnostics);
        Assert.Contains(expected, found.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pa55word", $"{found}", StringComparison.Ordinal);
        Assert.DoesNotContain("sk-proj", $"{found}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_pasted_endpoint_is_answered_with_the_base_to_write()
    {
        Assert.Equal("Write https://host/v1.", Assert.Single(EndpointAddress.Read("https://host/v1/chat/completions").Diagnostics).Suggestion);
    }

    [Theory]
    [InlineData("http://localhost:4000", false)]
    [InlineData("http://127.0.0.9/v1", false)]
    [InlineData("http://[::1]/v1", false)]
    [InlineData("https://host", false)]
    [InlineData("http://host", true)]
    [InlineData("http://localhost.evil.example", true)]
    [InlineData("http://192.168.0.2", true)]
    public void Only_http_to_another_machine_is_unencrypted(string address, bool expected) =>
        Assert.Equal(expected, EndpointAddress.IsUnencrypted(new Uri(address)));
}
