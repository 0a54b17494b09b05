using AgentCore.LiteLlm.Requirements.Versions;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Requirements;

public sealed class PythonVersionTests
{
    // The orderings that PEP 440 gives, and the list of the package 'packaging', from the lowest up.
    private static readonly string[] Ordered =
    [
        "1.0.dev456", "1.0a1", "1.0a2.dev456", "1.0a12.dev456", "1.0a12", "1.0b1.dev456", "1.0b2", "1.0b2.post345.dev456", "1.0b2.post345",
        "1.0b2-346", "1.0c1.dev456", "1.0c1", "1.0rc2", "1.0c3", "1.0", "1.0+abc.5", "1.0+abc.7", "1.0+5", "1.0.post456.dev34", "1.0.post456", "1.1.dev1",
        "1.2+123abc", "1.2+123abc456", "1.2+abc", "1.2+abc123", "1.2+abc123def", "1.2+1234.abc", "1.2+123456", "1.2.r32+123456", "1.2.rev33+123456", "1.82.6",
        "1.82.7", "1.82.8", "1.82.10", "1.83.0.dev1", "1.83.0rc1", "1.83.0", "1.83.0.post1", "1.83.7", "2013.10",
        "1!1.0.dev456", "1!1.0a1", "1!1.0", "1!1.0.post456", "1!1.1.dev1",
    ];

    [Fact]
    public void Versions_are_ordered_as_the_PEP_orders_them()
    {
        for (int one = 0; one < Ordered.Length; one++)
        {
            for (int other = 0; other < Ordered.Length; other++)
            {
                int order = Math.Sign(PythonVersion.Compare(PythonVersion.Find(Ordered[one])!, PythonVersion.Find(Ordered[other])!));
                Assert.True(order == one.CompareTo(other), $"{Ordered[one]} and {Ordered[other]}: {order}");
            }
        }
    }

    [Theory]
    [InlineData("1.0dev", "1.0.dev0")]
    [InlineData("1.0-DEV1", "1.0.dev1")]
    [InlineData("1.0.a.1", "1.0a1")]
    [InlineData("1.0alpha", "1.0a0")]
    [InlineData("1.0_BETA2", "1.0b2")]
    [InlineData("1.0c1", "1.0rc1")]
    [InlineData("1.0.preview.3", "1.0rc3")]
    [InlineData("1.0-5", "1.0.post5")]
    [InlineData("1.0.rev7", "1.0.post7")]
    [InlineData("1.0post", "1.0.post0")]
    [InlineData("  v1.0\t\n", "1.0")]
    [InlineData("00!1.00", "1.0")]
    [InlineData("1.0+ubuntu-1_B", "1.0+ubuntu.1.b")]
    [InlineData("1!2.3.post4.dev5", "1!2.3.post4.dev5")]
    [InlineData("99999999999999999999999.1", "99999999999999999999999.1")]
    public void Every_spelling_means_the_normal_one(string text, string normal) => Assert.Equal(normal, PythonVersion.Find(text)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("french toast")]
    [InlineData("1.0+a+")]
    [InlineData("1.0++")]
    [InlineData("1.0+_foobar")]
    [InlineData("1.0+foo&asd")]
    [InlineData("1.0+1+1")]
    [InlineData("1..0")]
    [InlineData("1.0.")]
    [InlineData("1.0.*")]
    [InlineData("-1")]
    [InlineData("١.٠")]
    public void What_is_no_version_is_none(string text) => Assert.Null(PythonVersion.Find(text));

    [Theory]
    [InlineData("1.0", "1.0.0")]
    [InlineData("1.0-1", "1.0.post1")]
    [InlineData("0!1.0", "1")]
    [InlineData("1.0+ABC", "1.0+abc")]
    public void Some_spellings_are_equal(string one, string other) =>
        Assert.Equal(0, PythonVersion.Compare(PythonVersion.Find(one)!, PythonVersion.Find(other)!));
}
