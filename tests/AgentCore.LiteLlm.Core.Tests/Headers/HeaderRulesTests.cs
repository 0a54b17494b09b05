using AgentCore.LiteLlm.Headers;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Headers;

public sealed class HeaderRulesTests
{
    [Theory]
    [InlineData("X-Team", null)]
    [InlineData("x!#$%&'*+-.^_`|~9", null)]
    [InlineData("", "is empty.")]
    [InlineData("X Team", "holds a space, which no header name may hold.")]
    [InlineData("X:Team", "holds a colon, which no header name may hold.")]
    [InlineData("X\r\nEvil", "holds U+000D, which no header name may hold.")]
    [InlineData("Ä", "holds U+00C4, which no header name may hold.")]
    public void FindNameProblem_wants_a_token(string name, string? expected) => Assert.Equal(expected, HeaderRules.FindNameProblem(name));

    [Theory]
    [InlineData("HOST", true)]
    [InlineData("content-LENGTH", true)]
    [InlineData("Content-Type", true)]
    [InlineData("Transfer-Encoding", true)]
    [InlineData("Connection", true)]
    [InlineData("TE", true)]
    [InlineData("Trailer", true)]
    [InlineData("Upgrade", true)]
    [InlineData("Keep-Alive", true)]
    [InlineData("Proxy-Anything", true)]
    [InlineData("Expect", true)]
    [InlineData("Accept-Encoding", true)]
    [InlineData("Authorization", false)]
    [InlineData("Accept", false)]
    [InlineData("X-Host", false)]
    public void IsReserved_keeps_the_transports_headers(string name, bool expected) => Assert.Equal(expected, HeaderRules.IsReserved(name));

    [Theory]
    [InlineData("a b\tc~", null)]
    [InlineData("", null)]
    [InlineData("secret\r\nX-Evil: 1", "holds a line break at position 7, which cannot be sent.")]
    [InlineData("a\nb", "holds a line break at position 2, which cannot be sent.")]
    [InlineData("\0", "holds a NUL character at position 1, which cannot be sent.")]
    [InlineData("a\u0007", "holds a control character at position 2, which cannot be sent.")]
    [InlineData("café", "holds a character that is not ASCII at position 4, which cannot be sent.")]
    public void FindValueProblem_allows_only_what_can_be_sent_and_quotes_nothing(string value, string? expected) =>
        Assert.Equal(expected, HeaderRules.FindValueProblem(value));
}
