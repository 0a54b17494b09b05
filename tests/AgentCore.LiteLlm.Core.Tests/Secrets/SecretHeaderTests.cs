using AgentCore.LiteLlm.Secrets;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Secrets;

public sealed class SecretHeaderTests
{
    [Theory]
    [InlineData("Authorization", "short", true)]
    [InlineData("X-Api-Key", "production", true)]
    [InlineData("CF-Access-Client-Secret", "secret", true)]
    [InlineData("X-Opaque", "a1b2c3d4", true)]
    [InlineData("X-Opaque", "correct horse battery staple", true)]
    [InlineData("cf-aig-cache-ttl", "3600", false)]
    [InlineData("X-Env", "production", false)]
    [InlineData("X-Version", "v2", false)]
    public void Only_what_could_be_a_credential_is_taken_out_of_answers(string name, string value, bool expected) =>
        Assert.Equal(expected, new SecretHeader(name, new Secret(value)).IsConfidential);
}
