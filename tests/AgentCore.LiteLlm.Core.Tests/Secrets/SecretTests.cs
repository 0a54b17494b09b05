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
        Each(c => $"\\u{(int)c:X4}"),
        Each(c => $"\\\\u{(int)c:x4}"),
        Each(c => $"&#{(int)c};"),
        Each(c => $"&#x{(int)c:X};"),
        Each(c => $"&amp;#{(int)c};"),
        Each(c => c == 'a' ? "&#97" : $"{c}"),
        System.Net.WebUtility.HtmlEncode(Value),
        JsonSerializer.Serialize(JsonSerializer.Serialize(Value)).Trim('"')[6..^6],
        JsonSerializer.Serialize(JsonSerializer.Serialize(JsonSerializer.Serialize(Value)).Trim('"')[6..^6]).Trim('"'),
        Uri.EscapeDataString(JsonSerializer.Serialize(Value)[1..^1]),
        Uri.EscapeDataString(Uri.EscapeDataString(Value)),
    ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public void Every_spelling_is_starred_out(string spelling) =>
        Assert.Equal("before *** after", Conceal(Value, $"before {spelling} after"));

    [Theory]
    [InlineData("sk-Canary+/=9 ~\"1")]
    [InlineData("a%41&amp;b\\c9-100%")]
    [InlineData("%25&lt;\\u0041-0123456789")]
    public void Every_character_may_be_escaped_once_twice_or_thrice(string value)
    {
        Func<string, string>[] layers =
        [
            text => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => $"%{b:X2}")),
            text => JsonSerializer.Serialize(text)[1..^1],
            System.Net.WebUtility.HtmlEncode,
            text => string.Concat(text.Select(c => $"&#x{(int)c:x};")),
            Uri.EscapeDataString,
            text => text,
        ];
        foreach (Func<string, string> first in layers)
        {
            foreach (Func<string, string> second in layers)
            {
                foreach (Func<string, string> third in layers.Where(l => l != layers[0] && l != layers[3]))
                {
                    string text = third(second(first(value)));

                    Assert.Equal("before *** after", Conceal(value, $"before {text} after"));
                }
            }
        }
    }

    [Theory]
    [InlineData("sk-Canary|^~[1]{2}")]
    [InlineData("sk-Canary%7E_0123")]
    public void An_address_that_was_put_in_order_does_not_show_it(string value)
    {
        Uri address = new($"https://login.example/x/?k={value}&n=1");

        Assert.EndsWith("k=***&n=1", Conceal(value, address.AbsoluteUri), StringComparison.Ordinal);
        Assert.EndsWith("k=***&n=1", Conceal(value, address.ToString()), StringComparison.Ordinal);
    }

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

    private static string Each(Func<char, string> write) => string.Concat(Value.Select(write));

    private static string Conceal(string secret, string text) => new Redactor([new Secret(secret)]).Redact(text);
}
