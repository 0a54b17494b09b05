using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Secrets;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Secrets;

public sealed class SecretTests
{
    private const string Value = "sk-Canary+/=9 \"Ü1";

    [Fact]
    public void ToString_shows_stars() => Assert.Equal("***", new Secret(Value).ToString());

    [Fact]
    public void It_has_no_public_member_that_shows_the_value() =>
        Assert.Equal("{}", JsonSerializer.Serialize(new Secret(Value)));

    public static TheoryData<string> Spellings =>
    [
        Value,
        Value.ToUpperInvariant(),
        Uri.EscapeDataString(Value),
        JsonSerializer.Serialize(Value).Trim('"'),
        Convert.ToHexString(Encoding.UTF8.GetBytes(Value)),
        Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Value)),
    ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public void Every_spelling_is_starred_out(string spelling) =>
        Assert.Equal("before *** after", Conceal(Value, $"before {spelling} after"));

    [Theory]
    [InlineData("")]
    [InlineData("u")]
    [InlineData("us")]
    [InlineData("user:")]
    public void The_value_is_found_inside_longer_base64(string before)
    {
        string text = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{before}sk-canary-0123456789-abcdef:after"));

        string concealed = Conceal("sk-canary-0123456789-abcdef", text);

        Assert.Contains("***", concealed, StringComparison.Ordinal);
        Assert.True(concealed.Length < text.Length - 25, concealed);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("EMPTY")]
    [InlineData("dummy")]
    public void A_placeholder_for_keyless_servers_is_no_secret(string word) =>
        Assert.Equal($"there are {word} left", Conceal(word, $"there are {word} left"));

    [Fact]
    public void A_short_key_with_digits_is_a_secret() =>
        Assert.Equal("key ***.", Conceal("sk-1234", "key sk-1234."));

    [Theory]
    [InlineData("Bearer sk-x", "begins with 'Bearer'")]
    [InlineData("\"sk-x\"", "quotes")]
    [InlineData("'sk-x'", "quotes")]
    [InlineData("sk\nx", "")]
    [InlineData("sk\0x", "")]
    [InlineData("schlüssel", "")]
    public void A_value_that_cannot_be_a_key_is_refused_without_being_shown(string value, string expected)
    {
        string? problem = new Secret(value).FindKeyProblem();

        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.DoesNotContain(value, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ordinary_key_is_accepted() => Assert.Null(new Secret("sk-proj-abc_DEF.123~=").FindKeyProblem());

    private static string Conceal(string secret, string text) => new Redactor([new Secret(secret)]).Redact(text);
}
